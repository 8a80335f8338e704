-- the list of what was done to this file
create table if not exists schema_migration (name varchar not null);
comment on table schema_migration is 'The schema scripts that were applied to this file, once each, and which views and codes of frontwire were written into it.';
comment on column schema_migration.name is 'Name of the script; or of the part, then its digest: another one is written anew.';
