-- the ledger keeps what it once said: entries are only ever appended, with the time when they were recorded
alter table control_ledger add column since_end date;
alter table control_ledger add column roots varchar[];
alter table control_ledger add column voids varchar;
alter table control_ledger add column entry bigint;
alter table control_ledger add column recorded_at timestamptz;
alter table control_ledger add column withdrawn boolean;
update control_ledger
set since_end = since, roots = [], entry = numbered.entry, recorded_at = known_since, withdrawn = false
from (select line_id, row_number() over (order by known_since, line_id) as entry from control_ledger) numbered
where numbered.line_id = control_ledger.line_id;
comment on table control_ledger is 'Every entry ever made on who is reported to hold a province; never changed nor deleted. The latest entry of a line counts: see view control_line.';
comment on column control_ledger.line_id is 'Stable id of the line; a line whose content changes gets a further entry.';
comment on column control_ledger.since is 'First possible local day of the event; null: not said.';
comment on column control_ledger.since_end is 'Last possible local day of the event; null: not said.';
comment on column control_ledger.roots is 'Distinct root sources at that time; of a denial: who denies.';
comment on column control_ledger.voids is 'Of a denial: the line that it makes void; null: it is none.';
comment on column control_ledger.entry is 'Counts the entries of the whole ledger, from 1.';
comment on column control_ledger.recorded_at is 'When this entry was made here (instant, shown in UTC).';
comment on column control_ledger.withdrawn is 'true: from this entry on the line no longer follows from the articles.';
