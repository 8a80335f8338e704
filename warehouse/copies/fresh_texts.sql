-- what there is to know of the articles that are sketched now
select a.article_id, a.outlet, a.text, a.published
from article a semi join copy_fresh using (seq)
order by a.seq;
