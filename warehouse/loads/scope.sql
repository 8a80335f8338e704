-- the scopes whose rows are being replaced, and when
create or replace temp table staged_scope as
select distinct unnest($scopes::varchar[]) as scope, $now::timestamptz as now;
