-- make the alerts of these scopes equal to what was staged; what was told stays, marked as withdrawn
delete from alert
where scope in (select scope from staged_scope)
  and alert_id not in (select alert_id from staged_alert)
  and alert_id not in (select alert_id from delivery where attempts > 0 or claimed_until is not null);
update alert
set withdrawn_at = (select any_value(now) from staged_scope)
where scope in (select scope from staged_scope)
  and alert_id not in (select alert_id from staged_alert)
  and withdrawn_at is null;
update alert
set superseded_by = fresh.alert_id
from staged_alert fresh
where alert.scope in (select scope from staged_scope)
  and alert.withdrawn_at is not null
  and (fresh.thread_id, fresh.article_id) = (alert.thread_id, alert.article_id)
  and (fresh.kind in ('corroborated', 'denied')) = (alert.kind in ('corroborated', 'denied'))
  and alert.superseded_by is distinct from fresh.alert_id;
delete from alert
where rowid in (select known_row from known_alert semi join changed_alert using (alert_id));
insert into alert from changed_alert;
