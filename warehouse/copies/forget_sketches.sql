-- and of their sketches
delete from copy_sketch where seq in (
    select s.seq
    from copy_sketch s left join article a using (seq)
    where a.seq is null or s.algorithm <> $algorithm::varchar
);
