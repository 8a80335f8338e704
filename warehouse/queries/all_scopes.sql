-- every scope that mentions or what was worked out from them belong to
select
    scope_of(m.admin1, m.country, m.type, coalesce(m.date_start, m.date_end, (coalesce(a.published, a.loaded_at))::date)) as scope
from mention m
join article a on a.article_id = m.article_id
union
select scope from event
union
select scope from control_ledger
union
select scope from alert
order by scope;
