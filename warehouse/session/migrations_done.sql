-- which schema scripts this file has seen
select name from schema_migration order by name;
