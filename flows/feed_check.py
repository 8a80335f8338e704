"""Feeds in, one verdict each out: alive, moved, dead, or not to be had now; nothing is stored."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flows.errors import FetchError
from flows.feed_headers import read_headers
from flows.pages import PageReader, reader_for
from flows.settings import FeedSettings, FetchSettings, Settings
from parsers.documents.articles import canonical_url
from parsers.documents.feeds import is_feed
from parsers.errors import ParseError

_CHECKERS = 6
# What tells that the feed is no more; whatever else goes wrong may pass: a 403 may be meant for this machine alone.
_GONE = {"http_404", "http_410"}

Verdict = Literal["alive", "moved", "dead", "unreachable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a feed answered. `unreachable`: not now, which may be its network or ours; it may be had later."""

    url: str
    outlet: str | None
    verdict: Verdict
    entries: int | None = None  # None: it could not be read
    newest: datetime | None = None
    moved_to: str | None = None
    detail: str | None = None


def check_feeds(feeds: Sequence[FeedSettings], settings: Settings) -> Iterator[Checked]:
    """A verdict on each feed, in order; several are asked at once."""
    with (
        reader_for(settings) as reader,
        ThreadPoolExecutor(_CHECKERS, thread_name_prefix="frontwire-check") as pool,
    ):
        try:
            yield from pool.map(lambda feed: check_feed(feed, settings.fetch, reader), feeds)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def check_feed(feed: FeedSettings, settings: FetchSettings, reader: PageReader) -> Checked:
    """The verdict on one feed; as a run would do, it is read in the killable process."""
    from flows.fetch import fetch

    try:
        answer = fetch(feed.url, settings, headers=read_headers(feed, feed.url))
    except FetchError as error:
        verdict: Verdict = "dead" if error.code in _GONE else "unreachable"
        return Checked(url=feed.url, outlet=feed.outlet, verdict=verdict, detail=error.why)
    moved = canonical_url(answer.url) != canonical_url(feed.url) or answer.url.split(":")[0] != feed.url.split(":")[0]
    if not is_feed(answer.body):
        why = f"is no feed any more ({answer.media_type or 'no type'})"
        return Checked(url=feed.url, outlet=feed.outlet, verdict="dead", detail=why)
    try:
        read = reader.read_feed(answer.body, url=answer.url)
    except ParseError as error:
        return Checked(url=feed.url, outlet=feed.outlet, verdict="dead", detail=error.why)
    return Checked(
        url=feed.url,
        outlet=feed.outlet or read.outlet,
        verdict="moved" if moved else "alive",
        entries=len(read.items),
        newest=max((item.published for item in read.items if item.published), default=None),
        moved_to=answer.url if moved else None,
    )
