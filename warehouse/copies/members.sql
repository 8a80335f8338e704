-- all articles of the groups that these pairs touch; is_loose: it has to find its group anew
with pair as (
    select unnest([one, other]) as article_id from copy_pair
    union all
    select article_id from copy_probe
)
select c.*, a.published, c.article_id in (select article_id from copy_probe) as is_loose
from article_copy c
join article a using (article_id)
where c.copy_group in (select copy_group from article_copy semi join pair using (article_id))
order by c.article_id;
