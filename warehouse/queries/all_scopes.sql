-- every scope that mentions or what was worked out from them belong to
select coalesce(admin1, country, 'unplaced') as scope from mention
union
select scope from event
union
select scope from control_ledger
union
select scope from alert
order by scope;
