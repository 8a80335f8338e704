-- remember that a part of frontwire was written, in the place of what was written before
merge into schema_migration
using (select $part || ' ' || $digest as name) as fresh
on starts_with(schema_migration.name, $part || ' ')
when matched then update by name
when not matched then insert by name;
