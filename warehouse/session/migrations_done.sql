-- which schema scripts this file has seen; the names of other parts have a digest behind them
select name from schema_migration where not contains(name, ' ') order by name;
