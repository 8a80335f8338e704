-- the latest runs, newest first
select
    run_id, started_at, ended_at, sources, read, new, updated, duplicate, rejected, events_new, events_updated, alerts,
    not_read, reread
from run
order by started_at desc, run_id
limit $count::bigint;
