-- the next articles whose text has no sketch by this algorithm, in the order of arrival
create or replace temp table copy_fresh as
select a.seq, $algorithm::varchar as algorithm
from article a
anti join (from copy_sketch where algorithm = $algorithm::varchar) s using (seq)
order by a.seq
limit $count::bigint;
