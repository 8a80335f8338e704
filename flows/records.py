"""What sources give besides documents: what was rejected, and how far each feed was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from parsers.records import Archived, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Something that could not become an article; `code` is one word, `detail` one sentence."""

    source: str  # the SOURCE the user named
    name: str  # path, path:line or address
    code: str
    detail: str
    document: Document | None = None  # what was known of it, without its bytes: enough to read it again
    archived: Archived | None = None  # where its bytes stand, if there were any


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """How far a feed was read, given after its documents."""

    url: str  # the SOURCE as the user named it: an address, or the path of a feed file
    outlet: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    status: int | None = None  # of HTTP; None for a feed file
    complete: bool = True  # False: a page may be had later, so do not save etag and last_modified
    country: str | None = None
    language: str | None = None
    weight: float | None = None
    items: tuple[str, ...] = ()  # entries settled by this reading: given as a document, or rejected for good
    kind: str = "feed"  # or sitemap, or page
    failures: int = 0  # runs in a row in which it could not be had
    next_read_at: datetime | None = None  # it is not asked sooner; None: at the next run
    disabled_at: datetime | None = None  # since when it is known to be gone (410)
    read_at: datetime | None = None  # when it was asked; None: at the time of loading
    # Marks of entries by their id, as they are now; what a reading settled says the same, so they tell no two apart.
    fingerprints: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMemory:
    """What earlier runs know: the state of each feed, and (feed, item_id) of every settled entry."""

    states: Mapping[str, FeedState] = field(default_factory=dict)
    seen: frozenset[tuple[str, str]] = frozenset()
    fingerprints: Mapping[tuple[str, str], str] = field(default_factory=dict)  # of those among them that have one
    unread: bool = False  # articles are stored unread whose language can be read by now
    live: frozenset[tuple[str, str]] = frozenset()  # those that led to a live blog which may go on

    def has_live(self, feed: str) -> bool:
        """Whether a feed names a page that changes without a word of the feed."""
        return any(url == feed for url, _ in self.live)

    def knows(self, feed: str) -> bool:
        """Whether any entry of a feed was dealt with."""
        return any(url == feed for url, _ in self.seen)
