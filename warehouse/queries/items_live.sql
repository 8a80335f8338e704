-- the entries of these feeds that led to a live blog which has had a post since then: it may go on
with going as (
    select part_of from article where part_of is not null group by part_of having max(loaded_at) > $since::timestamptz
)
select i.source, i.item_id
from feed_item i
join article a using (article_id)
join going g on g.part_of = a.part_of
where i.source in (select unnest($urls::varchar[]))
order by i.source, i.item_id;
