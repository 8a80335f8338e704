-- make the events of these scopes equal to what was staged; rows that stay the same are not touched
delete from event
where rowid in (
    select known_row from known_event anti join staged_event using (event_id)
    union all
    select known_row from known_event semi join changed_event using (event_id)
);
insert into event from changed_event;
