-- who holds each province now: the latest line about it (a denial is a line too)
create or replace view control_now as
select
    province, name, country, holder, since, known_since, assertion, method, change,
    roots, place, quote, outlet, url, article_id, event_id
from control_history
qualify row_number() over (partition by province order by line desc) = 1
order by province;
comment on view control_now is 'One row per province that ever changed hands: who is reported to hold it now.';
comment on column control_now.province is 'ISO 3166-2 code of the province, gn:CODE where ISO has none.';
comment on column control_now.name is 'Usual English name of the province; null: not known.';
comment on column control_now.country is 'ISO 3166-1 alpha-2 code; null: not known.';
comment on column control_now.holder is 'Who is reported to hold it; null: not known (a denial, and nobody known before).';
comment on column control_now.since is 'Local day of the deciding event; null: not said.';
comment on column control_now.known_since is 'When the deciding article was published (instant, shown in UTC).';
comment on column control_now.assertion is 'reported, confirmed, claimed, contested or denied.';
comment on column control_now.method is 'fought, without_fight, handover or unknown.';
comment on column control_now.change is 'What the deciding line says: captured, regained, captured_again or denied.';
comment on column control_now.roots is 'Distinct root sources over all mentions of the deciding event, sorted; empty: none is known.';
comment on column control_now.place is 'The place that decided it: the province or its capital.';
comment on column control_now.quote is 'Evidence, word for word, from the deciding article.';
comment on column control_now.outlet is 'Outlet of the deciding article; null: not known.';
comment on column control_now.url is 'Address of the deciding article; null: not known.';
comment on column control_now.article_id is 'The deciding article, see table article.';
comment on column control_now.event_id is 'The deciding event, see table event.';
