-- make the rows of these scopes equal to what was staged; rows that stay the same are not touched
delete from event_refusal
where scope in (select scope from staged_scope)
  and (event_id, refused_id) not in (select (event_id, refused_id) from staged_event_refusal);
merge into event_refusal
using staged_event_refusal as fresh
using (event_id, refused_id)
when matched and event_refusal is distinct from fresh then update by name
when not matched then insert by name;
