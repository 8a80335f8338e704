-- the entries of these feeds that were dealt with
select source, item_id, article_id, fingerprint
from feed_item
where source in (select unnest($urls::varchar[]))
order by source, item_id;
