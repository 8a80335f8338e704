-- which text followed which, and when: published later, else seen later
update article_version
set version = span.version, retired_at = span.retired_at
from (
    select
        seq,
        row_number() over line as version,
        case
            when lead(seq) over line is null then null
            when lead(published) over line > published then lead(published) over line
            else lead(loaded_at) over line
        end as retired_at
    from article_version semi join staged_changed using (article_id)
    window line as (partition by article_id order by published nulls first, seq)
) span
where article_version.seq = span.seq;
