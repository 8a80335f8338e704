"""Connection in, a sentence per broken promise out: what PRIMARY KEY and FOREIGN KEY would have said."""

import duckdb

from warehouse.connection import Connection
from warehouse.errors import from_query
from warehouse.scripts import find_scripts, read_script


def find_faults(con: Connection) -> list[str]:
    """Every fault of every script in checks/; an empty list proves the warehouse consistent."""
    faults: list[str] = []
    for name in find_scripts("checks"):
        try:
            faults += [str(fault) for (fault,) in con.execute(read_script("checks", name)).fetchall()]
        except duckdb.Error as exc:
            raise from_query(name, exc) from exc
    return faults
