-- what a table holds of the scopes that are replaced, read once, and which staged rows differ from that
create or replace temp table known_<table> as
select rowid as known_row, * from <table> where scope in (select scope from staged_scope);
create or replace temp table changed_<table> as
from staged_<table>
except
select * exclude (known_row) from known_<table>;
