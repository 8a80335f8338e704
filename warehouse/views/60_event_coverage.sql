-- how widely each event was told: mentions, articles, outlets and independent root sources, also by former texts of an article
create or replace view event_coverage as
with told as (
    select
        em.event_id,
        count(*) as mentions,
        count(distinct em.article_id) as articles,
        count(distinct m.outlet) as outlets,
        count(distinct m.root_source) as root_sources,
        list_sort(list(distinct m.outlet) filter (m.outlet is not null)) as outlet_list,
        list_sort(list(distinct m.root_source) filter (m.root_source is not null)) as root_source_list
    from event_mention em
    left join mention_version m on m.mention_id = em.mention_id
    group by em.event_id
)
select
    e.event_id, e.type, e.actor, e.place, e.admin1, e.date_start,
    coalesce(t.mentions, 0) as mentions,
    coalesce(t.articles, 0) as articles,
    coalesce(t.outlets, 0) as outlets,
    coalesce(t.root_sources, 0) as root_sources,
    coalesce(t.outlet_list, []) as outlet_list,
    coalesce(t.root_source_list, []) as root_source_list,
    e.first_published, e.last_published, e.retracted_at
from event e
left join told t on t.event_id = e.event_id;
comment on view event_coverage is 'One row per event: who told it, and how many of them gathered it themselves.';
comment on column event_coverage.event_id is 'The event, see table event.';
comment on column event_coverage.type is 'Event type, such as territory_captured.';
comment on column event_coverage.actor is 'Canonical name of the one who gains, acts or speaks; null: not said.';
comment on column event_coverage.place is 'Usual English name of the place; null: no place.';
comment on column event_coverage.admin1 is 'ISO 3166-2 code of the province, gn:CODE where ISO has none; null: not placed.';
comment on column event_coverage.date_start is 'First possible day (local day, inclusive); null: not said.';
comment on column event_coverage.mentions is 'Passages that tell it, or told it in a former text of their article.';
comment on column event_coverage.articles is 'Articles that tell it, or told it in a former text.';
comment on column event_coverage.outlets is 'Distinct known outlets that tell or told it.';
comment on column event_coverage.root_sources is 'Distinct known root sources that tell or told it; copies of one wire text count once. Who upholds it now: event.roots.';
comment on column event_coverage.outlet_list is 'Those outlets, sorted.';
comment on column event_coverage.root_source_list is 'Those root sources, sorted.';
comment on column event_coverage.first_published is 'When its first article was published (instant, shown in UTC; arrival where not stated).';
comment on column event_coverage.last_published is 'When its latest article was published (instant, shown in UTC; arrival where not stated).';
comment on column event_coverage.retracted_at is 'When the last article that told it took it back (instant, shown in UTC); null: it stands.';
