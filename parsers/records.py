"""The nouns, frozen: what each step hands to the next, from bytes to alerts."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Modality = Literal["actual", "background", "planned", "hypothetical", "negated"]
Assertion = Literal["reported", "confirmed", "claimed", "contested", "denied"]
Method = Literal["fought", "without_fight", "handover", "unknown"]
Extent = Literal["full", "partial", "unknown"]
Precision = Literal["day", "week", "month", "year", "unknown"]
PlaceKind = Literal["city", "district", "province", "country", "base", "crossing", "other"]
SourceKind = Literal["outlet", "agency", "official", "party", "resident", "organisation", "media", "unknown"]
Op = Literal["exactly", "at_least", "about", "more_than", "fewer_than"]
AlertKind = Literal["new_capture", "corroborated", "denied", "recaptured", "captured_again"]
Level = Literal["firm", "claim", "contested"]
Basis = Literal["province", "capital"]
State = Literal["claimed", "reported", "confirmed", "contested", "denied", "reversed"]
DateOrigin = Literal["given", "feed", "meta", "json-ld", "time", "url", "text", "modified"]
MediaType = Literal["text/plain", "text/html", "application/pdf", "message/rfc822"]


def stable_id(*parts: object) -> str:
    """A short hash of what a thing is: same story, same id, on every machine and in every run."""
    return hashlib.sha256("\x1f".join("" if p is None else str(p) for p in parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known about an article before its bytes are read: front matter, feed entry, JSONL fields."""

    article_id: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: datetime | None = None  # always aware; None: unknown, never "now"
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """Where the bytes of a document stand in the raw archive, and how they came there."""

    record_id: str  # of the record of this answer
    file: str  # the file in the archive's folder that holds the bytes
    offset: int  # of the record with the bytes in that file
    digest: str  # `sha256:` and 64 hexadecimal digits, of the body
    size: int  # bytes of the body
    asked: str  # the address that was asked for, or the entry's own name
    url: str  # where it was found after all redirects
    status: int | None  # of HTTP; None for the text of a feed entry
    media_type: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes of one article as they came; `name` says where from, for people."""

    source: str  # the SOURCE the user named: path, glob, feed or page address
    name: str  # path, path:line or address
    media_type: MediaType
    body: bytes
    charset: str | None = None  # as declared by the transport
    known: Known = Known()
    fallback: str | None = None  # plain text of the feed's own entry, where the page may be a stub
    item_id: str | None = None  # the feed's id of the entry
    read_at: datetime | None = None  # when its bytes were had: no page was published later
    archived: Archived | None = None  # None: nothing was fetched, or nothing is archived
    text_origin: Literal["page"] | None = None  # page: the bytes are what an address gave; None: of a feed, or a file


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One entry of a feed; `content` and `summary` are plain text."""

    item_id: str
    link: str | None
    title: str
    summary: str
    content: str
    published: datetime | None
    outlet: str | None = None
    language: str | None = None
    updated: datetime | None = None  # only where the feed says so beside `published`


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What one address of a feed gave: entries, or the sitemaps (`parts`) of an index."""

    items: Sequence[FeedItem] = ()
    outlet: str | None = None
    kind: Literal["feed", "sitemap"] = "feed"
    older: str | None = None  # where the entries before these are (RFC 5005, next_url); None: nowhere said
    parts: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text with what is known about it; every `start`/`stop` of a mention counts characters of `text`."""

    article_id: str
    title: str
    text: str
    url: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    language: str | None = None
    source: str = ""
    item_id: str | None = None
    authors: Sequence[str] = ()
    modified: datetime | None = None  # as the page says; None: not said, or before it was published
    date_origin: DateOrigin | None = None  # who says when it was published; None: nobody
    date_precision: Literal["second", "minute", "day"] | None = None  # a bare day is its midnight in UTC
    site_name: str | None = None  # as the page says; `outlet` may be known better
    read_url: str | None = None  # the AMP, print or other variant that was read in place of `url`; None: `url` itself
    part_of: str | None = None  # the address of the live blog that it is a post of
    text_origin: Literal["page", "feed", "given"] = "given"
    charset: str | None = None  # what the bytes of a page were read by
    before_repair: str | None = None  # title and text as they came, where mojibake in them was repaired

    @property
    def text_hash(self) -> str:
        """Equal for texts that differ in white space only."""
        return stable_id(" ".join(self.text.split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the gazetteer. `place_id` as in CONTRACT.md; `seat` where it is the capital of `admin1`."""

    name: str
    kind: PlaceKind
    place_id: str | None = None
    admin1: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    seat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHit:
    """A place named in a text at [start, stop); `match` and `score` say how sure we are."""

    start: int
    stop: int
    text: str
    place: Place
    match: Literal["exact", "alias", "translit", "fuzzy", "cue", "coreference", "guess"] = "exact"
    score: float = 1.0
    role: Literal["", "dateline", "metonym", "demonym"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorHit:
    """An actor named in a text at [start, stop). `actor` is None for a bare role ("the insurgents")."""

    start: int
    stop: int
    text: str
    actor: str | None
    side: Literal["state", "armed_group", "other"] = "other"
    country: str | None = None  # home country, ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An interval of days, both inclusive; unknown stays unknown."""

    start: date | None = None
    end: date | None = None
    precision: Precision = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """How many of what, as far as it was said; `high` None: no upper bound was stated."""

    what: str
    low: int | None
    high: int | None
    op: Op
    unit: str | None
    quote: str
    denominator: int | None = None  # "half of 34 provinces", "three of the five districts": out of how many
    period: str | None = None  # "in the last month": the words that say over which time it was counted
    ambiguous: bool = False  # one of two readings of the same words, both kept


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLink:
    """One link of the attribution chain, with the words that name it."""

    name: str
    kind: SourceKind
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One event as one passage tells it: CONTRACT.md, "A mention", field for field."""

    article_id: str
    mention_id: str
    type: str
    modality: Modality
    assertion: Assertion
    actor: str | None
    actor_text: str | None
    target: str | None
    target_text: str | None
    place: str | None
    place_text: str | None
    place_kind: PlaceKind | None
    place_id: str | None
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    date_start: date | None
    date_end: date | None
    date_precision: Precision
    method: Method
    extent: Extent
    quantities: Sequence[Quantity]
    sources: Sequence[SourceLink]
    root_source: str | None
    start: int
    stop: int
    quote: str
    pattern: str
    extractor: str
    confidence: float | None = None  # 0..1, what both readers together give it
    seat: bool = False  # the place is the capital of its province
    detail: str | None = None  # sub-field of the type, as ONTOLOGY.md names it: "air", "vows", "closing"
    content: str | None = None  # the words that were said, agreed or given as the reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A stored mention with what its article adds: what `resolve` decides on."""

    mention: Mention
    seq: int  # order of arrival of the article
    published: datetime  # of the article; its arrival where unknown
    outlet: str | None
    url: str | None
    version: int = 1  # which text of the article says it
    retired_at: datetime | None = None  # when the next text took its place; None: it stands
    seen: datetime | None = None  # when this text of the article first came to us; None: not known
    next_seen: datetime | None = None  # when the next text came to us; None: it stands, or not known
    stated: datetime | None = None  # what the article says, where `published` had to be another (timing.py)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened once, as all reports together tell it."""

    event_id: str
    type: str
    actor: str | None
    target: str | None
    place: str | None
    place_kind: PlaceKind | None
    place_id: str | None
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    date_start: date | None
    date_end: date | None
    date_precision: Precision
    modality: Modality
    assertion: Assertion
    method: Method
    extent: Extent
    basis: Basis | None  # of a province alert: the province itself or its capital; None: neither
    first_published: datetime
    last_published: datetime
    quote: str
    article_id: str  # the first article that told it
    state: State  # how far it is believed now: the last of its transitions
    roots: Sequence[str]  # distinct root sources that uphold it, in order of appearance
    detail: str | None = None
    retracted_at: datetime | None = None  # when the last article that told it took it back; None: it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One change in how far an event is believed: when, on whose word."""

    event_id: str
    step: int  # from 1
    state: State
    known_since: datetime  # publication of the article
    article_id: str
    root: str | None  # who said so
    roots: Sequence[str]  # distinct root sources that upheld it by then
    quote: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why the first mention of an event was not taken for an older one that looked alike."""

    event_id: str
    refused_id: str  # the other event
    mention_id: str
    article_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """Which mention belongs to which event, and why."""

    event_id: str
    mention_id: str
    article_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One change in who is reported to hold a province; lines are never edited, later ones overrule."""

    line_id: str
    admin1: str
    country: str | None
    place: str | None
    holder: str | None  # None: unknown, after a denial with nobody known before
    prior_holder: str | None
    change: Literal["captured", "regained", "captured_again", "denied"]
    since: date | None  # first possible event day
    since_end: date | None  # last possible event day
    known_since: datetime  # when the deciding article was published
    basis: Basis
    method: Method
    assertion: Assertion
    roots: Sequence[str]  # distinct root sources by then; of a denial: who denies
    event_id: str
    article_id: str
    quote: str
    voids: str | None = None  # a denial: the line that it makes void


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What people are told once: CONTRACT.md, "An alert", less the names and clocks that flows add."""

    alert_id: str
    kind: AlertKind
    admin1: str
    country: str | None
    actor: str
    place: str | None
    basis: Basis
    level: Level
    event_id: str
    article_id: str
    published: datetime
    roots: Sequence[str]
    quote: str
    url: str | None
    episode: int
    thread_id: str  # one per province and holder
    confidence: float | None  # of the mention quoted; None: not measured
    reason: Literal["retracted"] | None = None  # of a denial: the article that told it was changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What `resolve` wants the warehouse to hold for the scopes it was shown; replaces what was there."""

    events: Sequence[Event] = field(default=())
    links: Sequence[EventMention] = field(default=())
    ledger: Sequence[LedgerLine] = field(default=())
    alerts: Sequence[Alert] = field(default=())
    transitions: Sequence[Transition] = field(default=())
    refusals: Sequence[Refusal] = field(default=())
