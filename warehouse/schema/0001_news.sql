-- the news side: articles and what they say, places, sources, what could not be read, runs
create table article (
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
    run_id varchar
);
comment on table article is 'One row per article text that was loaded; never changed afterwards.';
comment on column article.article_id is 'Stable id of the article: the id that came with it, else a hash.';
comment on column article.url is 'Address of the article; null: not known (a local file).';
comment on column article.outlet is 'Who published it, as named by the source or the page; null: not known.';
comment on column article.title is 'Headline as plain text; empty where there was none.';
comment on column article.text is 'Full plain text; mention.start and mention.stop count its characters (Unicode code points, from 0).';
comment on column article.published is 'When the outlet published it (instant, shown in UTC); null: not stated, never guessed.';
comment on column article.language is 'ISO 639-1 code of the text; null: not known.';
comment on column article.source is 'The file, folder or feed it was read from.';
comment on column article.text_hash is 'Hash of the text; equal for texts that differ in white space only.';
comment on column article.seq is 'Order of arrival, from 1 upwards; breaks ties between articles published at the same instant.';
comment on column article.loaded_at is 'When it was loaded (instant, shown in UTC).';
comment on column article.run_id is 'The run that loaded it, see table run; null: loaded outside a run.';

create table mention (
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
    quantities struct(what varchar, low bigint, high bigint, op varchar, unit varchar, quote varchar)[],
    sources struct(name varchar, kind varchar, quote varchar)[],
    root_source varchar,
    "start" bigint not null,
    stop bigint not null,
    quote varchar not null,
    pattern varchar not null,
    extractor varchar not null,
    confidence double,
    seat boolean not null
);
comment on table mention is 'One row per event as one passage of one article tells it; quote is the evidence, word for word.';
comment on column mention.article_id is 'The article that says it, see table article.';
comment on column mention.mention_id is 'Stable id of the mention.';
comment on column mention.type is 'Event type, such as territory_captured.';
comment on column mention.modality is 'actual, background (history, older than 14 days), planned, hypothetical or negated.';
comment on column mention.assertion is 'reported, confirmed, claimed, contested or denied: who stands behind the statement.';
comment on column mention.actor is 'Canonical name of the one who gains, acts or speaks; null: not said.';
comment on column mention.actor_text is 'The words of the text for the actor; null: not said.';
comment on column mention.target is 'Canonical name of the other side: who lost the place or was attacked; null: not said.';
comment on column mention.target_text is 'The words of the text for the target; null: not said.';
comment on column mention.place is 'Usual English name of the place; null: no place.';
comment on column mention.place_text is 'The words of the text for the place; null: no place.';
comment on column mention.place_kind is 'city, district, province, country, base, crossing or other; null: no place.';
comment on column mention.place_id is 'GeoNames id of the place; null: not in the gazetteer.';
comment on column mention.admin1 is 'ISO 3166-2 code of the province (AF-NAN), gn:CODE where ISO has none; null: not placed.';
comment on column mention.country is 'ISO 3166-1 alpha-2 code of the country; null: not placed.';
comment on column mention.lat is 'Latitude in degrees north, WGS 84; null: not placed.';
comment on column mention.lon is 'Longitude in degrees east, WGS 84; null: not placed.';
comment on column mention.date_start is 'First possible day of the event (local day, inclusive); null: not said.';
comment on column mention.date_end is 'Last possible day of the event (local day, inclusive); null: not said or open.';
comment on column mention.date_precision is 'day, week, month, year or unknown.';
comment on column mention.method is 'For territory: fought, without_fight, handover or unknown.';
comment on column mention.extent is 'For territory: full, partial or unknown.';
comment on column mention.quantities is 'Not filled yet. Numbers said of the event: what, low, high (null: no upper bound), op, unit, quote.';
comment on column mention.sources is 'Attribution chain, outermost first: name, kind, quote.';
comment on column mention.root_source is 'Who gathered it: agency or outlet, claim:ACTOR for one side''s word; null: not known.';
comment on column mention."start" is 'First character of the quote in article.text, counted in code points from 0.';
comment on column mention.stop is 'One after the last character of the quote in article.text.';
comment on column mention.quote is 'The evidence: article.text from start to stop, word for word.';
comment on column mention.pattern is 'Id of the rule that matched.';
comment on column mention.extractor is 'Name and version of the reader.';
comment on column mention.confidence is 'How sure both readers together are of it, 0 to 1; null: not measured.';
comment on column mention.seat is 'true: the place is the capital of its province.';

