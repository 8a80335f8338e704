-- remember that a schema script was applied
insert into schema_migration values ($name);
