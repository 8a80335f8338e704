-- every mention of every version of an article, with its effective root source and what its version adds
create or replace view mention_version as
select
    m.*,
    a.seq, a.version, coalesce(a.published, a.loaded_at) as published, a.outlet, a.url, a.title,
    a.loaded_at as seen, null::timestamptz as retired_at, null::timestamptz as next_seen
from mention_root m
join article a using (article_id)
union all by name
select
    m.* replace (
        case when m.root_source is not distinct from c.own_root then coalesce(c.group_root, m.root_source)
        else m.root_source end as root_source
    ),
    v.version, coalesce(v.published, v.loaded_at) as published, v.outlet, v.url, v.title, v.loaded_at as seen, v.retired_at,
    n.loaded_at as next_seen
from retired_mention m
join article_version v using (article_id, seq)
left join article_copy c using (article_id)
left join (
    select article_id, version, loaded_at from article_version
    union all
    select article_id, version, loaded_at from article
) n on n.article_id = v.article_id and n.version = v.version + 1;
comment on view mention_version is 'Every mention of every version of an article; retired_at tells those of a former text.';
comment on column mention_version.article_id is 'The article that says it, see table article.';
comment on column mention_version.mention_id is 'Stable id of the mention.';
comment on column mention_version.type is 'Event type, such as territory_captured.';
comment on column mention_version.modality is 'actual, background (history, older than 14 days), planned, hypothetical or negated.';
comment on column mention_version.assertion is 'reported, confirmed, claimed, contested or denied: who stands behind the statement.';
comment on column mention_version.actor is 'Canonical name of the one who gains, acts or speaks; null: not said.';
comment on column mention_version.actor_text is 'The words of the text for the actor; null: not said.';
comment on column mention_version.target is 'Canonical name of the other side: who lost the place or was attacked; null: not said.';
comment on column mention_version.target_text is 'The words of the text for the target; null: not said.';
comment on column mention_version.place is 'Usual English name of the place; null: no place.';
comment on column mention_version.place_text is 'The words of the text for the place; null: no place.';
comment on column mention_version.place_kind is 'city, district, province, country, base, crossing or other; null: no place.';
comment on column mention_version.place_id is 'GeoNames id of the place; null: not in the gazetteer.';
comment on column mention_version.admin1 is 'ISO 3166-2 code of the province (AF-NAN), gn:CODE where ISO has none; null: not placed.';
comment on column mention_version.country is 'ISO 3166-1 alpha-2 code of the country; null: not placed.';
comment on column mention_version.lat is 'Latitude in degrees north, WGS 84; null: not placed.';
comment on column mention_version.lon is 'Longitude in degrees east, WGS 84; null: not placed.';
comment on column mention_version.date_start is 'First possible day of the event (local day, inclusive); null: not said.';
comment on column mention_version.date_end is 'Last possible day of the event (local day, inclusive); null: not said or open.';
comment on column mention_version.date_precision is 'day, week, month, year or unknown.';
comment on column mention_version.method is 'For territory: fought, without_fight, handover or unknown.';
comment on column mention_version.extent is 'For territory: full, partial or unknown.';
comment on column mention_version.quantities is 'Numbers said of the event: what, low, high (null: no upper bound), op, unit, quote.';
comment on column mention_version.sources is 'Attribution chain, outermost first: name, kind, quote.';
comment on column mention_version.root_source is 'Who gathered it: agency or outlet, claim:ACTOR for one side''s word; null: not known.';
comment on column mention_version."start" is 'First character of the quote in article.text, counted in code points from 0.';
comment on column mention_version.stop is 'One after the last character of the quote in article.text.';
comment on column mention_version.quote is 'The evidence: article.text from start to stop, word for word.';
comment on column mention_version.pattern is 'Id of the rule that matched.';
comment on column mention_version.extractor is 'Name and version of the reader.';
comment on column mention_version.confidence is 'How sure both readers together are of it, 0 to 1; null: not measured.';
comment on column mention_version.seat is 'true: the place is the capital of its province.';
comment on column mention_version.seq is 'The version that says it, see article.seq and article_version.seq.';
comment on column mention_version.version is 'Counts the texts of the article, from 1.';
comment on column mention_version.published is 'When this version was published (instant, shown in UTC; arrival where not stated).';
comment on column mention_version.outlet is 'Outlet of the article; null: not known.';
comment on column mention_version.url is 'Address of the article; null: not known.';
comment on column mention_version.title is 'Headline of this version; empty where there was none.';
comment on column mention_version.seen is 'When this version was loaded (instant, shown in UTC).';
comment on column mention_version.retired_at is 'When the next version took its place (instant, shown in UTC); null: it stands.';
comment on column mention_version.next_seen is 'When the next version was loaded (instant, shown in UTC); null: it stands.';
comment on column mention_version.detail is 'Sub-field of the type, such as shelling of an attack or vows of a statement; null: none or not said.';
comment on column mention_version.content is 'Of a statement: the words that were said; null: none.';
