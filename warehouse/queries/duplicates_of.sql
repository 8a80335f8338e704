-- which candidates are stored already: same id, same address, or same text by the same or an unknown outlet
with candidate as (
    select
        unnest($article_ids::varchar[]) as article_id,
        unnest($urls::varchar[]) as url,
        unnest($text_hashes::varchar[]) as text_hash,
        unnest($outlets::varchar[]) as outlet
),
-- three joins by equality, since one join with "or" would compare every pair
found as (
    select c.article_id, a.article_id as known_id, 1 as rank, 'id' as reason, a.seq
    from candidate c join article a on a.article_id = c.article_id
    union all
    select c.article_id, a.article_id, 2, 'url', a.seq
    from candidate c join article a on a.url = c.url
    union all
    select c.article_id, a.article_id, 3, 'text', a.seq
    from candidate c join article a on a.text_hash = c.text_hash
    where a.outlet is null or c.outlet is null or a.outlet = c.outlet
)
select article_id, known_id, reason
from found
qualify row_number() over (partition by article_id order by rank, seq) = 1
order by article_id;
