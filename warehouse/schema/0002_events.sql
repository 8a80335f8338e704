-- the events side: what all articles together tell, who holds what, what people were told
create table event (
    event_id varchar not null,
    type varchar not null,
    actor varchar,
    target varchar,
    place varchar,
    place_kind varchar,
    place_id varchar,
    admin1 varchar,
    country varchar,
    lat double,
    lon double,
    date_start date,
    date_end date,
    date_precision varchar not null,
    modality varchar not null,
    assertion varchar not null,
    method varchar not null,
    extent varchar not null,
    basis varchar,
    first_published timestamptz not null,
    last_published timestamptz not null,
    quote varchar not null,
    article_id varchar not null,
    scope varchar not null
);
comment on table event is 'One row per event: what happened once, as all its mentions together tell it.';
comment on column event.event_id is 'Stable id of the event.';
comment on column event.type is 'Event type, such as territory_captured.';
comment on column event.actor is 'Canonical name of the one who gains, acts or speaks; null: not said.';
comment on column event.target is 'Canonical name of the other side; null: not said.';
comment on column event.place is 'Usual English name of the place; null: no place.';
comment on column event.place_kind is 'city, district, province, country, base, crossing or other; null: no place.';
comment on column event.place_id is 'GeoNames id of the place; null: not in the gazetteer.';
comment on column event.admin1 is 'ISO 3166-2 code of the province, gn:CODE where ISO has none; null: not placed.';
comment on column event.country is 'ISO 3166-1 alpha-2 code; null: not placed.';
comment on column event.lat is 'Latitude in degrees north, WGS 84; null: not placed.';
comment on column event.lon is 'Longitude in degrees east, WGS 84; null: not placed.';
comment on column event.date_start is 'First possible day (local day, inclusive); null: not said.';
comment on column event.date_end is 'Last possible day (local day, inclusive); null: not said or open.';
comment on column event.date_precision is 'day, week, month, year or unknown.';
comment on column event.modality is 'actual, background, planned, hypothetical or negated.';
comment on column event.assertion is 'reported, confirmed, claimed, contested or denied, over all mentions.';
comment on column event.method is 'For territory: fought, without_fight, handover or unknown.';
comment on column event.extent is 'For territory: full, partial or unknown.';
comment on column event.basis is 'What makes it a province capture: province or capital; null: it is none.';
comment on column event.first_published is 'When its first article was published (instant, shown in UTC; arrival where not stated).';
comment on column event.last_published is 'When its latest article was published (instant, shown in UTC; arrival where not stated).';
comment on column event.quote is 'Evidence, word for word, from the first article that told it.';
comment on column event.article_id is 'The first article that told it, see table article.';
comment on column event.scope is 'Where it is worked out: its admin1, else its country, else unplaced.';

create table event_mention (
    event_id varchar not null,
    mention_id varchar not null,
    article_id varchar not null,
    reason varchar not null,
    scope varchar not null
);
comment on table event_mention is 'Which mention belongs to which event, and why.';
comment on column event_mention.event_id is 'The event, see table event.';
comment on column event_mention.mention_id is 'The mention, see table mention.';
comment on column event_mention.article_id is 'The article of the mention, see table article.';
comment on column event_mention.reason is 'Why the mention was taken for this event.';
comment on column event_mention.scope is 'Scope of the event, see event.scope.';

