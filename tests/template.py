"""Where a warehouse is to stand in, an empty one laid there: made by the migration itself, once a process.

Tests of migrations, of first runs and of runs that are killed begin with nothing instead.
"""

import tempfile
from functools import cache
from pathlib import Path

from warehouse.connection import open_writer, writer_path
from warehouse.migrate import migrate


def lay_warehouse(path: Path) -> None:
    """An empty warehouse, unless there is one: no run was in it, and nothing is published."""
    writer = writer_path(path)
    if path.exists() or writer.exists():
        return
    writer.parent.mkdir(parents=True, exist_ok=True)
    writer.write_bytes(_make_template())


@cache
def _make_template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.duckdb"
        with open_writer(path) as con:
            migrate(con)
        return writer_path(path).read_bytes()
