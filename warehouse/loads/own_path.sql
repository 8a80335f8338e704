-- the file of the database that is written
select path from duckdb_databases() where database_name = current_database();
