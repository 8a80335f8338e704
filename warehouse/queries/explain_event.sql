-- every mention behind an event, in the order in which they were published
select
    em.event_id, em.mention_id, em.article_id, em.reason, m.type, m.modality, m.assertion, m.actor, m.target, m.place,
    m.place_text, m.method, m.extent, m.date_start, m.date_end, m.date_precision, m.root_source, m.sources,
    m."start", m.stop, m.quote, m.pattern, m.extractor, m.published, m.outlet, m.url, m.title, m.retired_at
from event_mention em
join mention_version m on m.mention_id = em.mention_id and m.article_id = em.article_id
where em.event_id = $event_id::varchar
order by m.published, m.seq, m."start", em.mention_id;
