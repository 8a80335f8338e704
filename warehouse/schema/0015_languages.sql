-- which articles were read for events, and which are only kept until somebody can read their language
alter table article add column reading varchar default 'read';
update article set reading = 'read';
alter table article alter column reading set not null;
comment on column article.reading is 'read: its events are in table mention; not_read: stored only, in a language that could not be read, see language.';
comment on column article.language is 'ISO 639-1 code of the text, told by the text itself where it is long enough, else as declared; null: cannot be told.';
alter table article_version add column reading varchar default 'read';
update article_version set reading = 'read';
alter table article_version alter column reading set not null;
comment on column article_version.reading is 'read or not_read, as in article.';
comment on column article_version.language is 'ISO 639-1 code of the text, as in article; null: cannot be told.';
alter table run add column not_read bigint;
comment on column run.not_read is 'New or changed articles that were stored without being read, for their language; null: not ended.';
alter table run add column reread bigint;
comment on column run.reread is 'Articles stored unread by earlier runs that could be read now; null: not ended.';
