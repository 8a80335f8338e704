-- how far an event was believed when, oldest first
select t.step, t.state, t.known_since, t.root, t.roots, t.quote, t.reason, t.article_id, a.outlet, a.url
from event_transition t
left join article a on a.article_id = t.article_id
where t.event_id = $event_id::varchar
order by t.step;
