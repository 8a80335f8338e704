-- each commit goes into the file itself at once: DuckDB 1.5 cannot replay every ALTER TABLE from its log after a kill
set checkpoint_threshold = '1B';
