-- which alerts raised since an instant a channel was told already
select d.alert_id
from delivery d
join alert l on l.alert_id = d.alert_id
where d.channel = $channel::varchar
  and d.delivered_at is not null
  and l.withdrawn_at is null
  and l.raised_at >= $since::timestamptz
order by l.raised_at, l.published, d.alert_id;
