"""Articles without a sketch in, the near copies of them among all articles out: MinHash in SQL (FACTS, near copies).

hash() is not promised to stay: the algorithm's name carries a mark of it, and texts sketched otherwise are fresh again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.connection import Connection
from warehouse.errors import from_query
from warehouse.scripts import read_script

CHUNK = 5000  # texts that are sketched at once: bounds the memory that a first run over an old warehouse needs

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRound:
    """What one round found: the fresh texts, pairs of articles that print one text, and all that the pairs touch."""

    fresh: list[Row]
    pairs: list[tuple[str, str]]
    members: list[Row]


def find_copies(con: Connection, *, chunk: int = CHUNK) -> Iterator[CopyRound]:
    """Every article without a sketch, round by round; the caller stores the groups before it asks for the next."""
    algorithm = read_algorithm(con)
    for script in ("forget_bands", "forget_sketches"):
        _run(con, script, algorithm=algorithm)
    while True:
        _run(con, "fresh", algorithm=algorithm, count=chunk)
        fresh = _run(con, "fresh_texts")
        if not fresh:
            return
        for script in ("sketch", "keep", "probe", "pairs"):
            _run(con, script)
        pairs = [(row["one"], row["other"]) for row in _run(con, "pairs_found")]
        members = _run(con, "members")
        _run(con, "done")
        yield CopyRound(fresh=fresh, pairs=pairs, members=members)
        if len(fresh) < chunk:
            return


def read_algorithm(con: Connection) -> str:
    """How this DuckDB sketches a text."""
    return str(_run(con, "algorithm")[0]["algorithm"])


def _run(con: Connection, script: str, **parameters: object) -> list[Row]:
    try:
        cursor = con.execute(read_script("copies", script), parameters)
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    except duckdb.Error as exc:
        raise from_query(script, exc) from exc
