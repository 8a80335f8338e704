-- what the configuration says of a feed, and how an entry stood when it was dealt with
alter table source add column country varchar;
alter table source add column language varchar;
alter table source add column weight double;
comment on column source.kind is 'feed, sitemap or page.';
comment on column source.country is 'ISO 3166-1 alpha-2 code of the country of its outlet, as configured; null: not configured.';
comment on column source.language is 'ISO 639-1 code of what it brings, as configured; null: not configured.';
comment on column source.weight is 'How much its outlet counts beside others, as configured; null: not configured.';

alter table feed_item add column fingerprint varchar;
comment on column feed_item.fingerprint is 'Hash of title, texts and change date of the entry; another one is read again; null: not noted.';
