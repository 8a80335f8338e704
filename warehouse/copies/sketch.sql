-- the least hash in each of 64 buckets over the runs of three words of these texts; under 40 words the whole text is the one run
create or replace temp table fresh_bucket as
with signless as (
    -- signs are deleted, not turned into spaces: north-east is northeast, and it takes half the time
    select seq, regexp_replace(lower(strip_accents(text)), '[^\pL\pN\s]+', '', 'g') as text
    from article semi join copy_fresh using (seq)
),
plain as (
    select seq, trim(regexp_replace(text, '\s{2,}|[^\S ]', ' ', 'g')) as text from signless
),
words as (
    select seq, text, string_split(text, ' ') as word from plain where text <> ''
),
run as (
    select
        seq,
        case when len(word) < 40 then 1 else len(word) - 2 end as shingles,
        unnest(case when len(word) < 40 then [text] else word end) as one,
        unnest(case when len(word) < 40 then [] else word[2:] end) as two,
        unnest(case when len(word) < 40 then [] else word[3:] end) as three
    from words
)
-- the upper 6 bits of a hash number its bucket
select seq, shingles, min(sign) as sign
from (
    select seq, shingles, (hash(one, two, three) >> 32)::uinteger as sign
    from run
    where three is not null or shingles = 1
)
group by seq, shingles, sign >> 26;
