-- no rows, with the columns and types of their table
create or replace temp table staged_<table> as
from <table> limit 0;
