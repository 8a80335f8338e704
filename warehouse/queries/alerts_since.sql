-- alerts raised since an instant (null: all), oldest first: those that stand, or those that were withdrawn
select
    l.alert_id, l.kind, l.admin1, l.admin1_name, l.country, l.actor, l.place, l.basis, l.level, l.event_id,
    l.article_id, l.published, l.raised_at, l.roots, l.quote, l.url, l.reason, l.thread_id, l.confidence,
    l.withdrawn_at, l.superseded_by
from alert l
left join article a on a.article_id = l.article_id
where ($since::timestamptz is null or l.raised_at >= $since::timestamptz)
  and (l.withdrawn_at is not null) = $withdrawn::boolean
order by
    l.raised_at, l.published, a.seq,
    case l.kind when 'corroborated' then 2 when 'denied' then 3 else 1 end,
    l.alert_id;
