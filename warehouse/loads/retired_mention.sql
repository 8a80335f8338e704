-- insert only: a version is never changed by what comes later, save that it is counted anew
merge into retired_mention
using staged_retired_mention as fresh
using (mention_id)
when not matched then insert by name;
