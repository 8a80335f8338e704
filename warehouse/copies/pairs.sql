-- near copies of these texts among all: most of both is equal, or the shorter stands in the longer
create or replace temp table copy_pair as
with probe as (
    select band, seq from copy_band where seq in (select seq from copy_probe)
),
candidate as (
    select distinct least(p.seq, b.seq) as one, greatest(p.seq, b.seq) as other
    from copy_band b join probe p using (band)
    where p.seq <> b.seq
),
sketch as (
    select seq, shingles, sketch from copy_sketch
    where seq in (select one from candidate union all select other from candidate)
),
sign as (
    select c.one, c.other, s.shingles as m, t.shingles as n, unnest(list_concat(s.sketch, t.sketch)) as sign
    from candidate c join sketch s on s.seq = c.one join sketch t on t.seq = c.other
),
bucket as (
    select one, other, m, n, count(*) = 2 and min(sign) = max(sign) as is_same from sign
    group by one, other, m, n, sign >> 26
),
measured as (
    select one, other, m, n, avg(is_same::integer) as alike from bucket group by all
)
select a.article_id as one, b.article_id as other, alike
from measured
join article a on a.seq = one
join article b on b.seq = other
where alike >= 0.45 or (alike >= 0.3 and alike / (1 + alike) * (m + n) >= 0.8 * least(m, n))
order by all;
