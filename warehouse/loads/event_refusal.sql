-- make the refusals of these scopes equal to what was staged; rows that stay the same are not touched
delete from event_refusal
where rowid in (
    select known_row from known_event_refusal anti join staged_event_refusal using (event_id, refused_id)
    union all
    select known_row from known_event_refusal semi join changed_event_refusal using (event_id, refused_id)
);
insert into event_refusal from changed_event_refusal;
