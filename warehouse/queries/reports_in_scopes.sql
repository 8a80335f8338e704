-- all stored reports of these scopes: a mention with what its article adds (the parts of records.Report)
select m.*, a.seq, coalesce(a.published, a.loaded_at) as published, a.outlet, a.url, a.loaded_at as seen
from mention m
join article a on a.article_id = m.article_id
where coalesce(m.admin1, m.country, 'unplaced') in (select unnest($scopes::varchar[]))
order by a.seq, m."start", m.mention_id;
