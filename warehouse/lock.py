"""Path of a warehouse in, the right to write it out: one holder on this machine at a time."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import WarehouseBusy, WarehouseError

POLL_SECONDS = 0.05


@contextmanager
def hold(path: Path, *, wait_seconds: float) -> Iterator[None]:
    """Hold the warehouse at `path` for writing and publishing; waits, then raises WarehouseBusy.

    The lock file `.NAME.lock` stays when the lock is released: deleting it would let two processes
    hold two different files of that name. The kernel drops the lock of a killed process.
    """
    lock_path = real_path(path).parent / f".{real_path(path).name}.lock"
    try:
        lock_path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(lock_path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as exc:
        raise WarehouseError(path, f"its folder cannot be written ({exc.strerror}); choose another with --db") from exc
    try:
        _wait_for(handle, path, wait_seconds)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def real_path(path: Path) -> Path:
    """The file itself where `path` is a link, so that its neighbours lie on the same disk."""
    return Path(os.path.realpath(path))


def _wait_for(handle: int, path: Path, wait_seconds: float) -> None:
    # flock, not lockf: closing any other handle on the same file would drop a POSIX record lock.
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            if time.monotonic() >= deadline:
                raise _busy(handle, path, wait_seconds) from exc
            time.sleep(POLL_SECONDS)
        else:
            return


def _busy(handle: int, path: Path, wait_seconds: float) -> WarehouseBusy:
    holder = os.pread(handle, 32, 0).decode(errors="replace") or "unknown"
    return WarehouseBusy(
        path,
        f"another run (process {holder}) is still writing it after {wait_seconds:g} s; wait for it to end, or stop it",
    )
