-- evidence that is not in the text: substring counts code points, as Python does (tested with astral signs)
with astray as (
    select 'mention' as tab, m.mention_id as id
    from mention m
    join article a using (article_id)
    where m."start" < 0
       or m.stop <= m."start"
       or substring(a.text, m."start" + 1, m.stop - m."start") is distinct from m.quote
    union all
    select 'event_transition', t.event_id
    from event_transition t
    join article a using (article_id)
    where not contains(a.text, t.quote)
    union all
    select 'event', e.event_id
    from event e
    where not exists (
        from event_mention em join mention m using (mention_id) where em.event_id = e.event_id and m.quote = e.quote
    )
    union all
    select 'control_ledger', l.line_id
    from control_ledger l
    join article a using (article_id)
    where not contains(a.text, l.quote)
    union all
    select 'alert', l.alert_id from alert l join article a using (article_id) where not contains(a.text, l.quote)
)
select format('{} {} quotes what its article does not say there', tab, id) as fault
from astray
order by fault;
