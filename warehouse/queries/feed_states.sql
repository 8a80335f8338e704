-- what we remember of these addresses for the next conditional request, and when it may be made
select
    url, kind, outlet, etag, last_modified, last_status, last_read_at,
    failures, next_read_at, disabled_at, country, language, weight
from source
where url in (select unnest($urls::varchar[]))
order by url;
