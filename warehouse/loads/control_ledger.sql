-- make the ledger lines of these scopes equal to what was staged; rows that stay the same are not touched
delete from control_ledger
where scope in (select scope from staged_scope)
  and line_id not in (select line_id from staged_control_ledger);
merge into control_ledger
using staged_control_ledger as fresh
using (line_id)
when matched and control_ledger is distinct from fresh then update by name
when not matched then insert by name;
