-- all stored reports of these scopes: a mention with what its article adds (the parts of records.Report)
-- The rows of mention_version, found by few columns first: whole rows of a long history are too wide to look through.
with wanted as (
    select unnest($scopes::varchar[]) as scope
),
area as (
    select distinct split_part(scope, '/', 1) as area from wanted
),
standing as (
    select h.hit, h.article_id, a.seq, a.version, coalesce(a.published, a.loaded_at) as published, a.outlet, a.url,
        a.loaded_at as seen, scope_of(h.admin1, h.country, h.type, coalesce(h.day, coalesce(a.published, a.loaded_at)::date)) as scope
    from (
        select rowid as hit, article_id, admin1, country, type, coalesce(date_start, date_end) as day
        from mention
        where coalesce(admin1, country, 'unplaced') in (from area)
          -- a day that is not said is that of the publication, which only the join below tells
          and (coalesce(date_start, date_end) is null
               or scope_of(admin1, country, type, coalesce(date_start, date_end)) in (from wanted))
    ) h
    join article a using (article_id)
),
report as (
    select m.*, s.seq, s.version, s.published, s.outlet, s.url, s.seen, null::timestamptz as retired_at,
        null::timestamptz as next_seen, s.scope
    from standing s
    join mention m on m.rowid = s.hit
    where s.scope in (from wanted)
    union all by name
    select m.* exclude (title), scope_of(admin1, country, type, coalesce(date_start, date_end, published::date)) as scope
    from mention_version m
    where retired_at is not null
      and scope_of(admin1, country, type, coalesce(date_start, date_end, published::date)) in (from wanted)
)
select r.* replace (
    case when r.root_source is not distinct from c.own_root and r.retired_at is null
    then coalesce(c.group_root, r.root_source) else r.root_source end as root_source
)
from report r
left join article_copy c using (article_id)
order by seq, "start", mention_id;
