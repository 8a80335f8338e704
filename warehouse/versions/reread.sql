-- these articles have been read after all
update article set reading = 'read' where article_id in (select unnest($article_ids::varchar[]));
