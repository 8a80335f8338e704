-- what people were told of an event, oldest first
select
    alert_id, kind, admin1, admin1_name, actor, level, roots, raised_at, published, quote, url, article_id, reason, thread_id,
    withdrawn_at, superseded_by
from alert
where event_id = $event_id::varchar
order by raised_at, published, alert_id;
