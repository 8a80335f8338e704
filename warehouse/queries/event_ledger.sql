-- what an event changed in the control of its province, oldest first
select
    line_id, admin1, country, place, holder, prior_holder, change, since, since_end, known_since, basis, method, assertion,
    roots, quote, article_id, entry, recorded_at
from control_line
where event_id = $event_id::varchar
order by known_since, line_id;
