-- which text followed which, and when: published later, else seen later
update article_version
set version = span.version, retired_at = span.retired_at
from (
    with dated as (
        select
            article_id, seq, loaded_at, published,
            coalesce(published > loaded_at + interval 2 day, false) as is_ahead
        from article_version semi join staged_changed using (article_id)
    ),
    -- a date that cannot be true counts as that of arrival, unless all the texts of the article play in the future
    settled as (
        select
            article_id, seq, loaded_at,
            if(is_ahead and not bool_and(is_ahead) over (partition by article_id), loaded_at, published) as published
        from dated
    )
    select
        seq,
        row_number() over line as version,
        case
            when lead(seq) over line is null then null
            when lead(published) over line > published then lead(published) over line
            else lead(loaded_at) over line
        end as retired_at
    from settled
    window line as (partition by article_id order by published nulls first, seq)
) span
where article_version.seq = span.seq;
