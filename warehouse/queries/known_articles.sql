-- the stored articles that share an id, an address or a text with some candidates: what identifies them
select article_id, url, outlet, text_hash, read_url, (
    select coalesce(list(v.text_hash), []) from article_version v where v.article_id = a.article_id
) as former
from article a
where article_id in (select unnest($article_ids::varchar[]))
   or url in (select unnest($urls::varchar[]))
   or text_hash in (select unnest($text_hashes::varchar[]))
order by seq;
