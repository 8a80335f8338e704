-- former mentions are named by the text that says them: an order number depends on what arrived first
update retired_mention
set mention_id = split_part(mention_id, '~', 1) || '~' || article_version.text_hash
from article_version
where article_version.article_id = retired_mention.article_id and article_version.seq = retired_mention.seq;
update event_mention
set mention_id = retired_mention.mention_id
from retired_mention
where retired_mention.article_id = event_mention.article_id
  and event_mention.mention_id = split_part(retired_mention.mention_id, '~', 1) || '~' || retired_mention.seq;
comment on column retired_mention.mention_id is 'The id that it had in table mention, then ~ and the text_hash of its version.';
