-- what is noted of an entry are its dates as well: a later one may be all that says "updated"
comment on column feed_item.fingerprint is 'Hash of title and texts of the entry, when it was published, when it was updated; with another hash or a later date it is read again; null: not noted.';
