-- what these articles are, without their texts
select * exclude (text) from article where article_id in (select unnest($article_ids::varchar[])) order by article_id;
