"""Changed texts of known articles in; their versions in order out, the last one as the article, the others retired."""

from collections.abc import Iterable, Sequence

import duckdb

from warehouse.connection import Connection
from warehouse.errors import from_query
from warehouse.load import merge
from warehouse.scripts import read_script
from warehouse.staging import Row


def add_versions(
    con: Connection, article_ids: Sequence[str], *, versions: Iterable[Row], mentions: Iterable[Row]
) -> None:
    """Store further texts of known articles with their mentions; the order of the versions is not that of arrival."""
    _run(con, "changed", article_ids=list(article_ids))
    _run(con, "retire")
    merge(con, "article_version", versions)
    merge(con, "retired_mention", mentions)
    for script in ("count", "promote"):
        _run(con, script)


def mark_read(con: Connection, article_ids: Sequence[str]) -> None:
    """Note that articles which were stored unread have been read."""
    _run(con, "reread", article_ids=list(article_ids))


def _run(con: Connection, script: str, **parameters: object) -> None:
    try:
        con.execute(read_script("versions", script), parameters)
    except duckdb.Error as exc:
        raise from_query(script, exc) from exc
