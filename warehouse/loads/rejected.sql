-- failed again: one more try, the last reason and time, the first time kept
merge into rejected
using (from staged_rejected qualify row_number() over (partition by rejected_id order by rowid desc) = 1) as fresh
using (rejected_id)
when matched then update set
    source = fresh.source,
    name = fresh.name,
    code = fresh.code,
    detail = fresh.detail,
    last_seen = fresh.last_seen,
    tries = rejected.tries + 1
when not matched then insert by name;
