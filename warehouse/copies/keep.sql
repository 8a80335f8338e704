-- store what was sketched; three neighbouring buckets (the last four) are one band, and which of them are filled is part of it
insert into copy_sketch by name
select
    f.seq,
    any_value(f.algorithm) as algorithm,
    coalesce(any_value(b.shingles), 0) as shingles,
    coalesce(list_sort(list(b.sign) filter (b.sign is not null)), []) as sketch
from copy_fresh f left join fresh_bucket b using (seq)
group by f.seq;
insert into copy_band by name
select (bit_xor(hash(sign)) >> 32)::uinteger as band, seq
from fresh_bucket
group by seq, least((sign >> 26) // 3, 20);
drop table fresh_bucket;
