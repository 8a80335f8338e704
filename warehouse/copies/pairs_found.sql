-- the near copies that were found
select one, other from copy_pair order by all;
