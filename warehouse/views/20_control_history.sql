-- every line of the ledger in the order in which it became known, with names, sources and its end
create or replace view control_history as
with root as (
    select em.event_id, list_sort(list(distinct m.root_source) filter (m.root_source is not null)) as roots
    from event_mention em
    join mention_version m on m.mention_id = em.mention_id and m.article_id = em.article_id
    where em.event_id in (select event_id from control_line)
    group by em.event_id
)
select
    l.admin1 as province,
    p.name,
    coalesce(l.country, p.country) as country,
    row_number() over line as line,
    l.change,
    l.holder,
    l.prior_holder,
    l.since,
    l.since_end,
    l.known_since,
    lead(l.known_since) over line as known_until,
    l.assertion,
    l.method,
    l.basis,
    coalesce(r.roots, []) as roots,
    l.place,
    l.quote,
    a.outlet,
    a.url,
    l.article_id,
    l.event_id,
    l.line_id
from control_line l
left join article a on a.article_id = l.article_id
left join root r on r.event_id = l.event_id
left join province p on p.admin1 = l.admin1
-- one article may both rebut and report: what it reports to hold now comes last
window line as (partition by l.admin1 order by l.known_since, a.published, a.seq, (l.change <> 'denied'), l.line_id)
order by l.known_since, a.published, a.seq, province, line;
comment on view control_history is 'Every change in who was reported to hold a province, in the order in which it became known.';
comment on column control_history.province is 'ISO 3166-2 code of the province, gn:CODE where ISO has none.';
comment on column control_history.name is 'Usual English name of the province; null: not known.';
comment on column control_history.country is 'ISO 3166-1 alpha-2 code; null: not known.';
comment on column control_history.line is 'Counts the lines of the province, from 1.';
comment on column control_history.change is 'captured, regained, captured_again or denied (the line before is void).';
comment on column control_history.holder is 'Who was reported to hold it from here on; null: not known (a denial, and nobody known before).';
comment on column control_history.prior_holder is 'Who was reported to hold it before this line; null: not known.';
comment on column control_history.since is 'First possible local day of the event; null: not said.';
comment on column control_history.since_end is 'Last possible local day of the event; null: not said.';
comment on column control_history.known_since is 'When the deciding article was published (instant, shown in UTC).';
comment on column control_history.known_until is 'When the next line overruled it (instant, shown in UTC); null: it still stands.';
comment on column control_history.assertion is 'reported, confirmed, claimed, contested or denied.';
comment on column control_history.method is 'fought, without_fight, handover or unknown.';
comment on column control_history.basis is 'province or capital: which of the two was reported.';
comment on column control_history.roots is 'Distinct root sources over all mentions of the event, sorted; empty: none is known.';
comment on column control_history.place is 'The place that decided it: the province or its capital.';
comment on column control_history.quote is 'Evidence, word for word, from the deciding article.';
comment on column control_history.outlet is 'Outlet of the deciding article; null: not known.';
comment on column control_history.url is 'Address of the deciding article; null: not known.';
comment on column control_history.article_id is 'The deciding article, see table article.';
comment on column control_history.event_id is 'The event behind the line, see table event.';
comment on column control_history.line_id is 'The line, see table control_ledger.';
