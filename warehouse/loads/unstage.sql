-- let go of the rows that were staged, and of what they were held against
drop table if exists temp.staged_<table>;
drop table if exists temp.known_<table>;
drop table if exists temp.changed_<table>;
