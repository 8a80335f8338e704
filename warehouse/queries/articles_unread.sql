-- the first articles, in order of arrival, that were stored unread in one of these languages
select article_id, title, text, url, outlet, published, language, coalesce(source, '') as source
from article
where reading = 'not_read' and language in (select unnest($languages::varchar[]))
order by seq
limit $most;
