-- all stored reports of these scopes: a mention with what its article adds (the parts of records.Report)
select *
from mention_version
where coalesce(admin1, country, 'unplaced') in (select unnest($scopes::varchar[]))
order by seq, "start", mention_id;
