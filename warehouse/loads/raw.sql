-- insert only, save that an archive that is read again tells what became of its documents by now
merge into raw
using (from staged_raw qualify row_number() over (partition by record_id order by rowid desc) = 1) as fresh
using (record_id)
when matched then update by name
when not matched then insert by name;
