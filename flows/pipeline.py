"""Sources in, a RunSummary out: documents -> batches -> one transaction each -> snapshot -> alerts told.

The same functions run with Prefect (`flows/prefect_flow.py` wraps the three steps as tasks) and without.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from flows.archive import Archive, open_archive
from flows.asking import Asker
from flows.batch import Batch, Reading, read_batch
from flows.channels import AlertRow, Channel, open_channel
from flows.errors import SettingsError
from flows.journal import open_journal
from flows.lease import hold_lease, is_live
from flows.loading import Loaded, load_reading, open_run
from flows.manners import sort_due
from flows.outcomes import find_archived
from flows.pages import PageReader, reader_for
from flows.records import FeedMemory, Rejected
from flows.rereading import reread_articles
from flows.settings import Settings
from flows.stream import RETRY_SECONDS, SourceDownError, SourceStream
from flows.watch import CONSOLE, Attempt, Teller, claim_pending, find_marks, send_all
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
    not_read: int = 0  # articles stored in languages that nobody here reads
    reread: int = 0  # articles of earlier runs that could be read now
    rejections: tuple[Rejected, ...] = ()
    shown: tuple[AlertRow, ...] = ()
    waiting: tuple[tuple[str, datetime], ...] = ()  # sources that were not asked, and when they are due
    undelivered: tuple[str, ...] = ()  # one sentence a channel that did not take its messages

    @property
    def row(self) -> dict[str, object]:
        """The row of table `run`; nothing is counted before the end."""
        documents = ("read", "new", "updated", "duplicate", "rejected", "not_read", "reread")
        counts = (*documents, "events_new", "events_updated", "alerts")
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
            not_read=self.not_read + loaded.not_read,
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


class OpenStream(Protocol):
    """How a run opens what it reads."""

    def __call__(
        self,
        sources: Sequence[str],
        settings: Settings,
        memory: FeedMemory,
        pages: PageReader,
        asker: Asker,
        *,
        held: Sequence[Rejected],
        archive: Archive | None,
    ) -> SourceStream: ...


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
    archived = find_archived(settings)
    memory = open_run(settings.db, summary.row, channels, archived=archived, now=summary.started_at)
    journal = open_journal(settings.db, summary.run_id)
    due = sort_due(sources, memory.states, now=summary.started_at)
    summary = replace(summary, waiting=tuple(due.waiting.items()))
    with (
        reader_for(settings) as pages,
        Asker(settings, memory, journal=journal) as asker,
        ExitStack() as stack,
    ):
        archive = open_archive(settings.archive, settings.db)
        if archive:
            stack.enter_context(archive)
        stream = opened(due.now, settings, memory, pages, asker, held=due.left_out, archive=archive)
        while (batch := steps.pull(stream)) is not None:
            reading = steps.read(batch, pages)
            if archive:
                archive.sync()  # what is loaded rests on it
            summary = summary.plus(steps.load(reading, settings, summary.run_id))
            if screen:
                screen.show_progress(summary)
    journal.clear()  # every state of it is loaded
    if memory.unread:  # what this run stored unread it cannot read either
        for reread, loaded in reread_articles(settings.db, now=now):
            summary = replace(summary.plus(loaded), reread=summary.reread + reread)
    return finish_run(summary, settings, channels, screen=screen)


def finish_run(
    summary: RunSummary, settings: Settings, channels: Sequence[Channel], *, screen: Screen | None
) -> RunSummary:
    """A loaded run in; publishes it, tells its alerts, and publishes the marks of what was told."""
    summary = replace(summary, ended_at=now())
    teller = Teller(run_id=summary.run_id, settings=settings.alert, is_live=partial(is_live, settings.db))
    names = [*([CONSOLE] if screen else []), *(channel.name for channel in channels)]
    with hold_lease(settings.db, summary.run_id):
        with write_and_publish(settings.db) as con, transaction(con):
            merge(con, "run", [summary.row])
            pending = claim_pending(con, names, teller, now=now())
        shown = pending.get(CONSOLE, [])
        summary = replace(summary, shown=tuple(shown))
        if screen:
            screen.show_end(summary)
        told = [Attempt(alert=alert, channel=CONSOLE) for alert in shown]
        return replace(summary, undelivered=send_claimed(settings.db, pending, channels, told))


def send_claimed(
    db: Path, pending: Mapping[str, Sequence[AlertRow]], channels: Sequence[Channel], told: Sequence[Attempt] = ()
) -> tuple[str, ...]:
    """Claimed alerts in, messages out and marks published; one sentence for each message that did not go out."""
    attempts = [*told, *send_all(pending, channels)]
    if any(pending.values()):
        with write_and_publish(db) as con, transaction(con):
            merge(con, "delivery", find_marks(attempts, pending, now=now()))
    return tuple(attempt.error for attempt in attempts if attempt.error)


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
