-- who was reported to hold each province at instant t, by what had been published by then
create or replace macro control_as_of(t) as table
with line as (
    select l.*, a.outlet, a.url
    from control_line l
    left join article a on a.article_id = l.article_id
    where l.known_since <= t::timestamptz
    -- the order of view control_history
    qualify row_number() over (
        partition by l.admin1
        order by l.known_since desc, a.published desc nulls first, a.seq desc nulls first, (l.change <> 'denied') desc, l.line_id desc
    ) = 1
),
root as (
    select em.event_id, list_sort(list(distinct m.root_source) filter (m.root_source is not null)) as roots
    from event_mention em
    join mention_version m on m.mention_id = em.mention_id and m.article_id = em.article_id
    where em.event_id in (select event_id from line)
      and m.published <= t::timestamptz
    group by em.event_id
)
select
    l.admin1 as province, p.name, coalesce(l.country, p.country) as country, l.holder, l.since, l.known_since,
    l.assertion, l.method, l.change, coalesce(r.roots, []) as roots, l.place, l.quote, l.outlet, l.url,
    l.article_id, l.event_id
from line l
left join root r on r.event_id = l.event_id
left join province p on p.admin1 = l.admin1
order by province;
comment on macro table control_as_of is 'control_as_of(t): the rows of control_now as they stood at instant t, by what had been published by then. A t without a time zone is read in the session''s zone (UTC here).';
