-- insert only, save that an entry without an article may get one
merge into feed_item
using (from staged_feed_item qualify row_number() over (partition by source, item_id order by rowid desc) = 1) as fresh
using (source, item_id)
when matched and feed_item.article_id is null and fresh.article_id is not null then update by name
when not matched then insert by name;
