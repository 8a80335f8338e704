-- what was told stands: leases on messages, what each message said, alerts that a later article overruled
alter table delivery add column claimed_until timestamptz;
alter table delivery add column claimed_by varchar;
alter table delivery add column skipped_at timestamptz;
alter table delivery add column message varchar;
comment on column delivery.claimed_until is 'Until when a run holds it for sending (instant, shown in UTC); null: nobody does.';
comment on column delivery.claimed_by is 'The run that holds it, see table run; null: nobody does.';
comment on column delivery.skipped_at is 'When it fell below the thresholds of the configuration and was left out for good (instant, shown in UTC); null: it was not.';
comment on column delivery.message is 'The alert as it was told, as JSON: later articles may change the alert, never this; null: not told yet.';

alter table alert add column thread_id varchar;
alter table alert add column confidence double;
alter table alert add column withdrawn_at timestamptz;
alter table alert add column superseded_by varchar;
update alert set thread_id = left(sha256(concat_ws(chr(31), 'thread', admin1, actor)), 16);
comment on column alert.thread_id is 'Stable id of the conversation: one per province and holder.';
comment on column alert.confidence is 'How sure the readers are of the mention that caused it, 0 to 1; null: not measured.';
comment on column alert.withdrawn_at is 'When a later article overruled it although it had been told (instant, shown in UTC); null: it stands.';
comment on column alert.superseded_by is 'The alert that tells the same change now, under another kind; null: it stands, or none does.';
