-- who held each province on a day, by all that is known now: reports that were denied or taken back left out, days of events, not of articles
create or replace macro control_on(day) as table
with history as (
    select
        h.*,
        coalesce(h.since, h.known_since::date) as first_day,
        coalesce(h.since_end, h.since, h.known_since::date) as last_day
    from control_history h
),
standing as (
    from history
    where change <> 'denied'
      and line_id not in (select voids from control_line where voids is not null)
      and event_id not in (select event_id from event where retracted_at is not null)
),
begun as (
    from standing
    where first_day <= day::date
    qualify row_number() over (partition by province order by line desc) = 1
),
-- before its first change: who lost it by that, where anybody says so
before as (
    from history
    where prior_holder is not null and province not in (select province from begun)
    qualify row_number() over (partition by province order by line) = 1
)
select
    province, name, country, holder, since, since_end, last_day <= day::date as certain,
    known_since, assertion, method, change, roots, place, quote, article_id, event_id
from begun
union all by name
select
    province, name, country, prior_holder as holder, null::date as since, null::date as since_end, false as certain,
    known_since, assertion, method, 'before' as change, roots, place, quote, article_id, event_id
from before
order by province;
comment on macro table control_on is 'control_on(day): who held each province at the end of that local day by all that is known now. certain: false where the event may have come later, or where the holder is only named as the one who lost it afterwards (change: before).';
