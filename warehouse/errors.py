"""What the warehouse says when it cannot: one sentence that names the thing and the mend."""

from pathlib import Path

import duckdb

_DAMAGE = ("not a valid DuckDB database file", "Corrupt", "Could not read enough bytes", "checksum")


class WarehouseError(Exception):
    """Something about `path` (a file, a table or a query) stops us; `why` says what and how to mend it."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


class WarehouseMissing(WarehouseError):  # noqa: N818 - a state of the warehouse
    """Nothing was published at `path` yet."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path, "run `frontwire run` first")
        self.args = (f"no warehouse at {path} yet: run `frontwire run` first",)


class WarehouseBusy(WarehouseError):  # noqa: N818
    """Another process writes and did not end in time."""


class WarehouseDamaged(WarehouseError):  # noqa: N818
    """The file is no database any more, or parts of it cannot be read."""


class QueryError(WarehouseError):
    """A question that cannot be asked, or that DuckDB refuses."""


class RowError(WarehouseError):
    """A row that does not fit its table; `path` is the table."""


def first_line(exc: BaseException) -> str:
    """The first line of what DuckDB says: the rest shows the statement."""
    return str(exc).strip().partition("\n")[0]


def is_lock(exc: duckdb.Error) -> bool:
    """Whether another process holds the file."""
    return "Could not set lock" in str(exc)


def is_damage(exc: duckdb.Error) -> bool:
    """Whether the file itself is to blame."""
    if isinstance(exc, duckdb.FatalException | duckdb.InternalException | duckdb.SerializationException):
        return True
    return any(sign in str(exc) for sign in _DAMAGE)


def from_query(name: str, exc: duckdb.Error) -> WarehouseError:
    """DuckDB's error about a question, as ours."""
    if is_damage(exc):
        return WarehouseDamaged(
            name, f"the database file cannot be read ({first_line(exc)}); run `frontwire run` again"
        )
    return QueryError(name, first_line(exc))
