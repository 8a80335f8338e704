"""Rows in, text out: the tables, CSV and JSON that commands print on stdout."""

import csv
import json
import math
import os
import sys
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import IO, TYPE_CHECKING

from flows.records import Rejected

if TYPE_CHECKING:
    from rich.table import Table

Row = Mapping[str, object]
PAGE, NARROWEST = 120, 80  # columns of what is wrapped into a pipe
GAP = 3  # between two columns
UNBOUNDED = 100_000  # columns of a "screen" that is a pipe: nothing is cut there
LISTED = 20  # rejected documents that are named; table `rejected` has them all
EXACT_DIGITS = 15  # more digits than this do not survive a float


def in_utc(moment: datetime) -> str:
    """A moment in, ISO 8601 with Z out; a moment without a zone keeps none."""
    if moment.tzinfo is None:
        return moment.isoformat()
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def as_json(value: object) -> object:
    """A value of the warehouse in, what JSON can carry out: ISO times, null for what is no number."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return in_utc(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return b64encode(bytes(value)).decode()
    if isinstance(value, Mapping):
        return {str(key): as_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(part) for part in value]
    return str(value)


def _number(value: Decimal) -> object:
    if not value.is_finite():
        return None
    if value == value.to_integral_value():
        return int(value)
    return float(value) if len(value.as_tuple().digits) <= EXACT_DIGITS else str(value)


def as_line(row: Row) -> str:
    """A row in, one line of JSON out."""
    return json.dumps({key: as_json(value) for key, value in row.items()}, ensure_ascii=False, allow_nan=False)


def as_cell(value: object) -> str:
    """A value in, one line for people out: nothing in it can steer a terminal."""
    plain = as_json(value)
    if plain is None:
        return ""
    text = plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
    return "".join(char if char.isprintable() else " " for char in text)


def shorten(text: str, width: int = 80) -> str:
    """A text in, at most `width` characters of it out, cut between words."""
    flat = " ".join(as_cell(text).split())
    if len(flat) <= width:
        return flat
    return flat[: width - 1].rsplit(" ", 1)[0] + "…"


def write_jsonl(rows: Iterable[Row], out: IO[str]) -> None:
    """Rows in, one JSON object a line out."""
    for row in rows:
        out.write(as_line(row) + "\n")


def write_json(rows: Iterable[Row], out: IO[str]) -> None:
    """Rows in, one JSON array out, a row a line."""
    before = "["
    for row in rows:
        out.write(f"{before}\n{as_line(row)}")
        before = ","
    out.write("[]\n" if before == "[" else "\n]\n")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], out: IO[str]) -> None:
    """Rows in, CSV with a head line out; null is empty, lists and structs are JSON."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])


def _csv_cell(value: object) -> object:
    plain = as_json(value)
    return json.dumps(plain, ensure_ascii=False) if isinstance(plain, dict | list | bool) else plain


def write_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], out: IO[str], *, title: str | None = None
) -> None:
    """Rows in, a table for people out: cut to the width of a terminal, complete in a pipe."""
    from rich.console import Console

    table = _table(columns, rows, title=title)
    width = None if out.isatty() else UNBOUNDED
    Console(file=out, width=width, highlight=False, markup=False, emoji=False).print(table)


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False, show_edge=False
    )
    for name in columns:
        table.add_column(Text(as_cell(name)), no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*(Text(as_cell(value)) for value in row))
    return table


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a wrapped table: its name, its least width, its share of what is left."""

    name: str
    least: int
    share: int


def write_wrapped(columns: Sequence[Column], rows: Iterable[Sequence[str]], out: IO[str], *, title: str) -> None:
    """Rows of text in, a table for people out that is wrapped and never cut; a line break inside a cell stays one."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD,
        title=as_cell(title).upper(),
        title_justify="left",
        title_style="bold",
        pad_edge=False,
        show_edge=False,
        leading=1,
    )
    console = Console(file=out, width=_width(out), highlight=False, markup=False, emoji=False)
    free = max(0, console.width - sum(column.least + GAP for column in columns) + GAP)
    shares = sum(column.share for column in columns)
    for column in columns:
        table.add_column(Text(column.name), width=column.least + free * column.share // shares, overflow="fold")
    for row in rows:
        table.add_row(*(Text("\n".join(as_cell(line) for line in cell.split("\n"))) for cell in row))
    console.print(table)


def _width(out: IO[str]) -> int | None:
    """None: that of the terminal; in a pipe COLUMNS, else a page."""
    if out.isatty():
        return None
    said = os.environ.get("COLUMNS", "")
    return min(max(int(said), NARROWEST), UNBOUNDED) if said.isdecimal() else PAGE


def pick(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[list[object]]:
    """Rows in, their values in the order of `columns` out."""
    for row in rows:
        yield [row.get(column) for column in columns]


def say_rejected(rejected: Sequence[Rejected]) -> None:
    """What could not be read in; the first of it is named on stderr, with the reason."""
    for one in rejected[:LISTED]:
        say(f"rejected {one.name}: {one.detail} ({one.code})")
    if len(rejected) > LISTED:
        say(f"... and {len(rejected) - LISTED} more that were rejected")


def say(sentence: str) -> None:
    """A sentence in; it goes to stderr, where it cannot spoil machine output."""
    print(as_cell(sentence), file=sys.stderr)  # noqa: T201
