-- the newest state counts: the last row of a batch replaces what was known of the article
merge into article_copy
using (from staged_article_copy qualify row_number() over (partition by article_id order by rowid desc) = 1) as fresh
using (article_id)
when matched then update by name
when not matched then insert by name;
