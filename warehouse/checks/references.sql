-- ids that lead nowhere
with lost as (
    select 'mention' as tab, mention_id as id, 'article' as other, article_id as missing
    from mention anti join article using (article_id)
    union all
    select 'event', event_id, 'article', article_id from event anti join article using (article_id)
    union all
    select 'event_mention', event_id, 'event', event_id from event_mention anti join event using (event_id)
    union all
    select 'event_transition', event_id, 'event', event_id from event_transition anti join event using (event_id)
    union all
    select 'event_refusal', event_id, 'event', event_id from event_refusal anti join event using (event_id)
    union all
    select 'event_refusal', r.event_id, 'event', r.refused_id
    from event_refusal r anti join event e on e.event_id = r.refused_id
    union all
    select 'event_mention', event_id, 'mention', mention_id
    from event_mention anti join mention_version using (mention_id, article_id)
    union all
    select 'article_version', article_id, 'article', article_id from article_version anti join article using (article_id)
    union all
    select 'retired_mention', mention_id, 'article_version', seq::varchar
    from retired_mention anti join article_version using (article_id, seq)
    union all
    select 'copy_sketch', seq::varchar, 'article', seq::varchar from copy_sketch anti join article using (seq)
    union all
    select 'article_copy', article_id, 'article', article_id from article_copy anti join article using (article_id)
    union all
    select 'control_ledger', line_id, 'event', event_id from control_line anti join event using (event_id)
    union all
    select 'control_ledger', line_id, 'article', article_id from control_ledger anti join article using (article_id)
    union all
    select 'alert', alert_id, 'event', event_id
    from alert anti join event using (event_id)
    where withdrawn_at is null
    union all
    select 'alert', alert_id, 'article', article_id from alert anti join article using (article_id)
    union all
    select 'feed_item', item_id, 'article', article_id
    from feed_item anti join article using (article_id)
    where article_id is not null
    union all
    select 'raw', record_id, 'article', article_id from raw anti join article using (article_id)
    where article_id is not null
    union all
    select 'raw', record_id, 'rejected', rejected_id from raw anti join rejected using (rejected_id)
    where rejected_id is not null
    union all
    select 'rejected', rejected_id, 'article', article_id from rejected anti join article using (article_id)
    where article_id is not null
    union all
    select 'event', event_id, 'mention of it', event_id from event anti join event_mention using (event_id)
)
select format('{} {} names {} {}, which does not exist', tab, id, other, missing) as fault
from lost
order by fault;
