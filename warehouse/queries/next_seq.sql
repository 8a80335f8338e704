-- the order number of the next article to arrive
select coalesce(max(seq), 0) + 1 as seq from article;
