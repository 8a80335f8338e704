-- make the changes of belief of these scopes equal to what was staged; rows that stay the same are not touched
delete from event_transition
where rowid in (
    select known_row from known_event_transition anti join staged_event_transition using (event_id, step)
    union all
    select known_row from known_event_transition semi join changed_event_transition using (event_id, step)
);
insert into event_transition from changed_event_transition;
