-- how these events came about
select event_id, method from event where event_id in (select unnest($event_ids::varchar[])) order by event_id;
