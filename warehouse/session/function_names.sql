-- a single select statement as DuckDB itself parses it; an error object where it is none
select json_serialize_sql($statement::varchar)::varchar;
