-- let go of the rows that were staged
drop table if exists temp.staged_<table>;
