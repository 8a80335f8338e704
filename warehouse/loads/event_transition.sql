-- make the rows of these scopes equal to what was staged; rows that stay the same are not touched
delete from event_transition
where scope in (select scope from staged_scope)
  and (event_id, step) not in (select (event_id, step) from staged_event_transition);
merge into event_transition
using staged_event_transition as fresh
using (event_id, step)
when matched and event_transition is distinct from fresh then update by name
when not matched then insert by name;
