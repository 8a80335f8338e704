-- make the codes equal to what was staged; rows that stay the same are not touched
delete from crosswalk where line not in (select line from staged_crosswalk);
merge into crosswalk
using staged_crosswalk as fresh
using (line)
when matched and crosswalk is distinct from fresh then update by name
when not matched then insert by name;
