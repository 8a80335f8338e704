-- let go of the bands of texts that no article has any more, or that were sketched by another algorithm
delete from copy_band where seq in (
    select s.seq
    from copy_sketch s left join article a using (seq)
    where a.seq is null or s.algorithm <> $algorithm::varchar
);
