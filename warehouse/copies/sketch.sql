-- the least hash in each of 64 buckets over the runs of three words of these texts; under 40 words the whole text is the one run
create or replace temp table fresh_bucket as
with words as materialized (
    select
        seq,
        string_split(trim(regexp_replace(lower(strip_accents(text)), '[^\pL\pN]+', ' ', 'g')), ' ') as word
    from article semi join copy_fresh using (seq)
),
run as (
    select seq, len(word) - 2 as shingles, unnest(word) as one, unnest(word[2:]) as two, unnest(word[3:]) as three
    from words
    where len(word) >= 40
),
shingle as (
    select seq, shingles, (hash(one, two, three) >> 32)::uinteger as sign from run where three is not null
    union all
    select seq, 1, (hash(array_to_string(word, ' ')) >> 32)::uinteger from words where len(word) < 40 and word <> ['']
)
-- the upper 6 bits of a hash number its bucket
select seq, shingles, min(sign) as sign from shingle group by seq, shingles, sign >> 26;
