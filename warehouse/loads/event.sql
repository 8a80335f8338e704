-- make the events of these scopes equal to what was staged; rows that stay the same are not touched
delete from event
where scope in (select scope from staged_scope)
  and event_id not in (select event_id from staged_event);
merge into event
using staged_event as fresh
using (event_id)
when matched and event is distinct from fresh then update by name
when not matched then insert by name;
