-- the current texts of these articles and their mentions become versions like the others
insert into article_version by name
select *, null::timestamptz as retired_at from article semi join staged_changed using (article_id);
insert into retired_mention by name
select m.* replace (m.mention_id || '~' || a.text_hash as mention_id), a.seq
from mention m join article a using (article_id) semi join staged_changed using (article_id);
delete from mention where article_id in (select article_id from staged_changed);
delete from article where article_id in (select article_id from staged_changed);
