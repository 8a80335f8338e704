-- make the actors equal to what was staged; rows that stay the same are not touched
delete from actor where name not in (select name from staged_actor);
merge into actor
using staged_actor as fresh
using (name)
when matched and actor is distinct from fresh then update by name
when not matched then insert by name;
