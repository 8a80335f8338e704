-- an entry keeps its article; one without may get one, and each has the fingerprint that it was last settled with
merge into feed_item
using (from staged_feed_item qualify row_number() over (partition by source, item_id order by rowid desc) = 1) as fresh
using (source, item_id)
when matched and (
    feed_item.article_id is null and fresh.article_id is not null
    or fresh.fingerprint is not null and fresh.fingerprint is distinct from feed_item.fingerprint
) then update set
    article_id = coalesce(feed_item.article_id, fresh.article_id),
    fingerprint = coalesce(fresh.fingerprint, feed_item.fingerprint)
when not matched then insert by name;
