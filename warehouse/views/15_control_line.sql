-- the ledger as it stands: of each line the latest entry, without those that were withdrawn
create or replace view control_line as
select * exclude (withdrawn)
from control_ledger
qualify row_number() over (partition by line_id order by entry desc) = 1 and not withdrawn;
comment on view control_line is 'One row per change in who is reported to hold a province, as the ledger stands now.';
comment on column control_line.line_id is 'Stable id of the line.';
comment on column control_line.admin1 is 'ISO 3166-2 code of the province, gn:CODE where ISO has none.';
comment on column control_line.country is 'ISO 3166-1 alpha-2 code; null: not known.';
comment on column control_line.place is 'The place that decided it: the province or its capital.';
comment on column control_line.holder is 'Who is reported to hold it from here on; null: not known (a denial, and nobody known before).';
comment on column control_line.prior_holder is 'Who was reported to hold it before this line; null: not known.';
comment on column control_line.change is 'captured, regained, captured_again or denied.';
comment on column control_line.since is 'First possible local day of the event; null: not said.';
comment on column control_line.since_end is 'Last possible local day of the event; null: not said.';
comment on column control_line.known_since is 'When the deciding article was published (instant, shown in UTC; arrival where not stated).';
comment on column control_line.basis is 'province or capital: which of the two was reported.';
comment on column control_line.method is 'fought, without_fight, handover or unknown.';
comment on column control_line.assertion is 'reported, confirmed, claimed, contested or denied.';
comment on column control_line.roots is 'Distinct root sources at that time; of a denial: who denies.';
comment on column control_line.voids is 'Of a denial: the line that it makes void; null: it is none.';
comment on column control_line.event_id is 'The event behind the line, see table event.';
comment on column control_line.article_id is 'The deciding article, see table article.';
comment on column control_line.quote is 'Evidence, word for word, from the deciding article.';
comment on column control_line.scope is 'Where it is worked out: the province.';
comment on column control_line.entry is 'The entry of the ledger that says so.';
comment on column control_line.recorded_at is 'When that entry was made (instant, shown in UTC).';
