-- the scopes in which the mentions of these articles are worked out
select distinct
    scope_of(m.admin1, m.country, m.type, coalesce(m.date_start, m.date_end, (coalesce(a.published, a.loaded_at))::date)) as scope
from mention m
join article a on a.article_id = m.article_id
where m.article_id in (select unnest($article_ids::varchar[]))
order by scope;
