-- the usual name and country of each province that was named: the gazetteer first, then the alerts
create or replace view province as
with named as (
    select admin1, admin1_name as name, country, 1 as trust from place where admin1 is not null
    union all
    select admin1, admin1_name, country, 2 from alert
)
select
    admin1,
    first(name order by trust, name) filter (name is not null) as name,
    first(country order by trust, country) filter (country is not null) as country
from named
group by admin1;
comment on view province is 'One row per province that some article named.';
comment on column province.admin1 is 'ISO 3166-2 code of the province, gn:CODE where ISO has none.';
comment on column province.name is 'Usual English name; null: not known.';
comment on column province.country is 'ISO 3166-1 alpha-2 code; null: not known.';
