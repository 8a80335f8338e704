-- settings of every session that reads the snapshot: clock in UTC, then no way out and no way back
set global TimeZone = 'UTC';
set enable_progress_bar = false;
set global enable_external_access = false;
set global lock_configuration = true;
