-- what was rejected and has been read now: the row stays as history, and is open no more
update rejected
set resolved_at = $now::timestamptz, article_id = came.article_id
from (select unnest($names::varchar[]) as name, unnest($article_ids::varchar[]) as article_id) came
where rejected.name = came.name and rejected.resolved_at is null;
