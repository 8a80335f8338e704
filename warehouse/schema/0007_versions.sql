-- texts that were changed after they were loaded, with what they said: kept, but no longer told
alter table article add column version bigint default 1;
update article set version = 1;
alter table article alter column version set not null;
comment on table article is 'One row per article, with the text that it has now; its former texts stand in article_version.';
comment on column article.version is 'Counts the texts that the article has had, from 1.';

create table article_version (
    article_id varchar not null,
    url varchar,
    outlet varchar,
    title varchar not null,
    text varchar not null,
    published timestamptz,
    language varchar,
    source varchar,
    text_hash varchar not null,
    seq bigint not null,
    loaded_at timestamptz not null,
    run_id varchar,
    version bigint not null,
    retired_at timestamptz
);
comment on table article_version is 'One row per former text of an article that was corrected or edited; the current text stands in article.';
comment on column article_version.article_id is 'The article, see table article.';
comment on column article_version.url is 'Address of the article; null: not known (a local file).';
comment on column article_version.outlet is 'Who published it, as named by the source or the page; null: not known.';
comment on column article_version.title is 'Headline as plain text; empty where there was none.';
comment on column article_version.text is 'Full plain text; mention.start and mention.stop count its characters (Unicode code points, from 0).';
comment on column article_version.published is 'When the outlet published this version (instant, shown in UTC); null: not stated.';
comment on column article_version.language is 'ISO 639-1 code of the text; null: not known.';
comment on column article_version.source is 'The file, folder or feed it was read from.';
comment on column article_version.text_hash is 'Hash of the text; equal for texts that differ in white space only.';
comment on column article_version.seq is 'Order of arrival, counted together with article.seq; names the version.';
comment on column article_version.loaded_at is 'When this version was loaded (instant, shown in UTC).';
comment on column article_version.run_id is 'The run that loaded it, see table run; null: loaded outside a run.';
comment on column article_version.version is 'Counts the texts of the article, from 1.';
comment on column article_version.retired_at is 'When the next version took its place: its publication where that is later, else its arrival (instant, shown in UTC).';

create table retired_mention (
    article_id varchar not null,
    mention_id varchar not null,
    type varchar not null,
    modality varchar not null,
    assertion varchar not null,
    actor varchar,
    actor_text varchar,
    target varchar,
    target_text varchar,
    place varchar,
    place_text varchar,
    place_kind varchar,
    place_id varchar,
    admin1 varchar,
    country varchar,
    lat double,
    lon double,
    date_start date,
    date_end date,
    date_precision varchar not null,
    method varchar not null,
    extent varchar not null,
    quantities struct(what varchar, low bigint, high bigint, op varchar, unit varchar, quote varchar, denominator bigint, period varchar, ambiguous boolean)[],
    sources struct(name varchar, kind varchar, quote varchar)[],
    root_source varchar,
    "start" bigint not null,
    stop bigint not null,
    quote varchar not null,
    pattern varchar not null,
    extractor varchar not null,
    confidence double,
    seat boolean not null,
    seq bigint not null,
    detail varchar,
    content varchar
);
comment on table retired_mention is 'One row per mention of a former text of an article: kept as evidence of what was told, and not counted any more.';
comment on column retired_mention.article_id is 'The article that said it, see table article_version.';
comment on column retired_mention.mention_id is 'The id that it had in table mention, then ~ and the seq of its version.';
comment on column retired_mention.type is 'Event type, such as territory_captured.';
comment on column retired_mention.modality is 'actual, background (history, older than 14 days), planned, hypothetical or negated.';
comment on column retired_mention.assertion is 'reported, confirmed, claimed, contested or denied: who stands behind the statement.';
comment on column retired_mention.actor is 'Canonical name of the one who gains, acts or speaks; null: not said.';
comment on column retired_mention.actor_text is 'The words of the text for the actor; null: not said.';
comment on column retired_mention.target is 'Canonical name of the other side: who lost the place or was attacked; null: not said.';
comment on column retired_mention.target_text is 'The words of the text for the target; null: not said.';
comment on column retired_mention.place is 'Usual English name of the place; null: no place.';
comment on column retired_mention.place_text is 'The words of the text for the place; null: no place.';
comment on column retired_mention.place_kind is 'city, district, province, country, base, crossing or other; null: no place.';
comment on column retired_mention.place_id is 'GeoNames id of the place; null: not in the gazetteer.';
comment on column retired_mention.admin1 is 'ISO 3166-2 code of the province (AF-NAN), gn:CODE where ISO has none; null: not placed.';
comment on column retired_mention.country is 'ISO 3166-1 alpha-2 code of the country; null: not placed.';
comment on column retired_mention.lat is 'Latitude in degrees north, WGS 84; null: not placed.';
comment on column retired_mention.lon is 'Longitude in degrees east, WGS 84; null: not placed.';
comment on column retired_mention.date_start is 'First possible day of the event (local day, inclusive); null: not said.';
comment on column retired_mention.date_end is 'Last possible day of the event (local day, inclusive); null: not said or open.';
comment on column retired_mention.date_precision is 'day, week, month, year or unknown.';
comment on column retired_mention.method is 'For territory: fought, without_fight, handover or unknown.';
comment on column retired_mention.extent is 'For territory: full, partial or unknown.';
comment on column retired_mention.quantities is 'Not filled yet. Numbers said of the event: what, low, high (null: no upper bound), op, unit, quote.';
comment on column retired_mention.sources is 'Attribution chain, outermost first: name, kind, quote.';
comment on column retired_mention.root_source is 'Who gathered it: agency or outlet, claim:ACTOR for one side''s word; null: not known.';
comment on column retired_mention."start" is 'First character of the quote in article_version.text, counted in code points from 0.';
comment on column retired_mention.stop is 'One after the last character of the quote in article_version.text.';
comment on column retired_mention.quote is 'The evidence: article_version.text from start to stop, word for word.';
comment on column retired_mention.pattern is 'Id of the rule that matched.';
comment on column retired_mention.extractor is 'Name and version of the reader.';
comment on column retired_mention.confidence is 'How sure both readers together are of it, 0 to 1; null: not measured.';
comment on column retired_mention.seat is 'true: the place is the capital of its province.';
comment on column retired_mention.detail is 'The sub-field of the type, as in mention.';
comment on column retired_mention.content is 'The words said, agreed or given, as in mention.';
comment on column retired_mention.seq is 'The version that said it, see article_version.seq.';

alter table event add column retracted_at timestamptz;
comment on column event.retracted_at is 'When the last article that told it took it back (instant, shown in UTC); null: it stands.';
alter table alert add column reason varchar;
comment on column alert.reason is 'Why it was denied: retracted (the article that told it was changed); null: somebody denied it, or it is no denial.';
alter table run add column updated bigint;
comment on column run.updated is 'Documents that brought a changed text of a known article; null: not ended.';
