-- the snapshot as the default database of a session of its own; <path> is a quoted literal
attach <path> as warehouse (read_only);
use warehouse;
