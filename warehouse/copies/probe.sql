-- the texts to compare with all: the fresh ones, and what was grouped with the former text of one of them
create or replace temp table copy_probe as
with loosened as (
    select distinct c.copy_group
    from copy_fresh f join article a using (seq) join article_copy c using (article_id)
)
select a.seq, a.article_id from article_copy c semi join loosened using (copy_group) join article a using (article_id)
union
select a.seq, a.article_id from copy_fresh f join article a using (seq);
