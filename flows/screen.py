"""A run in, what people see of it out: a progress bar on stderr, two tables on stdout."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

from flows.channels import AlertRow
from flows.exits import DONE, SOME_REJECTED
from flows.pipeline import RunSummary, run_pipeline
from flows.settings import Settings
from flows.show import as_cell, say, say_rejected, shorten, write_table

if TYPE_CHECKING:
    from rich.progress import Progress

RUN_COLUMNS = (
    "documents read",
    "new",
    "duplicate",
    "rejected",
    "events new",
    "events updated",
    "alerts raised",
    "articles updated",  # last: who reads the table by position finds the others where they were
    "not read",
    "read later",
)
ALERT_COLUMNS = ("alert", "province", "holder", "place", "method", "level", "quote")


class TableScreen:
    """The console of `run`: shows how far it is, then the run and its alerts as tables."""

    def __init__(self, *, progress: bool) -> None:
        self._bar = _open_bar() if progress else None

    def show_progress(self, summary: RunSummary) -> None:
        """One more batch is loaded."""
        if self._bar is None:
            return
        text = f"{summary.read} read, {summary.new} new, {summary.rejected} rejected"
        self._bar.update(self._bar.task_ids[0], description=text)

    def show_end(self, summary: RunSummary) -> None:
        """All is loaded and published."""
        self.close()
        write_table(RUN_COLUMNS, [run_cells(summary)], sys.stdout, title="Run")
        if summary.shown:
            sys.stdout.write("\n")
            write_table(ALERT_COLUMNS, map(alert_cells, summary.shown), sys.stdout, title="New alerts")
        sys.stdout.flush()

    def close(self) -> None:
        """Takes the bar off the terminal."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def run_on_screen(sources: Sequence[str], settings: Settings, *, quiet: bool, direct: bool) -> int:
    """Sources in; the run with everything that people see of it; the exit status out."""
    return _on_screen(lambda screen: run_pipeline(sources, settings, direct=direct, screen=screen), quiet=quiet)


def retry_on_screen(rows: Sequence[Mapping[str, Any]], settings: Settings, *, quiet: bool) -> int:
    """Rejected rows in; another try of each, shown as a run; the exit status out."""
    from flows.rejections import retry

    return _on_screen(lambda screen: retry(rows, settings, screen=screen), quiet=quiet)


def _on_screen(run: Callable[[TableScreen], RunSummary], *, quiet: bool) -> int:
    screen = TableScreen(progress=sys.stderr.isatty() and not quiet)
    try:
        summary = run(screen)
    finally:
        screen.close()
    say_rejected(summary.rejections)
    if summary.waiting:
        first = min(due for _, due in summary.waiting).astimezone(UTC)
        say(f"not due yet, so not asked: {len(summary.waiting)} sources, the next at {first:%Y-%m-%d %H:%M:%S} UTC")
    for sentence in summary.undelivered:
        say(f"alert not delivered: {sentence}; the next run tries again")
    return SOME_REJECTED if summary.rejected else DONE


def run_cells(summary: RunSummary) -> list[object]:
    """A run in, its row of RUN_COLUMNS out."""
    return [
        summary.read,
        summary.new,
        summary.duplicate,
        summary.rejected,
        summary.events_new,
        summary.events_updated,
        summary.alerts,
        summary.updated,
        summary.not_read,
        summary.reread,
    ]


def alert_cells(alert: AlertRow) -> list[object]:
    """An alert in, its row of ALERT_COLUMNS out."""
    name = f"{alert.get('admin1_name') or ''} {alert['admin1']}".strip()
    quote = shorten(str(alert["quote"]), 90)
    kind = f"{alert['kind']} ({alert['reason']})" if alert.get("reason") else alert["kind"]
    return [kind, name, alert["actor"], alert["place"], alert.get("method"), alert["level"], quote]


def as_markdown(summary: RunSummary) -> str:
    """A run in, the same two tables as Markdown out."""
    tables = [_markdown(RUN_COLUMNS, [run_cells(summary)])]
    if summary.shown:
        tables.append(_markdown(ALERT_COLUMNS, [alert_cells(alert) for alert in summary.shown]))
    return "\n\n".join(tables)


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(as_cell(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def _open_bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),  # how many documents a source holds is known at its end only: the bar pulses
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    bar.add_task("starting", total=None)
    bar.start()
    return bar
