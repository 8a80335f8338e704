-- whether a part of frontwire stands in this file as it is in the code
select count(*) from schema_migration where name = $part || ' ' || $digest;
