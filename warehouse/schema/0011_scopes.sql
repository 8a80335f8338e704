-- events that are no change of control are worked out by type and day: a batch touches few of them, however long the past
update event
set scope = scope || '/' || type || '/' || coalesce(date_start, date_end, first_published::date)::varchar
where type not in (
    'territory_captured', 'territory_taken_peacefully', 'territory_regained', 'territory_lost_or_withdrawn'
);
update event_mention
set scope = event.scope
from event
where event.event_id = event_mention.event_id;
comment on column event.scope is 'What it is worked out together with: of a change of control its admin1, else its country, else unplaced; of other events that, the type and the day.';
