-- what articles say of how many provinces somebody holds, against what the ledger knew at that time
create or replace view control_gap as
with said as (
    select
        m.mention_id, m.article_id, m.actor, m.country, m.assertion, m.quote, m.quantities,
        coalesce(a.published, a.loaded_at) as published, a.outlet,
        -- the whole that a share is of: said with it, or as a number of provinces beside it
        list_max(list_transform(m.quantities, lambda q: q.denominator)) as said_total,
        list_filter(m.quantities, lambda q: q.what in ('provinces', 'capitals')) as counts,
        list_filter(m.quantities, lambda q: q.what = 'share') as shares
    from mention m
    join article a on a.article_id = m.article_id
    where m.type = 'control_status'
      and m.modality = 'actual'
      and m.assertion <> 'denied'
      and m.actor is not null
      and m.country is not null
),
read as (
    select
        * exclude (quantities, said_total, counts, shares),
        coalesce(said_total, if(len(shares) > 0, counts[1].low, null)) as total,
        -- a bare number of provinces beside a share is the whole, not the part
        if(len(shares) > 0 and said_total is null, null, counts[1]) as part,
        shares[1] as share
    from said
),
claimed as (
    select
        * exclude (part, share),
        coalesce(part.what, 'provinces') as unit,
        coalesce(part.op, share.op) as op,
        coalesce(part.low, floor(share.low * total / 100.0)) as low,
        coalesce(part.high, ceil(share.high * total / 100.0)) as high
    from read
    where part is not null or (share is not null and total is not null)
),
bound as (
    select
        * exclude (low, high),
        case op when 'more_than' then low + 1 when 'about' then ceil(low * 0.9) else low end::bigint as claimed_low,
        case op
            when 'more_than' then null
            when 'at_least' then null
            when 'fewer_than' then high - 1
            when 'about' then floor(high * 1.1)
            else high
        end::bigint as claimed_high
    from claimed
),
held as (
    select b.mention_id, list_sort(list(h.province)) as provinces
    from bound b
    join control_history h
      on h.holder = b.actor
     and h.country = b.country
     and h.known_since <= b.published
     and (h.known_until is null or h.known_until > b.published)
    group by b.mention_id
)
select
    b.published, b.actor, b.country, b.unit, b.op, b.claimed_low, b.claimed_high, b.total,
    coalesce(len(h.provinces), 0) as held,
    greatest(coalesce(b.claimed_low, 0) - coalesce(len(h.provinces), 0), 0) as lacking,
    greatest(coalesce(len(h.provinces), 0) - b.claimed_high, 0) as surplus,
    case
        when b.claimed_low > coalesce(len(h.provinces), 0) then 'the ledger lacks some'
        when b.claimed_high < coalesce(len(h.provinces), 0) then 'the ledger has more'
        else 'they agree'
    end as verdict,
    coalesce(h.provinces, []) as held_provinces,
    b.assertion, b.outlet, b.quote, b.article_id, b.mention_id
from bound b
left join held h on h.mention_id = b.mention_id
order by b.published, b.mention_id;
comment on view control_gap is 'One row per statement such as "controls more than half of 34 provinces", against the ledger as it was known when the article was published.';
comment on column control_gap.published is 'When the article was published (instant, shown in UTC; arrival where not stated).';
comment on column control_gap.actor is 'Who is said to hold them.';
comment on column control_gap.country is 'ISO 3166-1 alpha-2 code of the country.';
comment on column control_gap.unit is 'What is counted: provinces or capitals.';
comment on column control_gap.op is 'exactly, at_least, about, more_than or fewer_than, as said.';
comment on column control_gap.claimed_low is 'At least so many by the statement; null: it gives no lower bound.';
comment on column control_gap.claimed_high is 'At most so many by the statement; null: it gives no upper bound.';
comment on column control_gap.total is 'How many there are, as said; null: not said.';
comment on column control_gap.held is 'How many the ledger gave to that actor by then.';
comment on column control_gap.lacking is 'How many more the statement claims than the ledger had.';
comment on column control_gap.surplus is 'How many more the ledger had than the statement allows.';
comment on column control_gap.verdict is 'they agree, the ledger lacks some, or the ledger has more.';
comment on column control_gap.held_provinces is 'The provinces that the ledger gave to that actor by then, sorted.';
comment on column control_gap.assertion is 'reported, confirmed, claimed or contested.';
comment on column control_gap.outlet is 'Outlet of the article; null: not known.';
comment on column control_gap.quote is 'The statement, word for word.';
comment on column control_gap.article_id is 'The article, see table article.';
comment on column control_gap.mention_id is 'The mention, see table mention.';
