"""Path in, a fresh snapshot for people out: an atomic copy of the writer's file."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.connection import Connection, write_held, writer_path
from warehouse.errors import WarehouseError, WarehouseMissing
from warehouse.lock import hold, real_path


def publish(path: Path, *, wait_seconds: float = 30.0) -> None:
    """Copy the writer's file onto PATH; call it after the writer is closed (it waits for whoever writes)."""
    if not writer_path(path).exists():
        raise WarehouseMissing(path)
    with hold(path, wait_seconds=wait_seconds):
        # Opening once proves that nobody else holds the file, and brings in the log of a killed run.
        with write_held(path, wait_seconds=wait_seconds):
            pass
        _replace(path)


@contextmanager
def write_and_publish(path: Path, *, wait_seconds: float = 30.0) -> Iterator[Connection]:
    """A writing session whose clean end is published before anyone else may write."""
    started = time.monotonic()
    with hold(path, wait_seconds=wait_seconds):
        left = max(0.0, started + wait_seconds - time.monotonic())
        with write_held(path, wait_seconds=left) as con:
            yield con
        _replace(path)


def _replace(path: Path) -> None:
    # One fixed name: what a crash leaves behind is overwritten by the next publish. Only the holder gets here.
    target = real_path(path)
    fresh = target.parent / f".{target.name}.snapshot"
    try:
        shutil.copyfile(writer_path(path), fresh)
        _sync(fresh)
        # A log beside the snapshot stems from someone who wrote to it; it would not fit the new file.
        target.with_name(target.name + ".wal").unlink(missing_ok=True)
        fresh.replace(target)
        _sync(target.parent)
    except OSError as exc:
        raise WarehouseError(
            path, f"the snapshot cannot be written ({exc.strerror}); free space, then run again (the data are safe)"
        ) from exc
    finally:
        fresh.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
