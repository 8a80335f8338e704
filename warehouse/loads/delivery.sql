-- the newest state counts: the last row of a batch replaces what was known of the delivery
merge into delivery
using (from staged_delivery qualify row_number() over (partition by alert_id, channel order by rowid desc) = 1) as fresh
using (alert_id, channel)
when matched then update by name
when not matched then insert by name;