create table control_ledger (
    line_id varchar not null,
    admin1 varchar not null,
    country varchar,
    place varchar,
    holder varchar,
    prior_holder varchar,
    change varchar not null,
    since date,
    known_since timestamptz not null,
    basis varchar not null,
    method varchar not null,
    assertion varchar not null,
    event_id varchar not null,
    article_id varchar not null,
    quote varchar not null,
    scope varchar not null
);
comment on table control_ledger is 'One line per change in who is reported to hold a province; later lines overrule earlier ones.';
comment on column control_ledger.line_id is 'Stable id of the line.';
comment on column control_ledger.admin1 is 'ISO 3166-2 code of the province, gn:CODE where ISO has none.';
comment on column control_ledger.country is 'ISO 3166-1 alpha-2 code; null: not known.';
comment on column control_ledger.place is 'The place that decided it: the province or its capital.';
comment on column control_ledger.holder is 'Who is reported to hold it from here on; null: not known (a denial, and nobody known before).';
comment on column control_ledger.prior_holder is 'Who was reported to hold it before this line; null: not known.';
comment on column control_ledger.change is 'captured, regained, captured_again or denied (the line before is void, its prior holder is back).';
comment on column control_ledger.since is 'Local day of the event; null: not said.';
comment on column control_ledger.known_since is 'When the deciding article was published (instant, shown in UTC; arrival where not stated).';
comment on column control_ledger.basis is 'province or capital: which of the two was reported.';
comment on column control_ledger.method is 'fought, without_fight, handover or unknown.';
comment on column control_ledger.assertion is 'reported, confirmed, claimed, contested or denied.';
comment on column control_ledger.event_id is 'The event behind the line, see table event.';
comment on column control_ledger.article_id is 'The deciding article, see table article.';
comment on column control_ledger.quote is 'Evidence, word for word, from the deciding article.';
comment on column control_ledger.scope is 'Where it is worked out: the province.';

create table alert (
    alert_id varchar not null,
    kind varchar not null,
    admin1 varchar not null,
    admin1_name varchar,
    country varchar,
    actor varchar not null,
    place varchar,
    basis varchar not null,
    level varchar not null,
    event_id varchar not null,
    article_id varchar not null,
    published timestamptz not null,
    raised_at timestamptz not null,
    roots varchar[] not null,
    quote varchar not null,
    url varchar,
    episode bigint not null,
    scope varchar not null
);
comment on table alert is 'One row per thing that people are told once; written with its event, delivered afterwards.';
comment on column alert.alert_id is 'Stable id of the alert.';
comment on column alert.kind is 'new_capture, corroborated, denied, recaptured or captured_again.';
comment on column alert.admin1 is 'ISO 3166-2 code of the province, gn:CODE where ISO has none.';
comment on column alert.admin1_name is 'Usual English name of the province; null: not known.';
comment on column alert.country is 'ISO 3166-1 alpha-2 code; null: not known.';
comment on column alert.actor is 'Who is reported to have taken it.';
comment on column alert.place is 'The place that decided it: the province or its capital.';
comment on column alert.basis is 'province or capital: which of the two was reported.';
comment on column alert.level is 'firm, claim or contested.';
comment on column alert.event_id is 'The event behind it, see table event.';
comment on column alert.article_id is 'The article that caused it, see table article.';
comment on column alert.published is 'When that article was published (instant, shown in UTC; arrival where not stated).';
comment on column alert.raised_at is 'When the alert was first written (instant, shown in UTC); never changes.';
comment on column alert.roots is 'Distinct root sources by then.';
comment on column alert.quote is 'Evidence, word for word, from that article.';
comment on column alert.url is 'Address of that article; null: not known.';
comment on column alert.episode is 'Counts the times the province changed hands; part of the identity of the alert.';
comment on column alert.scope is 'Where it is worked out: the province.';

create table delivery (
    alert_id varchar not null,
    channel varchar not null,
    attempts bigint not null,
    next_try timestamptz,
    delivered_at timestamptz,
    last_error varchar
);
comment on table delivery is 'One row per alert and channel that was tried: the outbox''s memory.';
comment on column delivery.alert_id is 'The alert, see table alert.';
comment on column delivery.channel is 'Label of the channel, free of secrets.';
comment on column delivery.attempts is 'How often it was tried.';
comment on column delivery.next_try is 'Not to be tried before (instant, shown in UTC); null: at once, or done.';
comment on column delivery.delivered_at is 'When it was delivered (instant, shown in UTC); null: not yet.';
comment on column delivery.last_error is 'Why the last try failed; null: it did not.';
