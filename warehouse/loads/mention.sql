-- insert only: a known mention stays as it is; the first row of a batch counts
merge into mention
using (from staged_mention qualify row_number() over (partition by mention_id order by rowid) = 1) as fresh
using (mention_id)
when not matched then insert by name;
