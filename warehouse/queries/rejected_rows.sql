-- what could not be read and was not read later either, the latest first, with the place of its bytes where they are
select
    r.rejected_id, r.source, r.name, r.code, r.detail, r.first_seen, r.last_seen, r.tries, r.item_id, r.known,
    w.record_id, w.asked, w.url, w.status, w.media_type, w.fetched_at, w.digest, w.size, w.file, w."offset"
from rejected r
left join raw w on w.record_id = r.record_id and w.gone_at is null
where r.resolved_at is null
  and ($code::varchar is null or r.code = $code::varchar)
  and ($source::varchar is null or r.source = $source::varchar)
order by r.last_seen desc, r.source, r.name;
