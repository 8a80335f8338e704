-- what replacing these scopes will change, counted before it is done
select
    (select count(*) from changed_event anti join known_event using (event_id)),
    (select count(*) from changed_event semi join known_event using (event_id)),
    (select count(*) from known_event anti join staged_event using (event_id)),
    (select count(*) from staged_alert s anti join alert a using (alert_id));
