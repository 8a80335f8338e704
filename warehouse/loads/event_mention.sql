-- make the links from events to mentions of these scopes equal to what was staged; rows that stay the same are not touched
delete from event_mention
where rowid in (
    select known_row from known_event_mention anti join staged_event_mention using (event_id, mention_id)
    union all
    select known_row from known_event_mention semi join changed_event_mention using (event_id, mention_id)
);
insert into event_mention from changed_event_mention;
