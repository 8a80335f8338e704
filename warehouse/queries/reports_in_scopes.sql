-- all stored reports of these scopes: a mention with what its article adds (the parts of records.Report)
with report as (
    select
        * exclude (title),
        scope_of(admin1, country, type, coalesce(date_start, date_end, published::date)) as scope
    from mention_version
    -- cheap, and leaves little for the join
    where coalesce(admin1, country, 'unplaced') in (
        select split_part(scope, '/', 1) from (select unnest($scopes::varchar[]) as scope)
    )
)
from report
where scope in (select unnest($scopes::varchar[]))
order by seq, "start", mention_id;
