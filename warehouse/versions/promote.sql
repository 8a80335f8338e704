-- the last text of each is the one that counts
insert into article by name
select * exclude (retired_at) from article_version semi join staged_changed using (article_id) where retired_at is null;
insert into mention by name
select r.* exclude (seq) replace (split_part(r.mention_id, '~', 1) as mention_id)
from retired_mention r semi join article using (article_id, seq);
delete from retired_mention where seq in (select seq from article semi join staged_changed using (article_id));
delete from article_version where retired_at is null and article_id in (select article_id from staged_changed);
-- a former text is compared with nothing any more
delete from copy_band where seq in (select seq from article_version semi join staged_changed using (article_id));
delete from copy_sketch where seq in (select seq from article_version semi join staged_changed using (article_id));
drop table staged_changed;
