-- how much each outlet has brought
create or replace view articles_per_outlet as
with told as (
    select article_id, count(*) as mentions from mention group by article_id
)
select
    a.outlet,
    count(*) as articles,
    coalesce(sum(t.mentions), 0)::bigint as mentions,
    min(a.published) as first_published,
    max(a.published) as last_published
from article a
left join told t on t.article_id = a.article_id
group by a.outlet
order by articles desc, a.outlet;
comment on view articles_per_outlet is 'One row per outlet: how many articles and mentions it has brought.';
comment on column articles_per_outlet.outlet is 'The outlet; null: articles whose outlet is not known.';
comment on column articles_per_outlet.articles is 'Articles loaded.';
comment on column articles_per_outlet.mentions is 'Mentions found in them.';
comment on column articles_per_outlet.first_published is 'Publication of the earliest (instant, shown in UTC); null: none is dated.';
comment on column articles_per_outlet.last_published is 'Publication of the latest (instant, shown in UTC); null: none is dated.';
