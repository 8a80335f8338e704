"""Sources in, a RunSummary out: documents -> batches -> one transaction each -> snapshot -> alerts told.

The same functions run with Prefect (`flows/prefect_flow.py` wraps the three steps as tasks) and without.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from flows.archive import Archive, open_archive
from flows.batch import Batch, Reading, read_batch
from flows.channels import AlertRow, Channel, open_channel
from flows.errors import SettingsError
from flows.loading import Loaded, load_reading, open_run
from flows.outcomes import note_archive
from flows.pages import MAX_BODY, PageReader
from flows.records import FeedMemory, Rejected
from flows.settings import Settings
from flows.stream import RETRY_SECONDS, SourceDownError, SourceStream
from flows.watch import CONSOLE, Attempt, find_marks, find_pending, send_all
from warehouse.connection import transaction
from warehouse.load import merge
from warehouse.snapshot import write_and_publish


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What one run did; `shown` are the alerts that the console has not told yet, normally those raised now."""

    run_id: str
    started_at: datetime
    ended_at: datetime | None = None
    sources: tuple[str, ...] = ()
    read: int = 0
    new: int = 0
    updated: int = 0
    duplicate: int = 0
    rejected: int = 0
    events_new: int = 0
    events_updated: int = 0
    alerts: int = 0
    rejections: tuple[Rejected, ...] = ()
    shown: tuple[AlertRow, ...] = ()
    undelivered: tuple[str, ...] = ()  # one sentence a channel that did not take its messages

    @property
    def row(self) -> dict[str, object]:
        """The row of table `run`; nothing is counted before the end."""
        counts = ("read", "new", "updated", "duplicate", "rejected", "events_new", "events_updated", "alerts")
        known = {name: getattr(self, name) if self.ended_at else None for name in counts}
        times = {"started_at": self.started_at, "ended_at": self.ended_at}
        return {"run_id": self.run_id, **times, "sources": list(self.sources), **known}

    def plus(self, loaded: Loaded) -> "RunSummary":
        """The same with one more batch."""
        return replace(
            self,
            read=self.read + loaded.read,
            new=self.new + loaded.new,
            updated=self.updated + loaded.updated,
            duplicate=self.duplicate + loaded.duplicate,
            rejected=self.rejected + len(loaded.rejected),
            events_new=self.events_new + loaded.events_new,
            events_updated=self.events_updated + loaded.events_updated,
            alerts=self.alerts + loaded.alerts,
            rejections=self.rejections + tuple(loaded.rejected),
        )


class Screen(Protocol):
    """Where people watch a run: called as it goes on, and once at its end."""

    def show_progress(self, summary: RunSummary) -> None: ...

    def show_end(self, summary: RunSummary) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The three steps of a batch; Prefect puts a task around each."""

    pull: Callable[[SourceStream], Batch | None]
    read: Callable[[Batch, PageReader], Reading]
    load: Callable[[Reading, Settings, str], Loaded]


OpenStream = Callable[[Sequence[str], Settings, FeedMemory, PageReader, Archive | None], SourceStream]


def run_pipeline(
    sources: Sequence[str], settings: Settings, *, direct: bool, screen: Screen | None = None
) -> RunSummary:
    """Sources in (none: the configured feeds), everything that they tell loaded and told; what was done out."""
    wanted = tuple(sources) or tuple(feed.url for feed in settings.feeds)
    if not wanted:
        raise SettingsError("nothing to read: name a SOURCE, or put feeds into frontwire.toml")
    if direct:
        return run_steps(wanted, settings, DIRECT, screen=screen)
    from flows.prefect_home import prepare_prefect

    prepare_prefect(settings.db)  # before Prefect is imported
    from flows.prefect_flow import run_flow

    return run_flow(wanted, settings, screen=screen)


def run_steps(
    sources: Sequence[str],
    settings: Settings,
    steps: Steps,
    *,
    screen: Screen | None = None,
    opened: OpenStream = SourceStream,
) -> RunSummary:
    """The run itself, step by step; each batch is whole or not there, whenever it ends."""
    summary = RunSummary(run_id=uuid4().hex[:16], started_at=now(), sources=tuple(sources))
    channels = [open_channel(address) for address in settings.alert.channels]
    memory = open_run(settings.db, summary.row, channels, now=summary.started_at)
    note_archive(settings, now=summary.started_at)
    with PageReader(max_body=max(MAX_BODY, settings.fetch.max_bytes)) as pages, ExitStack() as stack:
        archive = open_archive(settings.archive, settings.db)
        if archive:
            stack.enter_context(archive)
        stream = opened(sources, settings, memory, pages, archive)
        while (batch := steps.pull(stream)) is not None:
            reading = steps.read(batch, pages)
            if archive:
                archive.sync()  # what is loaded rests on it
            summary = summary.plus(steps.load(reading, settings, summary.run_id))
            if screen:
                screen.show_progress(summary)
    return finish_run(summary, settings.db, channels, screen=screen)


def finish_run(summary: RunSummary, db: Path, channels: Sequence[Channel], *, screen: Screen | None) -> RunSummary:
    """A loaded run in; publishes it, tells its alerts, and publishes the marks of what was told."""
    summary = replace(summary, ended_at=now())
    with write_and_publish(db) as con:
        with transaction(con):
            merge(con, "run", [summary.row])
        pending = find_pending(con, channels, now=now())
    shown = pending[CONSOLE] if screen else []
    summary = replace(summary, shown=tuple(shown))
    if screen:
        screen.show_end(summary)
    told = [Attempt(alert=alert, channel=CONSOLE) for alert in shown]
    attempts = told + send_all(pending, channels)
    if attempts:
        with write_and_publish(db) as con, transaction(con):
            merge(con, "delivery", find_marks(attempts, now=now()))
    return replace(summary, undelivered=tuple(attempt.error for attempt in attempts if attempt.error))


def pull_patiently(stream: SourceStream) -> Batch | None:
    """The next batch; a source that is down is asked again after a while, as Prefect does with the task."""
    for seconds in (*RETRY_SECONDS, None):
        try:
            return stream.pull()
        except SourceDownError:
            if seconds is None:
                raise
            time.sleep(seconds)
    return None


def load_now(reading: Reading, settings: Settings, run_id: str) -> Loaded:
    """A reading in, its rows in the warehouse; the clock is read here."""
    return load_reading(settings.db, reading, run_id=run_id, now=now())


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


DIRECT = Steps(pull=pull_patiently, read=read_batch, load=load_now)
