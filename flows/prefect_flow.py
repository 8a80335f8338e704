"""The pipeline as a Prefect flow: the three steps as tasks, retries, a summary as artifact.

Importing this imports Prefect: call `prepare_prefect` first.
"""

import logging
from collections.abc import Sequence
from contextvars import ContextVar
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows.batch import Batch, Reading, read_batch
from flows.loading import Loaded
from flows.pages import PageReader
from flows.pipeline import RunSummary, Screen, Steps, load_now, run_steps
from flows.screen import TableScreen, as_markdown
from flows.settings import Settings, load_settings
from flows.stream import RETRY_SECONDS, SourceStream

# Settings and screen of a flow that runs in this process: they hold secrets, and the server stores all parameters.
HERE: ContextVar[tuple[Settings, Screen | None] | None] = ContextVar("here", default=None)


@task(name="find documents", retries=len(RETRY_SECONDS), retry_delay_seconds=list(RETRY_SECONDS), cache_policy=NO_CACHE)
def pull(stream: SourceStream) -> Batch | None:
    """The next batch of documents; a source that is down is asked again."""
    return stream.pull()


@task(name="read batch", cache_policy=NO_CACHE)
def read(batch: Batch, pages: PageReader) -> Reading:
    """Documents in, articles and mentions out."""
    return read_batch(batch, pages)


@task(name="load batch", cache_policy=NO_CACHE)
def load(reading: Reading, settings: Settings, run_id: str) -> Loaded:
    """One transaction of the warehouse."""
    return load_now(reading, settings, run_id)


@flow(name="pipeline", validate_parameters=False)
def pipeline(sources: Sequence[str], db: str | None = None, config: str | None = None) -> RunSummary:
    """Sources in, everything that they tell loaded and told."""
    return run_as_tasks(sources, db, config)


def run_as_tasks(sources: Sequence[str], db: str | None, config: str | None) -> RunSummary:
    """What the flow does; apart, since Prefect sends the flow's own function and all that it names elsewhere."""
    settings, screen = HERE.get() or _read_elsewhere(db, config)
    wanted = tuple(sources) or tuple(feed.url for feed in settings.feeds)
    summary = run_steps(wanted, settings, Steps(pull=pull, read=read, load=load), screen=screen)
    create_markdown_artifact(as_markdown(summary), key="frontwire-run", description="What the run did")
    return summary


def _read_elsewhere(db: str | None, config: str | None) -> tuple[Settings, Screen | None]:
    """A served run has a process of its own: it reads the settings there, and its output is a log."""
    settings = load_settings(Path(config) if config else None, db=Path(db) if db else None)
    return settings, TableScreen(progress=False)


def run_flow(sources: Sequence[str], settings: Settings, *, screen: Screen | None) -> RunSummary:
    """Sources and settings in; one flow run in this process, on the configured server or a temporary one."""
    for name in ("prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(name).addFilter(_has_no_traceback)
    token = HERE.set((settings, screen))
    try:
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):  # its thread costs 1 s a flow
            return pipeline(list(sources), db=str(settings.db))
    finally:
        HERE.reset(token)


def _has_no_traceback(record: logging.LogRecord) -> bool:
    """Prefect logs an error and raises it; whoever called says it in one sentence."""
    return record.exc_info is None
