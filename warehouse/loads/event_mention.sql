-- make the links from events to mentions of these scopes equal to what was staged; rows that stay the same are not touched
delete from event_mention
where scope in (select scope from staged_scope)
  and (event_id, mention_id) not in (select (event_id, mention_id) from staged_event_mention);
merge into event_mention
using staged_event_mention as fresh
using (event_id, mention_id)
when matched and event_mention is distinct from fresh then update by name
when not matched then insert by name;
