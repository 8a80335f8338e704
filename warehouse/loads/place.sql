-- insert only: a known place stays as it is; the first row of a batch counts
merge into place
using (from staged_place qualify row_number() over (partition by place_id order by rowid) = 1) as fresh
using (place_id)
when not matched then insert by name;
