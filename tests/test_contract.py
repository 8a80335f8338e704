"""Records, tables and the outside contract name the same things; everything in the warehouse is commented."""

import json
from dataclasses import fields
from pathlib import Path

import duckdb
import pytest

from flows.extract import find_lines
from flows.settings import load_settings
from parsers.records import Alert, Event, LedgerLine, Mention
from warehouse.connection import open_writer
from warehouse.migrate import migrate

SEEDS = Path(__file__).parents[1] / "seeds" / "articles"
MENTION = [
    "article_id",
    "mention_id",
    "type",
    "modality",
    "assertion",
    "actor",
    "actor_text",
    "target",
    "target_text",
    "place",
    "place_text",
    "place_kind",
    "place_id",
    "admin1",
    "country",
    "lat",
    "lon",
    "date_start",
    "date_end",
    "date_precision",
    "method",
    "extent",
    "quantities",
    "sources",
    "root_source",
    "start",
    "stop",
    "quote",
    "pattern",
    "extractor",
]
ALERT = [
    "alert_id",
    "kind",
    "admin1",
    "admin1_name",
    "country",
    "actor",
    "place",
    "basis",
    "level",
    "event_id",
    "article_id",
    "published",
    "raised_at",
    "roots",
    "quote",
    "url",
]
TABLES = [
    "article",
    "mention",
    "event",
    "event_mention",
    "control_ledger",
    "alert",
    "place",
    "source",
    "rejected",
    "run",
    "crosswalk",
    "actor",
]
VIEWS = [
    "control_now",
    "control_history",
    "event_coverage",
    "province_captures",
    "articles_per_outlet",
    "event_crosswalk",
]


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("contract") / "f.duckdb"
    with open_writer(path) as con:
        migrate(con)
        yield con


def columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = con.execute(
        "select column_name from duckdb_columns() where table_name = $1 and not internal", [table]
    ).fetchall()
    return [name for (name,) in rows]


def test_a_mention_line_has_the_fields_of_the_contract() -> None:
    lines = [
        json.loads(json.dumps(line, default=str)) for line in find_lines([str(SEEDS)], load_settings(None), rejected=[])
    ]
    assert lines
    assert all(set(MENTION) <= set(line) for line in lines)


@pytest.mark.parametrize(
    ("record", "table"), [(Mention, "mention"), (Event, "event"), (LedgerLine, "control_ledger"), (Alert, "alert")]
)
def test_every_field_of_a_record_is_a_column(con: duckdb.DuckDBPyConnection, record: type, table: str) -> None:
    assert {f.name for f in fields(record)} <= set(columns(con, table))


def test_the_tables_hold_the_fields_of_the_contract(con: duckdb.DuckDBPyConnection) -> None:
    assert set(MENTION) <= set(columns(con, "mention"))
    assert set(ALERT) <= set(columns(con, "alert"))


def test_all_tables_views_and_macros_are_there(con: duckdb.DuckDBPyConnection) -> None:
    tables = {n for (n,) in con.execute("select table_name from duckdb_tables() where not internal").fetchall()}
    views = {n for (n,) in con.execute("select view_name from duckdb_views() where not internal").fetchall()}
    macros = {n for (n,) in con.execute("select function_name from duckdb_functions() where not internal").fetchall()}
    assert set(TABLES) <= tables
    assert set(VIEWS) <= views
    assert "control_as_of" in macros


def test_everything_is_commented(con: duckdb.DuckDBPyConnection) -> None:
    bare = con.execute("""
        select table_name from duckdb_tables() where not internal and comment is null
        union all select view_name from duckdb_views() where not internal and comment is null
        union all select table_name || '.' || column_name from duckdb_columns() where not internal and comment is null
    """).fetchall()
    assert bare == []


def test_the_pages_of_the_docs_are_there() -> None:
    docs = Path(__file__).parents[1] / "docs"
    assert {"architecture.md", "extraction.md", "alerts.md", "warehouse.md", "performance.md"} <= {
        p.name for p in docs.iterdir()
    }
