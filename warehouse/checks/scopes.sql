-- rows that stand in another scope than their event
select format('{} {} is of scope {}, its event of scope {}', tab, id, scope, event_scope) as fault
from (
    select 'event_mention' as tab, x.mention_id as id, x.scope, e.scope as event_scope
    from event_mention x join event e using (event_id)
    union all
    select 'event_transition', x.event_id, x.scope, e.scope from event_transition x join event e using (event_id)
    union all
    select 'event_refusal', x.event_id, x.scope, e.scope from event_refusal x join event e using (event_id)
    union all
    select 'control_ledger', x.line_id, x.scope, e.scope from control_line x join event e using (event_id)
    union all
    select 'alert', x.alert_id, x.scope, e.scope from alert x join event e using (event_id) where x.withdrawn_at is null
)
where scope is distinct from event_scope
order by fault;
