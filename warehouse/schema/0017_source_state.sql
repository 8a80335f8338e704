-- how each source fares: whether it is asked, when again, and how often it failed
alter table source add column status varchar default 'ok';
alter table source add column failures integer default 0;
alter table source add column next_read_at timestamptz;
alter table source add column disabled_at timestamptz;
update source set status = 'ok', failures = 0;
alter table source alter column status set not null;
alter table source alter column failures set not null;
comment on table source is 'One row per feed or page that is read again and again: what to send with the next conditional request, and when.';
comment on column source.status is 'ok, failing (the last read failed; asked less often after the third time in a row) or disabled (gone).';
comment on column source.failures is 'Runs in a row in which it could not be had; 0 after the next success.';
comment on column source.next_read_at is 'It is not asked again before (instant, shown in UTC): by its interval, its Retry-After header or after failures; null: at the next run.';
comment on column source.disabled_at is 'When its server said that it is gone for good, HTTP 410 (instant, shown in UTC): not asked since; null: it is asked.';
