-- where the bytes of documents stand, and one rejected row a document with what it takes to read it again
create table raw (
    record_id varchar not null,
    article_id varchar,
    text_hash varchar,
    rejected_id varchar,
    asked varchar not null,
    url varchar not null,
    status bigint,
    media_type varchar not null,
    fetched_at timestamptz not null,
    digest varchar not null,
    size bigint not null,
    file varchar not null,
    "offset" bigint not null,
    gone_at timestamptz
);
comment on table raw is 'One row per document of the net whose bytes are in the raw archive: where they stand, and what became of them.';
comment on column raw.record_id is 'WARC-Record-ID of the answer.';
comment on column raw.article_id is 'The article that was read out of them, see table article; null: rejected.';
comment on column raw.text_hash is 'Hash of the text that was read out of them: which version of the article; null: rejected.';
comment on column raw.rejected_id is 'The row of table rejected; null: it became an article.';
comment on column raw.asked is 'The address that was asked for, or the name of a feed entry without a page.';
comment on column raw.url is 'Where it was found after all redirects.';
comment on column raw.status is 'HTTP status; null: the text of a feed entry.';
comment on column raw.media_type is 'Type as the server said it, lower case; empty: it said none.';
comment on column raw.fetched_at is 'When it was fetched (instant, shown in UTC).';
comment on column raw.digest is 'sha256: and the hash of the decoded body in hexadecimal digits.';
comment on column raw.size is 'Bytes of the decoded body.';
comment on column raw.file is 'The file in the archive''s folder that holds the bytes: of equal bodies only the first is stored.';
comment on column raw."offset" is 'Where the gzip member with the bytes begins in that file.';
comment on column raw.gone_at is 'When the file was first missed, for age or size (instant, shown in UTC); null: the bytes are there.';

-- One row a document: before, each reason made a row of its own.
create temp table one_each as
select
    left(sha256(source || chr(31) || name), 16) as rejected_id,
    source,
    name,
    arg_max(code, last_seen) as code,
    arg_max(detail, last_seen) as detail,
    min(first_seen) as first_seen,
    max(last_seen) as last_seen,
    sum(tries)::bigint as tries
from rejected
group by source, name;
drop table rejected;
create table rejected (
    rejected_id varchar not null,
    source varchar not null,
    name varchar not null,
    code varchar not null,
    detail varchar,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    tries bigint not null,
    item_id varchar,
    known varchar,
    record_id varchar,
    resolved_at timestamptz,
    article_id varchar
);
insert into rejected by name from one_each;
drop table one_each;
comment on table rejected is 'One row per document or source that could not be read, and why; resolved_at tells those that were read later.';
comment on column rejected.rejected_id is 'Stable id of what was rejected.';
comment on column rejected.source is 'The file, folder or feed that was asked for.';
comment on column rejected.name is 'The document in it: path, path:line or address.';
comment on column rejected.code is 'Why, in one word, at the last try.';
comment on column rejected.detail is 'Why, in a sentence, at the last try; null: nothing more is known.';
comment on column rejected.first_seen is 'When it first failed (instant, shown in UTC).';
comment on column rejected.last_seen is 'When it last failed (instant, shown in UTC).';
comment on column rejected.tries is 'How often it has failed.';
comment on column rejected.item_id is 'The feed''s own id of the entry; null: no entry of a feed.';
comment on column rejected.known is 'What was known of it beside its bytes, as JSON: enough to read it again; null: nothing.';
comment on column rejected.record_id is 'Its bytes, see table raw; null: none were had.';
comment on column rejected.resolved_at is 'When it was read after all (instant, shown in UTC); null: still rejected.';
comment on column rejected.article_id is 'The article that came of it; null: none, or it was a source.';
