"""Connection in, a schema of this version out: scripts applied once each, views made anew where they differ."""

from collections.abc import Sequence
from functools import cache

import duckdb

from warehouse.connection import Connection, transaction
from warehouse.errors import WarehouseError, first_line
from warehouse.packaged import digest_of, is_packaged, mark_packaged
from warehouse.scripts import find_scripts, read_script


def migrate(con: Connection) -> list[str]:
    """Apply the schema scripts that this file has not seen and make the views as they are here; the names applied."""
    con.execute(read_script("session", "make_migrations"))
    done = {name for (name,) in con.execute(read_script("session", "migrations_done")).fetchall()}
    newer = sorted(done - set(find_scripts("schema")))
    if newer:
        raise WarehouseError("schema", f"written by a newer frontwire ({newer[-1]}); upgrade frontwire")
    wanted = [name for name in find_scripts("schema") if name not in done]
    if done:
        _upgrade(con, wanted)
    else:
        _found(con, wanted)
    return wanted


def _found(con: Connection, wanted: Sequence[str]) -> None:
    """All at once in a new file: there are no rows that a second script could meet."""
    with transaction(con):
        for name in wanted:
            _apply(con, name)
        _make_views(con)
    con.execute("checkpoint")  # as below


def _upgrade(con: Connection, wanted: Sequence[str]) -> None:
    """One by one: DuckDB does not alter a table whose rows were changed in the same transaction."""
    for name in wanted:
        with transaction(con):
            _apply(con, name)
    if wanted:
        # DuckDB 1.5 cannot replay a log with "add column ... default" in it (0003): who is killed must not need it.
        con.execute("checkpoint")
    with transaction(con):
        _make_views(con)


def _apply(con: Connection, name: str) -> None:
    try:
        con.execute(read_script("schema", name))
        con.execute(read_script("session", "mark_migration"), {"name": name})
    except duckdb.Error as exc:
        raise WarehouseError(name, f"schema script failed: {first_line(exc)}") from exc


def _make_views(con: Connection) -> None:
    if is_packaged(con, "views", _digest_of_views()):
        return
    for name in find_scripts("views"):
        con.execute(read_script("views", name))
    mark_packaged(con, "views", _digest_of_views())


@cache
def _digest_of_views() -> str:
    return digest_of(read_script("views", name) for name in find_scripts("views"))
