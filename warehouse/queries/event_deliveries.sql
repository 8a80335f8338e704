-- who was told of the alerts of an event, and what the message said
select d.alert_id, d.channel, d.attempts, d.next_try, d.delivered_at, d.last_error, d.skipped_at, d.message
from delivery d
join alert l on l.alert_id = d.alert_id
where l.event_id = $event_id::varchar
order by d.alert_id, d.channel;
