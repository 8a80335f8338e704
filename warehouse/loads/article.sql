-- insert only: a known article stays as it is; the first row of a batch counts
merge into article
using (from staged_article qualify row_number() over (partition by article_id order by rowid) = 1) as fresh
using (article_id)
when not matched then insert by name;
