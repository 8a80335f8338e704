-- append what is new or changed in these scopes, and that a line is withdrawn; nothing is changed or deleted
insert into control_ledger by name
with latest as (
    from control_ledger
    where scope in (select scope from staged_scope)
    qualify row_number() over (partition by line_id order by entry desc) = 1
),
changed as (
    select * exclude (entry, recorded_at) from staged_control_ledger
    except
    select * exclude (entry, recorded_at) from latest
),
gone as (
    from latest
    where not withdrawn and line_id not in (select line_id from staged_control_ledger)
),
fresh as (
    select * exclude (withdrawn), false as withdrawn from changed
    union all by name
    select * exclude (entry, recorded_at, withdrawn), true as withdrawn from gone
)
select
    fresh.*,
    (select coalesce(max(entry), 0) from control_ledger) + row_number() over (order by known_since, line_id) as entry,
    (select any_value(now) from staged_scope) as recorded_at
from fresh;
