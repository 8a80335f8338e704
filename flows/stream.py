"""Sources in, batches of documents out one by one; sources that are down are asked again at the end."""

from collections.abc import Iterator, Sequence
from time import monotonic

from flows.archive import Archive
from flows.asking import Asker
from flows.batch import BATCH_SECONDS, Batch, Item, as_batch
from flows.errors import FlowError
from flows.pages import PageReader
from flows.records import FeedMemory, Rejected
from flows.settings import Settings
from flows.sources import find_documents

RETRY_SECONDS = (1.0, 4.0)  # before the second and the third try
# What another try may mend at once; a hang has cost its deadline already and waits for the next run.
WORTH_RETRY = {"connect", "protocol", "http_408", "http_425", "http_429"}


class SourceDownError(FlowError):
    """Sources that could not be had; asking the stream again tries them again."""


class SourceStream:
    """Where a run stands in its sources: what is left, and what is held for the next batch."""

    def __init__(
        self,
        sources: Sequence[str],
        settings: Settings,
        memory: FeedMemory,
        pages: PageReader,
        asker: Asker,
        *,
        held: Sequence[Rejected] = (),
        archive: Archive | None = None,
    ) -> None:
        self._todo = list(sources)
        self._settings = settings
        self._memory = memory
        self._pages = pages
        self._archive = archive
        self._items: Iterator[Item] | None = None
        self._asker = asker
        self._held: list[Item] = list(held)
        self._down: list[Rejected] = []
        self._tries = 0

    def pull(self) -> Batch | None:
        """The next batch: full, heavy or old; None at the end. SourceDownError where a retry is worth it."""
        since = monotonic()
        while (item := self._next()) is not None:
            self._held.append(item)
            if as_batch(self._held).is_full or monotonic() - since > BATCH_SECONDS:
                break
        held, self._held = self._held, []
        return as_batch(held) if held else None

    def _next(self) -> Item | None:
        if self._items is None and self._todo:
            self._items = find_documents(
                self._todo,
                settings=self._settings,
                memory=self._memory,
                reader=self._pages,
                asker=self._asker,
                archive=self._archive,
            )
        for item in self._items or ():
            if not (isinstance(item, Rejected) and self._tries < len(RETRY_SECONDS) and self._is_worth_retry(item)):
                return item
            self._down.append(item)
        self._items = None
        self._todo = [rejected.source for rejected in self._down]
        if not self._down:
            return None
        first, self._down = self._down[0], []
        self._tries += 1
        raise SourceDownError(f"{first.name}: {first.detail} ({len(self._todo)} sources are down)")

    def _is_worth_retry(self, rejected: Rejected) -> bool:
        return is_worth_retry(rejected) and not self._asker.is_held(rejected.source)


def is_worth_retry(rejected: Rejected) -> bool:
    """Whether a source itself failed in a way that may pass within seconds."""
    if rejected.name != rejected.source:
        return False
    return rejected.code in WORTH_RETRY or rejected.code.startswith("http_5")
