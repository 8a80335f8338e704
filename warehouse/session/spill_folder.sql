-- where this session may put what does not fit in memory
select current_setting('temp_directory');
