"""Statements of users: any question, no effect."""

import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.rows import a_story, a_writer, names_in
from warehouse.ask import ask_sql, write_parquet
from warehouse.connection import Connection, open_reader
from warehouse.errors import QueryError
from warehouse.snapshot import publish


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ask_sql") / "w.duckdb"
    with a_writer(path) as con:
        a_story(con)
    publish(path)
    return path


@pytest.fixture
def reader(warehouse: Path) -> Iterator[Connection]:
    with open_reader(warehouse) as con:
        yield con


READS = [
    "from read_csv('FOLDER/x.csv')",
    "from 'FOLDER/x.csv'",
    "from read_text('FOLDER/x.csv')",
    "from read_blob('/etc/passwd')",
    "from read_json('FOLDER/x.csv')",
    "from read_parquet('FOLDER/x.parquet')",
    "from glob('FOLDER/*')",
    "from sniff_csv('FOLDER/x.csv')",
    "from read_duckdb('FOLDER/x.duckdb')",
    "select getenv('HOME')",
    "from secret_rows",
]
EFFECTS = [
    "attach 'FOLDER/other.duckdb' as o",
    "attach ':memory:' as o",
    "copy (select 1) to 'FOLDER/out.csv'",
    "copy (select 1) to 'SNAPSHOT' (use_tmp_file false)",
    "copy (select 1) to 'SNAPSHOT.wal'",
    "copy article to '/dev/stdout'",
    "copy article from 'FOLDER/x.csv'",
    "export database 'FOLDER/out'",
    "import database 'FOLDER/out'",
    "install httpfs",
    "load httpfs",
    "set memory_limit = '1TB'",
    "set lock_configuration = false",
    "set enable_external_access = true",
    "reset enable_external_access",
    "set TimeZone = 'Asia/Kabul'",
    "set variable x = 1",
    "pragma memory_limit = '1TB'",
    "pragma enable_profiling",
    "create table t (i int)",
    "create temp table t (i int)",
    "create table memory.t (i int)",
    "create persistent secret s (type http)",
    "insert into run (run_id, started_at) values ('x', now())",
    "update article set title = ''",
    "delete from article",
    "drop table article",
    "truncate article",
    "checkpoint",
    "use memory",
    "detach warehouse",
    "call enable_logging(storage = 'file', storage_config = {'path': 'FOLDER/logs'})",
    "from enable_logging(storage = 'file', storage_config = {'path': 'FOLDER/logs'})",
    "from system.main.enable_logging()",
    "from query('from enable_logging()')",
    "select 1; select 2",
    "select 1; drop table article",
    "explain analyze copy (select 1) to 'FOLDER/out.csv'",
    "explain analyze explain analyze copy (select 1) to 'SNAPSHOT' (use_tmp_file false)",
    "/* */ explain analyze copy (select 1) to 'SNAPSHOT' (use_tmp_file false)",
    "explain (analyze) copy (select 1) to 'SNAPSHOT' (use_tmp_file false)",
    "explain select 1; copy (select 1) to 'SNAPSHOT' (use_tmp_file false)",
    "",
    "selekt 1",
]


def _fill(statement: str, path: Path) -> str:
    return statement.replace("FOLDER", str(path.parent)).replace("SNAPSHOT", str(path))


@pytest.mark.parametrize("statement", READS + EFFECTS)
def test_nothing_leaves_and_nothing_changes(warehouse: Path, reader: Connection, statement: str) -> None:
    secret_rows = [1]  # a variable of the asking program is no table
    assert secret_rows
    (warehouse.parent / "x.csv").write_text("a\n1\n")
    duckdb.sql("select 1 as a").write_parquet(str(warehouse.parent / "x.parquet"))
    before, content = names_in(warehouse.parent), warehouse.read_bytes()
    with pytest.raises(QueryError) as told:
        list(ask_sql(reader, _fill(statement, warehouse)).rows)
    assert "\n" not in str(told.value)
    assert names_in(warehouse.parent) == before
    assert warehouse.read_bytes() == content
    assert list(ask_sql(reader, "select count(*) from article").rows) == [(1,)]


@pytest.mark.parametrize(
    "statement",
    [
        # The session alone (without the look at the statement) keeps these out.
        "from read_text('/etc/passwd')",
        "attach 'FOLDER/other.duckdb' as o",
        "copy (select 1) to 'FOLDER/out.csv'",
        "install httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "delete from article",
        "create persistent secret s (type http)",
    ],
)
def test_the_session_is_a_second_fence(warehouse: Path, reader: Connection, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        reader.execute(_fill(statement, warehouse))


@pytest.mark.parametrize(
    "statement",
    [
        "select admin1, actor, method, quote from province_captures",
        "from control_as_of('2022-01-01'::timestamptz);",
        "  -- a remark\n select 1 as n -- and another",
        "with a as (from article) select * exclude (text) from a qualify row_number() over () = 1",
        "select columns('.*_id') from mention",
        "select list_transform([1, 2], lambda x: x + 1), [x for x in roots] from alert",
        "from event semi join alert using (event_id) union all by name select 1 as event_id limit 1",
        "pivot event on type in ('territory_captured') using count(*)",
        "select unnest(sources, recursive := true) from mention",
        "select outlet, count(*) from article group by grouping sets ((outlet), ())",
        "describe article",
        "show tables",
        "summarize mention",
        "explain select 1",
        "EXPLAIN ANALYZE\nselect count(*) from article",
        "values (1), (2)",
        "table run",
        "select title from article where title ilike '%enable_logging%'",
        "select comment from duckdb_columns() where table_name = 'mention'",
    ],
)
def test_every_kind_of_question_is_answered(reader: Connection, statement: str) -> None:
    answer = ask_sql(reader, statement)
    rows = list(answer.rows)
    assert len(answer.columns) == len(answer.types)
    assert all(len(row) == len(answer.columns) for row in rows)


def test_an_answer_names_its_columns_and_types(reader: Connection) -> None:
    answer = ask_sql(reader, "select seq, raised_at, roots from article, alert")
    assert (answer.columns, answer.types) == (
        ("seq", "raised_at", "roots"),
        ("BIGINT", "TIMESTAMP WITH TIME ZONE", "VARCHAR[]"),
    )


def test_parquet_keeps_types_and_nesting(reader: Connection, tmp_path: Path) -> None:
    target = io.BytesIO()
    write_parquet(reader, "select alert_id, roots, published, {'a': 1.5::decimal(4, 1)} as s from alert;", target)
    file = tmp_path / "answer.parquet"
    file.write_bytes(target.getvalue())
    rows = duckdb.sql(f"select alert_id, roots, s, typeof(published) from '{file}'").fetchall()  # noqa: S608
    assert [(row[0], row[1], str(row[2]["a"]), row[3]) for row in rows] == [
        ("x1", ["Example Post"], "1.5", "TIMESTAMP WITH TIME ZONE")
    ]


def test_parquet_refuses_what_a_question_refuses(warehouse: Path, reader: Connection) -> None:
    content = warehouse.read_bytes()
    for statement in ("select 1; drop table article", f"copy (select 1) to '{warehouse}' (use_tmp_file false)"):
        with pytest.raises(QueryError):
            write_parquet(reader, statement, io.BytesIO())
    assert warehouse.read_bytes() == content


def test_a_large_answer_comes_in_pieces(reader: Connection) -> None:
    answer = ask_sql(reader, "select i from range(50_000_000) r(i)")
    assert [next(answer.rows) for _ in range(3)] == [(0,), (1,), (2,)]
