-- and of their sketches
delete from copy_sketch where algorithm <> $algorithm::varchar;
