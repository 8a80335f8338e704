-- make the alerts of these scopes equal to what was staged; rows that stay the same are not touched
delete from alert
where scope in (select scope from staged_scope)
  and alert_id not in (select alert_id from staged_alert);
merge into alert
using staged_alert as fresh
using (alert_id)
when matched and alert is distinct from fresh then update by name
when not matched then insert by name;
