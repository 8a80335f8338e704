-- how far each event was believed when and on whose word, and which look-alikes it was kept apart from
alter table event add column state varchar;
alter table event add column roots varchar[];
update event set state = assertion, roots = [];
comment on column event.quote is 'Evidence, word for word, from the article that tells it most clearly.';
comment on column event.state is 'How far it is believed now: claimed, reported, confirmed, contested, denied or reversed.';
comment on column event.roots is 'Distinct root sources that uphold it, in order of appearance; one side''s word is one.';

create table event_transition (
    event_id varchar not null,
    step bigint not null,
    state varchar not null,
    known_since timestamptz not null,
    article_id varchar not null,
    root varchar,
    roots varchar[] not null,
    quote varchar not null,
    reason varchar not null,
    scope varchar not null
);
comment on table event_transition is 'One row per change in how far an event is believed: when, on whose word.';
comment on column event_transition.event_id is 'The event, see table event.';
comment on column event_transition.step is 'Counts the changes of the event, from 1.';
comment on column event_transition.state is 'From here on: claimed, reported, confirmed, contested, denied or reversed (another change undid it).';
comment on column event_transition.known_since is 'When the article that changed it was published (instant, shown in UTC).';
comment on column event_transition.article_id is 'That article, see table article.';
comment on column event_transition.root is 'Who said so: agency, outlet or claim:ACTOR; null: not known.';
comment on column event_transition.roots is 'Distinct root sources that upheld the event by then.';
comment on column event_transition.quote is 'Evidence, word for word, from that article.';
comment on column event_transition.reason is 'Why it changed, in words.';
comment on column event_transition.scope is 'Scope of the event, see event.scope.';

create table event_refusal (
    event_id varchar not null,
    refused_id varchar not null,
    mention_id varchar not null,
    article_id varchar not null,
    reason varchar not null,
    scope varchar not null
);
comment on table event_refusal is 'Why the first mention of an event was not taken for an older one that looked alike.';
comment on column event_refusal.event_id is 'The event that was opened instead, see table event.';
comment on column event_refusal.refused_id is 'The older event, see table event.';
comment on column event_refusal.mention_id is 'The mention that opened it, see table mention.';
comment on column event_refusal.article_id is 'The article of the mention, see table article.';
comment on column event_refusal.reason is 'Why it was not the same, in words.';
comment on column event_refusal.scope is 'Scope of the event, see event.scope.';
