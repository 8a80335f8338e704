-- the newest state counts: the last row of a batch replaces what was known of the run
merge into run
using (from staged_run qualify row_number() over (partition by run_id order by rowid desc) = 1) as fresh
using (run_id)
when matched then update by name
when not matched then insert by name;
