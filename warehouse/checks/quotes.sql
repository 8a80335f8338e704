-- evidence that is not in the text: substring counts code points, as Python does (tested with astral signs)
with version as (
    select article_id, seq, text from article
    union all
    select article_id, seq, text from article_version
),
passage as (
    select 'mention' as tab, m.mention_id as id, m."start", m.stop, m.quote, a.text
    from mention m join article a using (article_id)
    union all
    select 'retired_mention', m.mention_id, m."start", m.stop, m.quote, v.text
    from retired_mention m join article_version v using (article_id, seq)
),
-- what people were told stays, also where the article has another text by now
told as (
    select 'event_transition' as tab, event_id as id, article_id, quote from event_transition
    union all
    select 'control_ledger', line_id, article_id, quote from control_ledger
    union all
    select 'alert', alert_id, article_id, quote from alert
),
astray as (
    select tab, id
    from passage
    where "start" < 0 or stop <= "start" or substring(text, "start" + 1, stop - "start") is distinct from quote
    union all
    select tab, id from told join version using (article_id) group by all having not bool_or(contains(text, quote))
    union all
    select 'event', event_id from event
    where not exists (
        from event_mention em join mention_version m using (mention_id)
        where em.event_id = event.event_id and m.quote = event.quote
    )
)
select format('{} {} quotes what its article does not say there', tab, id) as fault
from astray
order by fault;
