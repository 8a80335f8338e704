-- which bytes can still be had: a file that is deleted or moved away takes them along, one that is back brings them
update raw
set gone_at = case when file in (select unnest($files::varchar[])) then null else $now::timestamptz end
where (gone_at is null) <> (file in (select unnest($files::varchar[])));
