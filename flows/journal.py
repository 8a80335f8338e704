"""What servers answered, line by line as they answer in; after a kill the next run knows when each may be asked again.

The state of a source is saved with its data, which may be minutes later; until then it stands here, in a file beside
the writer's one. The next run moves it into the warehouse, also where the run that wrote it is still at work."""

import json
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from flows.records import FeedState

_KEPT = ("url", "kind", "status", "failures", "next_read_at", "disabled_at", "read_at")
_TIMES = ("next_read_at", "disabled_at", "read_at")


class Journal:
    """A file of states, newest last; may be shared by threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def note(self, state: FeedState) -> None:
        """One line, there at once even if the process dies with the next instruction."""
        row = asdict(state)
        line = json.dumps({name: row[name] for name in _KEPT}, default=datetime.isoformat) + "\n"
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(line)

    def read(self) -> list[FeedState]:
        """The newest state of each source."""
        states = (state for line in self._lines() if (state := _read_line(line)) is not None)
        return list({state.url: state for state in states}.values())

    def clear(self) -> None:
        """All is in the warehouse."""
        self._path.unlink(missing_ok=True)

    def _lines(self) -> list[str]:
        try:
            return self._path.read_text("utf-8", "replace").splitlines()
        except FileNotFoundError:
            return []


def _read_line(line: str) -> FeedState | None:
    """None for a line that a dying process did not finish."""
    try:
        row = json.loads(line)
        times = {name: datetime.fromisoformat(row[name]) for name in _TIMES if row[name]}
        if not isinstance(row["url"], str) or not all(time.tzinfo for time in times.values()):
            return None
        return FeedState(**{**{name: row[name] for name in _KEPT}, **times})
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def open_journal(db: Path, run_id: str) -> Journal:
    """The journal of a run: its own, since two may be at work at once."""
    return Journal(_beginning(db).with_suffix(f".{run_id}.asked"))


def find_journals(db: Path) -> list[Journal]:
    """The journals of all runs that are at work or were killed."""
    beginning = _beginning(db)
    name = re.compile(re.escape(beginning.stem) + r"\.[^.]+\.asked")
    return [Journal(path) for path in sorted(beginning.parent.iterdir()) if name.fullmatch(path.name)]


def _beginning(db: Path) -> Path:
    from warehouse.connection import writer_path  # DuckDB, which asking alone does not need

    return writer_path(db)


def newer_than_known(noted: Iterable[FeedState], known: Mapping[str, FeedState]) -> list[FeedState]:
    """States of journals in, those out that the warehouse does not have, with what it knows beside them."""
    found: dict[str, FeedState] = {}
    for state in noted:
        before = found.get(state.url) or known.get(state.url) or FeedState(url=state.url)
        if state.read_at is None or (before.read_at is not None and state.read_at <= before.read_at):
            continue
        found[state.url] = replace(before, **{name: getattr(state, name) for name in _KEPT})
    return list(found.values())
