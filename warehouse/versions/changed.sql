-- the articles of which another text has come
create or replace temp table staged_changed as
select distinct unnest($article_ids::varchar[]) as article_id;
