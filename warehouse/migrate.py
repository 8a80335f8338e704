"""Connection in, a schema of this version out: scripts applied once each, views made anew."""

import duckdb

from warehouse.connection import Connection, transaction
from warehouse.errors import WarehouseError, first_line
from warehouse.scripts import find_scripts, read_script


def migrate(con: Connection) -> list[str]:
    """Apply the schema scripts that this file has not seen and re-create the views; the names applied."""
    con.execute(read_script("session", "make_migrations"))
    done = {name for (name,) in con.execute(read_script("session", "migrations_done")).fetchall()}
    newer = sorted(done - set(find_scripts("schema")))
    if newer:
        raise WarehouseError("schema", f"written by a newer frontwire ({newer[-1]}); upgrade frontwire")
    wanted = [name for name in find_scripts("schema") if name not in done]
    for name in wanted:
        _apply(con, name)
    if wanted:
        # DuckDB 1.5 cannot replay a log with "add column ... default" in it (0003): who is killed must not need it.
        con.execute("checkpoint")
    with transaction(con):
        for name in find_scripts("views"):
            con.execute(read_script("views", name))
    return wanted


def _apply(con: Connection, name: str) -> None:
    try:
        with transaction(con):
            con.execute(read_script("schema", name))
            con.execute(read_script("session", "mark_migration"), {"name": name})
    except duckdb.Error as exc:
        raise WarehouseError(name, f"schema script failed: {first_line(exc)}") from exc
