-- what is known of the outlet of each article: its own name, with country and weight of the feed that brought it
create or replace view article_source as
select
    a.article_id,
    coalesce(a.outlet, s.outlet) as outlet,
    a.source,
    s.kind,
    s.country,
    s.weight
from article a
left join source s on s.url = a.source;
comment on view article_source is 'One row per article: its outlet, with what the configuration says of the feed that brought it.';
comment on column article_source.article_id is 'The article, see table article.';
comment on column article_source.outlet is 'Who published it; null: not known.';
comment on column article_source.source is 'The file, folder or feed it was read from.';
comment on column article_source.kind is 'feed, sitemap or page; null: no feed brought it.';
comment on column article_source.country is 'ISO 3166-1 alpha-2 code of the country of the outlet; null: not configured.';
comment on column article_source.weight is 'How much the outlet counts beside others; null: not configured.';
