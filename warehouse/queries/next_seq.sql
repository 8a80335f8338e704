-- the order number of the next text to arrive
select greatest(
    (select coalesce(max(seq), 0) from article), (select coalesce(max(seq), 0) from article_version)
) + 1 as seq;
