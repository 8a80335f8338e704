"""Path in, session out: one writer on a private file, readers on a locked-down view of the snapshot."""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.errors import (
    WarehouseBusy,
    WarehouseDamaged,
    WarehouseError,
    WarehouseMissing,
    first_line,
    is_damage,
    is_lock,
)
from warehouse.lock import POLL_SECONDS, hold, real_path
from warehouse.scripts import read_script

Connection = duckdb.DuckDBPyConnection

# Nothing is fetched or loaded from outside, by no session.
_COMMON: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "2GB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
# DuckDB 1.5 must be able to open what 2.0 wrote (FACTS, packaging).
_WRITER = _COMMON | {"storage_compatibility_version": "v1.5.0"}
# `from name` must not reach the variables of the Python that asks, and no secret goes to disk.
_READER = _COMMON | {"python_enable_replacements": "false", "allow_persistent_secrets": "false"}


def writer_path(path: Path) -> Path:
    """The private file that runs write, beside the snapshot that people read."""
    real = real_path(path)
    return real.parent / f".{real.name}.writer"


@contextmanager
def open_writer(path: Path, *, wait_seconds: float = 30.0) -> Iterator[Connection]:
    """The only writing session on this warehouse; a clean end checkpoints, an error loses what was not committed."""
    started = time.monotonic()
    with hold(path, wait_seconds=wait_seconds):
        left = max(0.0, started + wait_seconds - time.monotonic())
        with write_held(path, wait_seconds=left) as con:
            yield con


@contextmanager
def write_held(path: Path, *, wait_seconds: float) -> Iterator[Connection]:
    """A writing session for who holds the lock already."""
    writer = writer_path(path)
    if not writer.exists():
        _make_writer(path, writer)
    con = _connect(path, writer, wait_seconds)
    try:
        con.execute(read_script("session", "writer"))
        yield con
        con.execute("checkpoint")
    except duckdb.Error as exc:
        raise _explain(path, writer, exc) from exc
    finally:
        con.close()


@contextmanager
def open_reader(path: Path) -> Iterator[Connection]:
    """A read-only session on the snapshot without files, settings or extensions; text of others goes through `ask_sql`.

    The session is a database in memory with the snapshot attached: DuckDB would otherwise give a second
    session of the same process the file as it was before the last publish.
    """
    if not path.exists():
        raise WarehouseMissing(path)
    with tempfile.TemporaryDirectory(prefix="frontwire-") as spill:
        con = duckdb.connect(":memory:", config=_READER | {"temp_directory": spill})
        try:
            # attach takes no parameter; doubling the quote is all that a literal needs in DuckDB.
            literal = "'" + str(path).replace("'", "''") + "'"
            con.execute(read_script("session", "attach").replace("<path>", literal))
            con.execute(read_script("session", "reader"))
        except duckdb.Error as exc:
            con.close()
            raise _explain(path, path, exc) from exc
        try:
            yield con
        finally:
            con.close()


@contextmanager
def transaction(con: Connection) -> Iterator[Connection]:
    """All or nothing."""
    con.execute("begin transaction")
    try:
        yield con
        con.execute("commit")
    except BaseException:
        with contextlib.suppress(duckdb.Error):  # the failure itself may have ended the transaction
            con.execute("rollback")
        raise


def _connect(path: Path, writer: Path, wait_seconds: float) -> Connection:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            return duckdb.connect(str(writer), config=_WRITER)
        except duckdb.Error as exc:
            if not is_lock(exc) or time.monotonic() >= deadline:
                raise _explain(path, writer, exc) from exc
            time.sleep(POLL_SECONDS)


def _make_writer(path: Path, writer: Path) -> None:
    # Under a temporary name first: a crash half-way must not leave a file that is no database.
    fresh = writer.with_name(writer.name + ".new")
    fresh.unlink(missing_ok=True)
    try:
        if path.exists():
            _require_ours(path)
            shutil.copyfile(path, fresh)  # the snapshot was moved here alone, or the writer was lost
        else:
            duckdb.connect(str(fresh), config=_WRITER).close()
        fresh.replace(writer)
    except duckdb.Error as exc:
        raise _explain(path, path, exc) from exc
    except OSError as exc:
        raise WarehouseError(path, f"its folder cannot be written ({exc.strerror}); free space or use --db") from exc
    finally:
        fresh.unlink(missing_ok=True)


def _require_ours(path: Path) -> None:
    with open_reader(path) as con:
        found = con.execute(read_script("session", "is_ours")).fetchone()
    if not found or not found[0]:
        raise WarehouseError(path, "this database was not made by frontwire; name another file with --db")


def _explain(path: Path, file: Path, exc: duckdb.Error) -> WarehouseError:
    if is_lock(exc):
        return WarehouseBusy(path, "another program holds its file open for writing; close that program and run again")
    if not is_damage(exc):
        return WarehouseError(path, first_line(exc))
    why = f"{file.name} is damaged ({first_line(exc)}); "
    if file == path:
        return WarehouseDamaged(path, why + "delete it and run `frontwire run` to publish it anew")
    return WarehouseDamaged(path, why + f"move it away, and the next run goes on from the snapshot {path.name}")
