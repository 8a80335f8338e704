-- the sub-field of an event type, and the words of a statement
alter table mention add column detail varchar;
alter table mention add column content varchar;
alter table event add column detail varchar;
comment on column mention.detail is 'Sub-field of the type: of an attack air, shelling, ...; of a statement vows, warns, ...; null: the type has none or it is not said.';
comment on column mention.content is 'Of a statement: the words that were said; null: none.';
comment on column event.detail is 'Sub-field of the type, see mention.detail; null: none or not said.';
