-- the scopes in which these articles are resolved
select distinct coalesce(admin1, country, 'unplaced') as scope
from mention
where article_id in (select unnest($article_ids::varchar[]))
order by scope;
