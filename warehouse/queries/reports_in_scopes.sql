-- all stored reports of these scopes: a mention with what its article adds (the parts of records.Report)
with report as (
    select
        m.*, a.seq, coalesce(a.published, a.loaded_at) as published, a.outlet, a.url, a.loaded_at as seen,
        scope_of(
            m.admin1, m.country, m.type, coalesce(m.date_start, m.date_end, (coalesce(a.published, a.loaded_at))::date)
        ) as scope
    from mention m
    join article a on a.article_id = m.article_id
    -- cheap, and leaves little for the join
    where coalesce(m.admin1, m.country, 'unplaced') in (
        select split_part(scope, '/', 1) from (select unnest($scopes::varchar[]) as scope)
    )
)
from report
where scope in (select unnest($scopes::varchar[]))
order by seq, "start", mention_id;
