-- the scopes in which these articles are worked out, by all that they say or said
-- The rows of mention_version, with each table narrowed down before the join.
with own as (
    select unnest($article_ids::varchar[]) as article_id
)
select scope_of(m.admin1, m.country, m.type, coalesce(m.date_start, m.date_end, coalesce(a.published, a.loaded_at)::date)) as scope
from (from mention where article_id in (from own)) m
join (from article where article_id in (from own)) a using (article_id)
union
select scope_of(admin1, country, type, coalesce(date_start, date_end, published::date))
from mention_version
where retired_at is not null and article_id in (from own)
order by scope;
