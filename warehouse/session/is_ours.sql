-- whether a database was made by frontwire: it has our list of migrations
select count(*) from duckdb_tables() where table_name = 'schema_migration' and schema_name = 'main';
