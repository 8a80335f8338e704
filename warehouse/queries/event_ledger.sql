-- what an event changed in the control of its province, oldest first
select line_id, admin1, country, place, holder, prior_holder, change, since, known_since, basis, method, assertion, quote
from control_ledger
where event_id = $event_id::varchar
order by known_since, line_id;
