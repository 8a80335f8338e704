-- an alert that was raised before keeps its time: it is not news again
update staged_alert
set raised_at = known.raised_at
from alert known
where known.alert_id = staged_alert.alert_id;
