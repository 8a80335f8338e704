-- the newest state counts: the last row of a batch replaces what was known of the source
merge into source
using (from staged_source qualify row_number() over (partition by url order by rowid desc) = 1) as fresh
using (url)
when matched then update by name
when not matched then insert by name;
