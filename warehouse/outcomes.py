"""What became of documents in, marks on their rows out: rejected ones that came after all, files that are gone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import duckdb

from warehouse.connection import Connection
from warehouse.errors import from_query
from warehouse.scripts import read_script


def resolve_rejected(con: Connection, came: Mapping[str, str | None], *, now: datetime) -> None:
    """Names of documents and sources that were read, with the article of each; their rejected rows are resolved."""
    if came:
        _run(con, "resolve", names=list(came), article_ids=list(came.values()), now=now)


def note_files(con: Connection, files: Sequence[str], *, now: datetime) -> None:
    """The files of the archive that are there: rows whose file is not among them say since when."""
    _run(con, "files", files=list(files), now=now)


def _run(con: Connection, script: str, **parameters: object) -> None:
    try:
        con.execute(read_script("outcomes", script), parameters)
    except duckdb.Error as exc:
        raise from_query(script, exc) from exc
