-- what flows know and SQL must join: the codes of other data sets, and who is whose state
create table crosswalk (
    line bigint not null,
    type varchar not null,
    detail varchar,
    method varchar,
    side varchar,
    modality varchar,
    target boolean,
    acled_event varchar,
    acled_sub_event varchar,
    plover varchar,
    plover_context varchar,
    cameo varchar
);
comment on table crosswalk is 'One row per event type and condition, with the codes of other data sets; filled anew by each run. View event_crosswalk applies it.';
comment on column crosswalk.line is 'Its order; of rows that fit an event equally well the first counts.';
comment on column crosswalk.type is 'Event type, such as territory_captured.';
comment on column crosswalk.detail is 'Only for events with this sub-field of the type; null: for any.';
comment on column crosswalk.method is 'Only for events with this method; null: for any.';
comment on column crosswalk.side is 'state: only where the actor is at home in the country; other: only where a known actor is not; null: for any.';
comment on column crosswalk.modality is 'Only for events of this modality; null: for any.';
comment on column crosswalk.target is 'true: only where the other side is known; false: only where it is not; null: for any.';
comment on column crosswalk.acled_event is 'ACLED event type; null: none.';
comment on column crosswalk.acled_sub_event is 'ACLED sub-event type; null: none, or not known which.';
comment on column crosswalk.plover is 'PLOVER event type, with its mode after a hyphen where one is known; null: none.';
comment on column crosswalk.plover_context is 'PLOVER context; null: none.';
comment on column crosswalk.cameo is 'CAMEO code, as text (leading zeros count); null: none.';

create table actor (
    name varchar not null,
    side varchar not null,
    country varchar,
    state_of varchar
);
comment on table actor is 'One row per actor that the reader knows; filled anew by each run.';
comment on column actor.name is 'Canonical name, as in event.actor.';
comment on column actor.side is 'state, armed_group or other.';
comment on column actor.country is 'Home country, ISO 3166-1 alpha-2; null: none.';
comment on column actor.state_of is 'Country whose government or army it is, ISO 3166-1 alpha-2; null: it is no state.';
