"""Rows in, text out: the tables, CSV and JSON that commands print on stdout."""

import csv
import json
import math
import sys
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import IO, TYPE_CHECKING

from flows.records import Rejected

if TYPE_CHECKING:
    from rich.table import Table

Row = Mapping[str, object]
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
