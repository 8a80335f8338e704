-- let go of the bands of texts that were sketched by another algorithm
delete from copy_band where seq in (select seq from copy_sketch where algorithm <> $algorithm::varchar);
