-- the scopes in which these articles are worked out, by all that they say or said
select distinct scope_of(admin1, country, type, coalesce(date_start, date_end, published::date)) as scope
from mention_version
where article_id in (select unnest($article_ids::varchar[]))
order by scope;
