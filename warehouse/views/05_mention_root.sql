-- the root source of each mention: its own, save that a text which others print too comes from who gathered it for all
create or replace view mention_root as
select
    m.* replace (
        case when m.root_source is not distinct from c.own_root then coalesce(c.group_root, m.root_source)
        else m.root_source end as root_source
    )
from mention m
left join article_copy c using (article_id);
comment on view mention_root is 'Every mention with its effective root source: near copies of one text share one, see table article_copy.';
comment on column mention_root.article_id is 'The article that says it, see table article.';
comment on column mention_root.mention_id is 'Stable id of the mention.';
comment on column mention_root.type is 'Event type, such as territory_captured.';
comment on column mention_root.modality is 'actual, background (history, older than 14 days), planned, hypothetical or negated.';
comment on column mention_root.assertion is 'reported, confirmed, claimed, contested or denied: who stands behind the statement.';
comment on column mention_root.actor is 'Canonical name of the one who gains, acts or speaks; null: not said.';
comment on column mention_root.actor_text is 'The words of the text for the actor; null: not said.';
comment on column mention_root.target is 'Canonical name of the other side: who lost the place or was attacked; null: not said.';
comment on column mention_root.target_text is 'The words of the text for the target; null: not said.';
comment on column mention_root.place is 'Usual English name of the place; null: no place.';
comment on column mention_root.place_text is 'The words of the text for the place; null: no place.';
comment on column mention_root.place_kind is 'city, district, province, country, base, crossing or other; null: no place.';
comment on column mention_root.place_id is 'GeoNames id of the place; null: not in the gazetteer.';
comment on column mention_root.admin1 is 'ISO 3166-2 code of the province (AF-NAN), gn:CODE where ISO has none; null: not placed.';
comment on column mention_root.country is 'ISO 3166-1 alpha-2 code of the country; null: not placed.';
comment on column mention_root.lat is 'Latitude in degrees north, WGS 84; null: not placed.';
comment on column mention_root.lon is 'Longitude in degrees east, WGS 84; null: not placed.';
comment on column mention_root.date_start is 'First possible day of the event (local day, inclusive); null: not said.';
comment on column mention_root.date_end is 'Last possible day of the event (local day, inclusive); null: not said or open.';
comment on column mention_root.date_precision is 'day, week, month, year or unknown.';
comment on column mention_root.method is 'For territory: fought, without_fight, handover or unknown.';
comment on column mention_root.extent is 'For territory: full, partial or unknown.';
comment on column mention_root.quantities is 'Numbers said of the event: what, low, high (null: no upper bound), op, unit, quote.';
comment on column mention_root.sources is 'Attribution chain, outermost first: name, kind, quote.';
comment on column mention_root.root_source is 'Who gathered it: as in table mention, but by the word of its copy group where the article credits nobody else; null: not known.';
comment on column mention_root."start" is 'First character of the quote in article.text, counted in code points from 0.';
comment on column mention_root.stop is 'One after the last character of the quote in article.text.';
comment on column mention_root.quote is 'The evidence: article.text from start to stop, word for word.';
comment on column mention_root.pattern is 'Id of the rule that matched.';
comment on column mention_root.extractor is 'Name and version of the reader.';
comment on column mention_root.confidence is 'How sure both readers together are of it, 0 to 1; null: not measured.';
comment on column mention_root.seat is 'true: the place is the capital of its province.';
comment on column mention_root.detail is 'Sub-field of the type, such as shelling of an attack or vows of a statement; null: none or not said.';
comment on column mention_root.content is 'Of a statement: the words that were said; null: none.';
