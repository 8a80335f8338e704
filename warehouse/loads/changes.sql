-- what replacing these scopes will change, counted before it is done
select
    (select count(*) from staged_event s anti join event e using (event_id)),
    (select count(*) from event e join staged_event s using (event_id) where e is distinct from s),
    (select count(*) from event e semi join staged_scope using (scope) where e.event_id not in (select event_id from staged_event)),
    (select count(*) from staged_alert s anti join alert a using (alert_id));
