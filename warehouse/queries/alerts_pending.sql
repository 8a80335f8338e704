-- alerts that a channel has not been told, oldest first; of $ids or, without them, of all that are due
-- told_as: the kind under which the same change of holder was told before; thread_told: its episode was told
select
    l.alert_id, l.kind, l.admin1, l.admin1_name, l.country, l.actor, l.place, l.basis, l.level, l.event_id,
    l.article_id, l.published, l.raised_at, l.roots, l.quote, l.url, l.reason, l.thread_id, l.confidence, l.episode,
    a.outlet, coalesce(d.attempts, 0) as attempts, d.last_error, d.claimed_by, d.claimed_until,
    (
        select max(p.message ->> '$.kind')
        from delivery p
        where p.channel = $channel::varchar
          and p.delivered_at is not null
          and p.alert_id <> l.alert_id
          and l.kind in ('new_capture', 'recaptured', 'captured_again')
          and (p.message ->> '$.kind') in ('new_capture', 'recaptured', 'captured_again')
          and (p.message ->> '$.thread_id') = l.thread_id
          and (p.message ->> '$.article_id') = l.article_id
    ) as told_as,
    exists (
        from delivery p
        join alert other on other.alert_id = p.alert_id
        where p.channel = $channel::varchar
          and p.delivered_at is not null
          and other.thread_id = l.thread_id
          and other.episode = l.episode
    ) as thread_told
from alert l
left join delivery d on d.alert_id = l.alert_id and d.channel = $channel::varchar
left join article a on a.article_id = l.article_id
where l.withdrawn_at is null
  and (
      list_contains($ids::varchar[], l.alert_id)
      or ($ids::varchar[] is null and d.delivered_at is null and d.skipped_at is null)
  )
  and ($now::timestamptz is null or d.next_try is null or d.next_try <= $now::timestamptz)
order by
    l.raised_at, l.published, a.seq,
    case l.kind when 'corroborated' then 2 when 'denied' then 3 else 1 end,
    l.alert_id;
