-- the look-alikes that an event was kept apart from: those it was not taken for, and those not taken for it
select r.event_id, r.refused_id, r.reason, e.type, e.actor, e.place, e.date_start, e.first_published
from event_refusal r
join event e on e.event_id = if(r.event_id = $event_id::varchar, r.refused_id, r.event_id)
where r.event_id = $event_id::varchar or r.refused_id = $event_id::varchar
order by e.first_published, e.event_id;
