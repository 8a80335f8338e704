-- who held each province by what had been recorded here by instant t: what this ledger would have answered then
create or replace macro control_recorded(t) as table
with entry as (
    select * exclude (withdrawn)
    from control_ledger
    where recorded_at <= t::timestamptz
    qualify row_number() over (partition by line_id order by entry desc) = 1 and not withdrawn
)
select
    e.admin1 as province, p.name, coalesce(e.country, p.country) as country, e.holder, e.since, e.known_since,
    e.recorded_at, e.assertion, e.method, e.change, e.roots, e.place, e.quote, e.article_id, e.event_id
from entry e
left join article a on a.article_id = e.article_id
left join province p on p.admin1 = e.admin1
-- the order of view control_history
qualify row_number() over (
    partition by e.admin1
    order by
        e.known_since desc, a.published desc nulls first, a.seq desc nulls first, (e.change <> 'denied') desc, e.line_id desc
) = 1
order by province;
comment on macro table control_recorded is 'control_recorded(t): who was reported to hold each province by what had been recorded here at instant t, whenever it was published. A t without a time zone is read in the session''s zone (UTC here).';
