-- store what was sketched; three neighbouring buckets are one band, and how many of them are filled is part of it
insert into copy_sketch by name
select seq, any_value(algorithm) as algorithm, any_value(shingles) as shingles, list_sort(list(sign)) as sketch
from fresh_bucket
group by seq;
insert into copy_band by name
select (bit_xor(hash(sign)) >> 32)::uinteger as band, seq
from fresh_bucket
where sign >> 26 < 63
group by seq, (sign >> 26) // 3;
drop table fresh_bucket;
