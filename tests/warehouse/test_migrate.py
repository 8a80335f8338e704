"""The schema: applied once, explained in full, found in the package."""

from pathlib import Path

import pytest

from flows.outcomes import rejected_id
from tests.warehouse.rows import a_new_writer, a_story
from warehouse.connection import open_writer
from warehouse.errors import WarehouseError
from warehouse.migrate import migrate
from warehouse.scripts import find_scripts, read_script

CONTRACT = {
    *("article", "mention", "event", "event_mention", "control_ledger", "alert", "place", "source", "rejected", "run"),
    *("control_now", "control_history", "event_coverage", "province_captures", "articles_per_outlet"),
}
UNEXPLAINED = """
select table_name || '.' || column_name from duckdb_columns() where not internal and coalesce(comment, '') = ''
union all
select table_name from duckdb_tables() where not internal and coalesce(comment, '') = ''
union all
select view_name from duckdb_views() where not internal and coalesce(comment, '') = ''
union all
select function_name from duckdb_functions()
where not internal and database_name = current_database() and coalesce(comment, '') = ''
"""
NAMES = """
select table_name from duckdb_tables() where not internal
union all
select view_name from duckdb_views() where not internal
"""


def test_every_table_view_and_column_is_explained(tmp_path: Path) -> None:
    with a_new_writer(tmp_path / "w.duckdb") as con:
        assert con.execute(UNEXPLAINED).fetchall() == []
        assert {name for (name,) in con.execute(NAMES).fetchall()} >= CONTRACT


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with open_writer(path) as con:
        assert migrate(con) == list(find_scripts("schema"))
        a_story(con)
        assert migrate(con) == []
        assert con.execute(UNEXPLAINED).fetchall() == []
    with open_writer(path) as con:
        assert migrate(con) == []
        assert con.execute("select count(*) from control_now").fetchone() == (1,)


def test_a_file_of_the_first_schema_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    first, *later = find_scripts("schema")
    with open_writer(path) as con:
        con.execute(read_script("session", "make_migrations"))
        con.execute(read_script("schema", first))
        con.execute(read_script("session", "mark_migration"), {"name": first})
        con.execute("insert into run (run_id, started_at) values ('old', '2021-08-15 00:00:00+00')")
        con.execute("insert into source (url, kind) values ('old', 'feed')")
    with open_writer(path) as con:
        assert migrate(con) == later
        assert con.execute("select run_id from run").fetchall() == [("old",)]
        assert con.execute("select url, status, failures from source").fetchall() == [("old", "ok", 0)]
        a_story(con)


def test_rejected_rows_of_one_document_become_one(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    before = [name for name in find_scripts("schema") if name < "0013"]
    with open_writer(path) as con:
        con.execute(read_script("session", "make_migrations"))
        for name in before:
            con.execute(read_script("schema", name))
            con.execute(read_script("session", "mark_migration"), {"name": name})
        con.execute("""
            insert into rejected values
                ('x', 'feed', 'page', 'timeout', 'slow', '2021-08-15 10:00:00+00', '2021-08-15 11:00:00+00', 2),
                ('y', 'feed', 'page', 'http_404', 'gone', '2021-08-16 10:00:00+00', '2021-08-16 10:00:00+00', 1),
                ('z', 'file', 'page', 'empty', 'none', '2021-08-15 10:00:00+00', '2021-08-15 10:00:00+00', 1)
        """)
    with open_writer(path) as con:
        migrate(con)
        rows = con.execute("select rejected_id, code, detail, tries from rejected order by code").fetchall()
        days = con.execute("select first_seen::date::varchar from rejected order by code").fetchall()
    assert rows == [
        (rejected_id("file", "page"), "empty", "none", 1),
        (rejected_id("feed", "page"), "http_404", "gone", 3),
    ]
    assert days == [("2021-08-15",), ("2021-08-15",)]


def test_views_of_another_frontwire_are_made_anew(tmp_path: Path) -> None:
    with a_new_writer(tmp_path / "w.duckdb") as con:
        con.execute("create or replace view control_now as select 1 as old")
        con.execute("update schema_migration set name = 'views old' where name like 'views %'")
        assert migrate(con) == []
        assert "holder" in con.table("control_now").columns
        assert con.execute(UNEXPLAINED).fetchall() == []
        noted = con.execute("select name from schema_migration where name like 'views %'").fetchall()
        assert len(noted) == 1
        assert noted != [("views old",)]


def test_views_are_made_in_a_file_that_has_the_schema_only(tmp_path: Path) -> None:
    with a_new_writer(tmp_path / "w.duckdb") as con:
        con.execute("drop view control_now")
        con.execute("delete from schema_migration where name like 'views %'")
        assert migrate(con) == []
        assert "holder" in con.table("control_now").columns


def test_a_file_of_a_newer_frontwire_is_refused(tmp_path: Path) -> None:
    with a_new_writer(tmp_path / "w.duckdb") as con:
        con.execute(read_script("session", "mark_migration"), {"name": "9999_future"})
        with pytest.raises(WarehouseError, match="upgrade frontwire"):
            migrate(con)


@pytest.mark.parametrize("folder", ["schema", "views", "queries", "loads", "session", "checks", "outcomes"])
def test_every_script_says_its_purpose_in_lower_case(folder: str) -> None:
    for name in find_scripts(folder):
        first, *lines = read_script(folder, name).splitlines()
        assert first.startswith("-- "), name
        statements = [line for line in lines if not line.startswith(("comment on", "--"))]
        keywords = {"SELECT", "FROM", "WHERE", "JOIN", "CREATE", "INSERT", "MERGE", "ORDER", "GROUP"}
        assert not keywords & set(" ".join(statements).split()), name
