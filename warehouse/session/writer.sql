-- settings of every session that writes
set global TimeZone = 'UTC';
set enable_progress_bar = false;
