-- the scopes in which these articles are resolved, by all that they say or said
select distinct coalesce(admin1, country, 'unplaced') as scope
from mention_version
where article_id in (select unnest($article_ids::varchar[]))
order by scope;
