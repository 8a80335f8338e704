-- every scope that mentions or what was worked out from them belong to
select scope_of(admin1, country, type, coalesce(date_start, date_end, published::date)) as scope
from mention_version
union
select scope from event
union
select scope from control_ledger
union
select scope from alert
order by scope;
