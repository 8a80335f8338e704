-- one row per province and holder change, oldest first; a row that was rebutted later says when
create or replace view province_captures as
with line as (
    select
        h.*,
        case when lead(change) over (partition by province order by line) = 'denied' then known_until end as denied_at
    from control_history h
)
select
    l.province as admin1,
    l.name as admin1_name,
    l.country,
    l.holder as actor,
    l.prior_holder,
    l.change,
    l.place,
    l.basis,
    l.method,
    e.extent,
    l.assertion,
    l.since as date_start,
    l.known_since,
    l.denied_at,
    l.roots,
    l.quote,
    l.outlet,
    l.url,
    l.article_id,
    l.event_id
from line l
left join event e on e.event_id = l.event_id
where l.change <> 'denied'
order by l.known_since, l.province, l.line;
comment on view province_captures is 'One row per province and change of its holder, in the order in which it became known.';
comment on column province_captures.admin1 is 'ISO 3166-2 code of the province, gn:CODE where ISO has none.';
comment on column province_captures.admin1_name is 'Usual English name of the province; null: not known.';
comment on column province_captures.country is 'ISO 3166-1 alpha-2 code; null: not known.';
comment on column province_captures.actor is 'Who is reported to have taken it.';
comment on column province_captures.prior_holder is 'Who was reported to hold it before; null: not known.';
comment on column province_captures.change is 'captured, regained or captured_again.';
comment on column province_captures.place is 'The place that decided it: the province or its capital.';
comment on column province_captures.basis is 'province or capital: which of the two was reported.';
comment on column province_captures.method is 'fought, without_fight, handover or unknown.';
comment on column province_captures.extent is 'full or unknown (a partial capture makes no row); null: the event is gone.';
comment on column province_captures.assertion is 'reported, confirmed, claimed or contested.';
comment on column province_captures.date_start is 'Local day of the event; null: not said.';
comment on column province_captures.known_since is 'When the deciding article was published (instant, shown in UTC).';
comment on column province_captures.denied_at is 'When it was rebutted, so that the prior holder is back (instant, shown in UTC); null: it was not.';
comment on column province_captures.roots is 'Distinct root sources over all mentions of the event, sorted; empty: none is known.';
comment on column province_captures.quote is 'Evidence, word for word, from the deciding article.';
comment on column province_captures.outlet is 'Outlet of the deciding article; null: not known.';
comment on column province_captures.url is 'Address of the deciding article; null: not known.';
comment on column province_captures.article_id is 'The deciding article, see table article.';
comment on column province_captures.event_id is 'The event behind it, see table event.';
