"""The first page of a feed in, then those that belong to it out: sitemaps of an index, older pages where asked for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from flows.errors import FetchError
from flows.records import FeedMemory, Rejected
from flows.settings import FeedSettings, Settings
from parsers.documents.entry_marks import find_changed, has_dates, latest_mark
from parsers.errors import ParseError
from parsers.records import Archived, Feed, FeedItem

Read = Callable[[str], Feed]  # raises FetchError or ParseError
_NESTED = "lists sitemaps in its turn, which are not followed"


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far a feed was read in this run; entries with their marks."""

    outlet: str | None
    archived: Archived | None = None  # where the page stands that is being read
    complete: bool = True
    settled: dict[str, str] = field(default_factory=dict)
    unmarked: dict[str, str] = field(default_factory=dict)  # settled, and noted otherwise or not at all
    taken: set[str] = field(default_factory=set)
    failed: list[FetchError] = field(default_factory=list)  # pages that could not be had

    def take(self, items: Iterable[FeedItem], url: str, memory: FeedMemory) -> list[FeedItem]:
        """Those of one page that are new or were changed, in its order; one that stands there twice is read once."""
        first: dict[str, FeedItem] = {}
        for item in items:
            if item.item_id not in self.taken:
                first.setdefault(item.item_id, item)
        self.taken |= first.keys()
        marks = {item_id: memory.fingerprints.get((url, item_id), "") for item_id in first}
        noted = [(item, marks[item_id]) for item_id, item in first.items() if has_dates(marks[item_id])]
        changed = {item.item_id for item in find_changed(noted)}
        changed |= {item_id for item_id in first if (url, item_id) in memory.live}
        fresh = {item_id for item_id in first if item_id in changed or (url, item_id) not in memory.seen}
        for item_id in first.keys() - fresh:
            mark = latest_mark(first[item_id], marks[item_id])
            if mark != marks[item_id]:
                self.unmarked[item_id] = mark
        return [item for item_id, item in first.items() if item_id in fresh]


def find_pages(first: Feed, *, url: str, source: str, older: int, read: Read) -> Iterator[Feed | Rejected]:
    """All pages in order, each read when it is asked for; one that cannot be had is Rejected, under the feed's name."""
    yield first
    for part in first.parts:
        yield from _read_part(part, source=source, read=read)
    asked = {url}
    address = first.older
    for _ in range(older):
        if address is None or address in asked:
            return
        asked.add(address)
        page = _read_page(address, source=source, read=read)
        yield page
        if isinstance(page, Rejected):
            return
        address = page.older


def count_older(feed: FeedSettings, settings: Settings, *, is_known: bool) -> int:
    """How many older pages to read: as many as this run asks for, else those that the feed's first reading takes."""
    if settings.backfill is not None:
        return settings.backfill
    return 0 if is_known else feed.backfill


def _read_part(address: str, *, source: str, read: Read) -> Iterator[Feed | Rejected]:
    page = _read_page(address, source=source, read=read)
    if isinstance(page, Rejected) and page.code == "not_a_feed":
        return  # an index lists the sitemaps of a whole site, and most of them are no news
    if isinstance(page, Feed) and page.parts:
        page = Rejected(source=source, name=address, code="nested", detail=_NESTED)
    yield page


def _read_page(address: str, *, source: str, read: Read) -> Feed | Rejected:
    try:
        return read(address)
    except FetchError as error:
        return Rejected(source=source, name=address, code=error.code, detail=error.why)
    except ParseError as error:
        return Rejected(source=source, name=address, code=error.code, detail=error.why)
