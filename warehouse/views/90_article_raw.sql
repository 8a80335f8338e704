-- where the bytes of each text of each article stand
create or replace view article_raw as
with version as (
    select article_id, version, text_hash, title, url from article
    union all
    select article_id, version, text_hash, title, url from article_version
)
select
    v.article_id, v.version, v.title, v.url, r.asked, r.fetched_at, r.status, r.media_type, r.size,
    r.digest, r.file, r."offset", r.gone_at, r.record_id
from version v
join raw r using (article_id, text_hash);
comment on view article_raw is 'One row per text of an article and answer that it was read from: where its bytes stand in the raw archive.';
comment on column article_raw.article_id is 'The article, see table article.';
comment on column article_raw.version is 'Which text of it, see article.version and article_version.version.';
comment on column article_raw.title is 'Headline of that text.';
comment on column article_raw.url is 'Address of the article; null: not known.';
comment on column article_raw.asked is 'The address that was asked for, or the name of a feed entry without a page.';
comment on column article_raw.fetched_at is 'When it was fetched (instant, shown in UTC).';
comment on column article_raw.status is 'HTTP status; null: the text of a feed entry.';
comment on column article_raw.media_type is 'Type as the server said it, lower case; empty: it said none.';
comment on column article_raw.size is 'Bytes of the decoded body.';
comment on column article_raw.digest is 'sha256: and the hash of the decoded body in hexadecimal digits.';
comment on column article_raw.file is 'The file in the archive''s folder that holds the bytes.';
comment on column article_raw."offset" is 'Where the gzip member with the bytes begins in that file.';
comment on column article_raw.gone_at is 'When the file was first missed (instant, shown in UTC); null: the bytes are there.';
comment on column article_raw.record_id is 'WARC-Record-ID of the answer, see table raw.';
