-- rows from a JSONL file with the columns and types of their table, in the order of the file
create or replace temp table staged_<table> as
from read_json($file, columns = <columns>, format = 'newline_delimited', maximum_object_size = $size);
