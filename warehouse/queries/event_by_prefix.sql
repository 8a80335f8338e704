-- the events whose id starts with what was typed
select * from event where starts_with(event_id, $prefix::varchar) order by event_id;
