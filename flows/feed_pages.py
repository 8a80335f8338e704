"""The first page of a feed in, then those that belong to it out: sitemaps of an index, older pages where asked for."""

from collections.abc import Callable, Iterator

from flows.errors import FetchError
from flows.records import Rejected
from flows.settings import FeedSettings, Settings
from parsers.errors import ParseError
from parsers.records import Feed

Read = Callable[[str], Feed]  # raises FetchError or ParseError
_NESTED = "lists sitemaps in its turn, which are not followed"


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