create table place (
    place_id varchar not null,
    name varchar not null,
    kind varchar not null,
    admin1 varchar,
    admin1_name varchar,
    country varchar,
    lat double,
    lon double,
    seat boolean not null
);
comment on table place is 'One row per place of the gazetteer that some article named, or that is the province of one.';
comment on column place.place_id is 'GeoNames id, or the gazetteer''s own id.';
comment on column place.name is 'Usual English name.';
comment on column place.kind is 'city, district, province, country, base, crossing or other.';
comment on column place.admin1 is 'ISO 3166-2 code of its province, gn:CODE where ISO has none; null: none.';
comment on column place.admin1_name is 'Usual English name of its province; null: none or not known.';
comment on column place.country is 'ISO 3166-1 alpha-2 code; null: not known.';
comment on column place.lat is 'Latitude in degrees north, WGS 84; null: not known.';
comment on column place.lon is 'Longitude in degrees east, WGS 84; null: not known.';
comment on column place.seat is 'true: capital of its province.';

create table source (
    url varchar not null,
    kind varchar not null,
    outlet varchar,
    etag varchar,
    last_modified varchar,
    last_status integer,
    last_read_at timestamptz
);
comment on table source is 'One row per feed or page that is read again and again: what to send with the next conditional request.';
comment on column source.url is 'Address as configured; the key.';
comment on column source.kind is 'feed or page.';
comment on column source.outlet is 'Outlet that it belongs to; null: not known.';
comment on column source.etag is 'ETag of the last full answer; null: none was sent.';
comment on column source.last_modified is 'Last-Modified header of the last full answer, as sent; null: none was sent.';
comment on column source.last_status is 'HTTP status of the last read; null: no answer.';
comment on column source.last_read_at is 'When it was last read (instant, shown in UTC); null: never.';

create table feed_item (
    source varchar not null,
    item_id varchar not null,
    article_id varchar
);
comment on table feed_item is 'One row per feed entry that was dealt with, so that it is not read twice.';
comment on column feed_item.source is 'Address of the feed, see table source.';
comment on column feed_item.item_id is 'The feed''s own id of the entry.';
comment on column feed_item.article_id is 'The article it led to; null: a duplicate or rejected.';

create table rejected (
    rejected_id varchar not null,
    source varchar not null,
    name varchar not null,
    code varchar not null,
    detail varchar,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    tries bigint not null
);
comment on table rejected is 'One row per document or source that could not be read, and why.';
comment on column rejected.rejected_id is 'Stable id of what was rejected and why.';
comment on column rejected.source is 'The file, folder or feed that was asked for.';
comment on column rejected.name is 'The document in it: path, path:line or address.';
comment on column rejected.code is 'Why, in one word.';
comment on column rejected.detail is 'Why, in a sentence; null: nothing more is known.';
comment on column rejected.first_seen is 'When it first failed (instant, shown in UTC).';
comment on column rejected.last_seen is 'When it last failed (instant, shown in UTC).';
comment on column rejected.tries is 'How often it has failed.';

create table run (
    run_id varchar not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    sources varchar[],
    read bigint,
    new bigint,
    duplicate bigint,
    rejected bigint,
    events_new bigint,
    events_updated bigint,
    alerts bigint
);
comment on table run is 'One row per run of the pipeline, with what it did.';
comment on column run.run_id is 'Id of the run.';
comment on column run.started_at is 'When it started (instant, shown in UTC).';
comment on column run.ended_at is 'When it ended (instant, shown in UTC); null: still running, or it was cut off.';
comment on column run.sources is 'The sources it was asked to read.';
comment on column run.read is 'Documents read; null: not ended.';
comment on column run.new is 'Documents that became new articles; null: not ended.';
comment on column run.duplicate is 'Documents that were known already; null: not ended.';
comment on column run.rejected is 'Documents and sources that could not be read; null: not ended.';
comment on column run.events_new is 'Events told for the first time; null: not ended.';
comment on column run.events_updated is 'Events of which something changed; null: not ended.';
comment on column run.alerts is 'Alerts raised; null: not ended.';
