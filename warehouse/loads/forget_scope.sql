-- let go of the list of scopes that were replaced
drop table temp.staged_scope;
