-- failed again: one more try, the last reason and time, the first time kept
merge into rejected
using (from staged_rejected qualify row_number() over (partition by rejected_id order by rowid desc) = 1) as fresh
using (rejected_id)
when matched then update set
    source = fresh.source,
    name = fresh.name,
    -- not asked is no new reason: why it could not be read stays told
    code = case when fresh.code in ('not_due', 'disabled') and rejected.resolved_at is null then rejected.code else fresh.code end,
    detail = case when fresh.code in ('not_due', 'disabled') and rejected.resolved_at is null then rejected.detail else fresh.detail end,
    last_seen = fresh.last_seen,
    tries = rejected.tries + 1,
    item_id = coalesce(fresh.item_id, rejected.item_id),
    known = coalesce(fresh.known, rejected.known),
    record_id = coalesce(fresh.record_id, rejected.record_id),
    resolved_at = null,
    article_id = null
when not matched then insert by name;
