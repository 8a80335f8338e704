"""A run in, proof that it lives out: a lock on a file of its own that the kernel drops when the process ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def hold_lease(db: Path, run_id: str) -> Iterator[None]:
    """While this is held, other runs leave alone what the run has claimed."""
    path = _path(db, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def is_live(db: Path, run_id: str) -> bool:
    """Whether the run still holds its lease; clears away what a killed one left."""
    path = _path(db, run_id)
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        path.unlink(missing_ok=True)
        return False
    finally:
        os.close(handle)


def _path(db: Path, run_id: str) -> Path:
    real = Path(os.path.realpath(db))
    return real.parent / f".{real.name}.lease-{run_id}"
