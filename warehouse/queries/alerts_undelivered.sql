-- what these channels have not been told of the alerts raised since their first use, and when it is tried again
select
    c.channel, coalesce(d.attempts, 0) as attempts, d.next_try, d.last_error, d.claimed_until,
    l.alert_id, l.kind, l.admin1, l.admin1_name, l.country, l.actor, l.place, l.basis, l.level, l.event_id,
    l.article_id, l.published, l.raised_at, l.roots, l.quote, l.url, l.reason, l.thread_id, l.confidence
from (select unnest($channels::varchar[]) as channel) c
join delivery first_use on first_use.channel = c.channel and first_use.alert_id = ''
join alert l on l.raised_at >= first_use.delivered_at and l.withdrawn_at is null
left join delivery d on d.alert_id = l.alert_id and d.channel = c.channel
where d.delivered_at is null and d.skipped_at is null
order by c.channel, l.raised_at, l.published, l.alert_id;
