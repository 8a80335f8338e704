-- alerts that a channel has not delivered and that are due, oldest first
select
    l.alert_id, l.kind, l.admin1, l.admin1_name, l.country, l.actor, l.place, l.basis, l.level, l.event_id,
    l.article_id, l.published, l.raised_at, l.roots, l.quote, l.url, l.reason, coalesce(d.attempts, 0) as attempts
from alert l
left join delivery d on d.alert_id = l.alert_id and d.channel = $channel::varchar
left join article a on a.article_id = l.article_id
where d.delivered_at is null
  and (d.next_try is null or d.next_try <= $now::timestamptz)
order by
    l.raised_at, l.published, a.seq,
    case l.kind when 'corroborated' then 2 when 'denied' then 3 else 1 end,
    l.alert_id;
