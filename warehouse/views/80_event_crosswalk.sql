-- each event in the codes of other data sets: of the rows of table crosswalk that fit it, the one with most conditions
create or replace view event_crosswalk as
with sided as (
    select
        e.*,
        case when a.name is null then null when a.state_of = e.country then 'state' else 'other' end as side
    from event e
    left join actor a on a.name = e.actor
),
coded as (
    select s.event_id, c.acled_event, c.acled_sub_event, c.plover, c.plover_context, c.cameo
    from sided s
    join crosswalk c
        on c.type = s.type
        and (c.detail is null or c.detail = s.detail)
        and (c.method is null or c.method = s.method)
        and (c.side is null or c.side = s.side)
        and (c.modality is null or c.modality = s.modality)
        and (c.target is null or c.target = (s.target is not null))
    qualify row_number() over (
        partition by s.event_id
        order by
            (c.detail is not null)::int + (c.method is not null)::int + (c.side is not null)::int
            + (c.modality is not null)::int + (c.target is not null)::int desc,
            c.line
    ) = 1
),
told as (
    -- the largest number of dead that a passage tells: parts of a toll are told beside it
    select
        em.event_id, m.mention_id, coalesce(a.published, a.loaded_at) as published,
        max(q.low) as low,
        case when bool_or(q.high is null) then null else max(q.high) end as high
    from event_mention em
    join mention m on m.mention_id = em.mention_id
    join article a on a.article_id = m.article_id
    cross join unnest(m.quantities) as u(q)
    where q.what = 'killed'
    group by all
),
dead as (
    select
        event_id,
        min(low) as low,
        last(low order by published, mention_id) as best,
        case when bool_or(high is null) then null else max(high) end as high
    from told
    group by event_id
)
select
    s.event_id, s.type, s.detail, s.actor, s.side as actor_side, s.target, s.place, s.admin1, s.country,
    s.date_start, s.date_end, s.modality, s.assertion,
    c.acled_event, c.acled_sub_event, c.plover, c.plover_context, c.cameo,
    case
        when s.date_start is null or s.date_end is null then null
        when s.date_start = s.date_end then 1
        when s.date_end - s.date_start < 7 then 2
        when s.date_end - s.date_start < 31 then 3
    end as acled_time_precision,
    case
        when s.place_kind in ('city', 'base', 'crossing', 'other') then 1
        when s.place_kind = 'district' then 2
        when s.place_kind = 'province' then 3
    end as acled_geo_precision,
    case
        when s.date_start is null or s.date_end is null then null
        when s.date_start = s.date_end then 1
        when s.date_end - s.date_start < 6 then 2
        when s.date_end - s.date_start < 7 then 3
        when s.date_end - s.date_start < 31 then 4
        else 5
    end as ucdp_date_prec,
    case
        when s.place_kind in ('city', 'base', 'crossing', 'other') then 1
        when s.place_kind = 'district' then 3
        when s.place_kind = 'province' then 4
        when s.country is not null then 6
    end as ucdp_where_prec,
    d.low as ucdp_low,
    d.best as ucdp_best,
    d.high as ucdp_high,
    case when s.place_kind is distinct from 'country' then d.low end as acled_fatalities
from sided s
left join coded c on c.event_id = s.event_id
left join dead d on d.event_id = s.event_id;
comment on view event_crosswalk is 'One row per event, with its codes in ACLED, PLOVER, CAMEO and UCDP; null where the codebook has none or too little is known.';
comment on column event_crosswalk.event_id is 'The event, see table event.';
comment on column event_crosswalk.type is 'Event type, such as territory_captured.';
comment on column event_crosswalk.detail is 'Sub-field of the type, see event.detail; null: none or not said.';
comment on column event_crosswalk.actor is 'Canonical name of the one who gains, acts or speaks; null: not said.';
comment on column event_crosswalk.actor_side is 'state: at home in the country of the place; other: a known actor that is not; null: not known.';
comment on column event_crosswalk.target is 'Canonical name of the other side; null: not said.';
comment on column event_crosswalk.place is 'Usual English name of the place; null: no place.';
comment on column event_crosswalk.admin1 is 'ISO 3166-2 code of the province, gn:CODE where ISO has none; null: not placed.';
comment on column event_crosswalk.country is 'ISO 3166-1 alpha-2 code; null: not placed.';
comment on column event_crosswalk.date_start is 'First possible day (local day, inclusive); null: not said.';
comment on column event_crosswalk.date_end is 'Last possible day (local day, inclusive); null: not said or open.';
comment on column event_crosswalk.modality is 'actual, background, planned, hypothetical or negated: only actual and background happened.';
comment on column event_crosswalk.assertion is 'reported, confirmed, claimed, contested or denied, over all mentions.';
comment on column event_crosswalk.acled_event is 'ACLED event type; null: none.';
comment on column event_crosswalk.acled_sub_event is 'ACLED sub-event type; null: none, or not known which.';
comment on column event_crosswalk.plover is 'PLOVER event type, with its mode after a hyphen where one is known; null: none.';
comment on column event_crosswalk.plover_context is 'PLOVER context; null: none.';
comment on column event_crosswalk.cameo is 'CAMEO code, as text (leading zeros count); null: none.';
comment on column event_crosswalk.acled_time_precision is 'ACLED: 1 the day is known, 2 the week, 3 the month; null: less than that.';
comment on column event_crosswalk.acled_geo_precision is 'ACLED: 1 a town or site, 2 a district, 3 a province; null: less than that.';
comment on column event_crosswalk.ucdp_date_prec is 'UCDP: 1 the day, 2 two to six days, 3 a week, 4 a month, 5 up to a year or more; null: not said.';
comment on column event_crosswalk.ucdp_where_prec is 'UCDP: 1 a town or site, 3 a district, 4 a province, 6 a country; null: not placed.';
comment on column event_crosswalk.ucdp_low is 'Deaths, lowest: the least that any passage tells; null: no number was said.';
comment on column event_crosswalk.ucdp_best is 'Deaths, best: what the latest passage tells, at the least; null: no number was said.';
comment on column event_crosswalk.ucdp_high is 'Deaths, highest; null: no upper bound was said ("more than 1,000").';
comment on column event_crosswalk.acled_fatalities is 'Deaths as ACLED counts them: the lowest figure, none for a whole country; null: no number was said.';
