-- name and version of the sketch with a mark of the functions behind it: where one of them changes, all texts are sketched anew
select
    'minhash-64x3-v1-' || lower(hex(hash(lower(strip_accents('Zélénsky')), regexp_replace('a–b', '[^\pL\pN\s]+', '', 'g'), 'x')))
    as algorithm;
