"""A question by name, or a statement of someone else's, in; rows out."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any

import duckdb

from warehouse.connection import Connection
from warehouse.errors import QueryError, first_line, from_query
from warehouse.scripts import read_script

_EXPLAIN = re.compile(r"\s*explain\s+(?:analyze\s+)?", re.IGNORECASE)
_CALLED = re.compile(r'"function_name":"([^"]*)"')
# Table functions with effects, and those that run text which we could not look at.
_EFFECTS = ("enable_logging", "disable_logging", "enable_profiling", "disable_profiling", "checkpoint")
_HIDDEN = (
    "force_checkpoint",
    "truncate_duckdb_logs",
    "write_log",
    "query",
    "query_table",
    "json_execute_serialized_sql",
)
_REFUSED = frozenset((*_EFFECTS, *_HIDDEN))
_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a statement says; `rows` can be walked once, while the session is open."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


def ask(con: Connection, name: str, **parameters: object) -> list[dict[str, Any]]:
    """The rows of queries/NAME.sql; parameters are exactly its $names."""
    script = read_script("queries", name)
    try:
        cursor = con.execute(script, {key: as_parameter(value) for key, value in parameters.items()})
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    except duckdb.Error as exc:
        raise from_query(name, exc) from exc


def as_parameter(value: object) -> object:
    """A list of texts in, the same as DuckDB spells it out: it takes 0.1 ms to bind each element of a Python list."""
    if not isinstance(value, list) or not all(item is None or isinstance(item, str) for item in value):
        return value
    return f"[{','.join(_quoted(item) for item in value)}]"


def _quoted(item: str | None) -> str:
    return "NULL" if item is None else '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'


def ask_sql(con: Connection, statement: str) -> Answer:
    """What one select statement of a user says; anything else is refused before it runs.

    A locked session still lets `copy` overwrite the attached file itself, so the kind of statement is
    checked first; `con` comes from `open_reader`, which is the second fence.
    """
    _require_select(con, statement)
    try:
        cursor = con.execute(statement)
        description = cursor.description or []
    except duckdb.Error as exc:
        raise from_query("query", exc) from exc
    return Answer(
        columns=tuple(column[0] for column in description),
        types=tuple(str(column[1]) for column in description),
        rows=_fetch(cursor),
    )


def write_parquet(con: Connection, statement: str, target: IO[bytes]) -> None:
    """Write what one select statement of a user says as a Parquet file; `con` comes from `open_reader`."""
    _require_select(con, statement)
    # The session's own spill folder is the one place where it may write.
    (folder,) = con.execute(read_script("session", "spill_folder")).fetchone() or ("",)
    with tempfile.TemporaryDirectory(dir=folder) as room:
        file = Path(room) / "answer.parquet"
        try:
            con.sql(statement).write_parquet(str(file))
        except duckdb.Error as exc:
            raise from_query("query", exc) from exc
        with file.open("rb") as answer:
            copyfileobj(answer, target)


def _fetch(cursor: Connection) -> Iterator[tuple[Any, ...]]:
    try:
        while batch := cursor.fetchmany(_BATCH):
            yield from batch
    except duckdb.Error as exc:
        raise from_query("query", exc) from exc


def _require_select(con: Connection, statement: str) -> None:
    inner = _EXPLAIN.sub("", statement, count=1) if _EXPLAIN.match(statement) else statement
    try:
        kinds = [found.type.name for found in con.extract_statements(inner)]
        parsed = con.execute(read_script("session", "function_names"), {"statement": inner}).fetchone()
    except duckdb.Error as exc:
        raise QueryError("query", first_line(exc)) from exc
    if kinds != ["SELECT"] or not parsed or parsed[0].startswith('{"error":true'):
        raise QueryError("query", "only one select statement can be asked here; nothing was run")
    refused = sorted(_REFUSED & {name.lower() for name in _CALLED.findall(parsed[0])})
    if refused:
        raise QueryError("query", f"{refused[0]}() cannot be used here; nothing was run")
