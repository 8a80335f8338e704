-- ids that occur twice: there are no unique indexes (they cost 3x the size), so this proves it
with counted as (
    select 'article' as tab, article_id as id, count(*) as n from article group by all
    union all
    select 'article.seq', seq::varchar, count(*)
    from (select seq from article union all select seq from article_version)
    group by all
    union all select 'article_copy', article_id, count(*) from article_copy group by all
    union all select 'copy_sketch', seq::varchar, count(*) from copy_sketch group by all
    union all select 'mention', mention_id, count(*) from mention group by all
    union all select 'retired_mention', mention_id, count(*) from retired_mention group by all
    union all select 'place', place_id, count(*) from place group by all
    union all select 'source', url, count(*) from source group by all
    union all select 'feed_item', source || ' ' || item_id, count(*) from feed_item group by all
    union all select 'rejected', rejected_id, count(*) from rejected group by all
    union all select 'raw', record_id, count(*) from raw group by all
    union all select 'run', run_id, count(*) from run group by all
    union all select 'event', event_id, count(*) from event group by all
    union all select 'event_mention', event_id || ' ' || mention_id, count(*) from event_mention group by all
    union all select 'event_transition', event_id || ' ' || step, count(*) from event_transition group by all
    union all select 'event_refusal', event_id || ' ' || refused_id, count(*) from event_refusal group by all
    union all select 'control_ledger', entry::varchar, count(*) from control_ledger group by all
    union all select 'alert', alert_id, count(*) from alert group by all
    union all select 'crosswalk', line::varchar, count(*) from crosswalk group by all
    union all select 'actor', name, count(*) from actor group by all
    union all
    select 'alert thread', concat_ws(' ', admin1, actor, episode, kind), count(*)
    from alert where withdrawn_at is null
    group by all
    union all select 'delivery', alert_id || ' ' || channel, count(*) from delivery group by all
)
select format('{} {} occurs {} times', tab, id, n) as fault
from counted
where n > 1
order by fault;
