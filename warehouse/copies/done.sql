-- let go of what one round of grouping needed
drop table copy_fresh;
drop table copy_probe;
drop table copy_pair;
