"""What the user named in, documents out, one at a time: files, folders, globs, pages and feeds with their pages."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from flows.archive import Archive
from flows.asking import Asker
from flows.errors import FetchError
from flows.feed_pages import Progress, count_older, find_pages
from flows.files import find_paths, kind_of, read_bytes, read_file, rejected
from flows.keeping import keep_answer, keep_document, keep_outcome
from flows.pages import MAX_BODY, PageReader, reader_for
from flows.records import FeedMemory, FeedState, Rejected
from flows.settings import FeedSettings, Settings
from parsers.documents.articles import STUB
from parsers.documents.entry_marks import mark_of
from parsers.documents.feed_dates import believed
from parsers.documents.feeds import is_feed
from parsers.documents.sniffing import sniff
from parsers.errors import ParseError
from parsers.records import Archived, Document, Feed, FeedItem, Known, MediaType, stable_id

if TYPE_CHECKING:
    from flows.fetch import Fetched

Found = Document | Rejected | FeedState
T = TypeVar("T")
R = TypeVar("R")

_FETCHERS = 6
_AHEAD = 6  # what waits beyond the fetchers, so that memory stays small
_AS_PAGE: Mapping[str, MediaType] = {
    "text/html": "text/html",
    "text/plain": "text/plain",
    "application/pdf": "application/pdf",
}
_WEB = re.compile(r"https?://", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What all sources of one call share."""

    settings: Settings
    memory: FeedMemory
    reader: PageReader
    asker: Asker
    pool: ThreadPoolExecutor
    cap: int  # of a local file, in bytes
    archive: Archive | None = None  # what is fetched is kept there


def find_documents(
    sources: Sequence[str],
    *,
    settings: Settings,
    memory: FeedMemory | None = None,
    reader: PageReader | None = None,
    asker: Asker | None = None,
    archive: Archive | None = None,
) -> Iterator[Found]:
    """All documents of the sources in order, lazily; after each feed its FeedState; what fails is Rejected.

    `reader` reads the feeds; without one an own process is started when the first feed comes. What is fetched goes to
    the `archive`, where there is one."""
    with ExitStack() as stack:
        cap = max(MAX_BODY, settings.fetch.max_bytes)
        reader = reader or stack.enter_context(reader_for(settings))
        memory = memory or FeedMemory()
        asker = asker or stack.enter_context(Asker(settings, memory))
        pool = ThreadPoolExecutor(_FETCHERS, thread_name_prefix="frontwire-fetch")
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        reading = _Reading(
            settings=settings, memory=memory, reader=reader, asker=asker, pool=pool, cap=cap, archive=archive
        )
        for source, answer in _in_order(pool, lambda source: _ask(source, reading), sources):
            if _WEB.match(source):
                yield from _read_web(source, answer.result(), reading)
            else:
                yield from _read_local(source, reading)


def is_address(source: str) -> bool:
    """Whether a source is asked for on the net."""
    return _WEB.match(source) is not None


def _ask(source: str, reading: _Reading) -> "Fetched | FetchError | None":
    """The answer of a web source, with what we know of it already; None for a local one."""
    if not _WEB.match(source):
        return None
    feed, state = _configured(source, reading.settings), reading.memory.states.get(source)
    whole = reading.settings.backfill or reading.memory.has_live(source)
    if state is None or not state.complete or whole:
        return reading.asker.ask_source(feed)
    return reading.asker.ask_source(feed, etag=state.etag, last_modified=state.last_modified)


def _read_web(source: str, answer: "Fetched | FetchError | None", reading: _Reading) -> Iterator[Found]:
    if answer is None:
        return
    if isinstance(answer, FetchError):
        yield Rejected(source=source, name=source, code=answer.code, detail=answer.why)
        yield from reading.asker.changed(source)
        return
    configured = _configured(source, reading.settings)
    before = reading.asker.state_of(source)
    if answer.not_modified:
        yield replace(
            _described(before, configured),
            outlet=configured.outlet or before.outlet,
            etag=answer.etag or before.etag,
            last_modified=answer.last_modified or before.last_modified,
            status=answer.status,
        )
        return
    if is_feed(answer.body):
        state = replace(before, etag=answer.etag, last_modified=answer.last_modified, status=answer.status)
        archived = keep_answer(answer, source, reading.archive)
        yield from _read_feed(
            answer.body, state, base=answer.url, charset=answer.charset, reading=reading, archived=archived
        )
        return
    media_type = _page_type(answer)
    if media_type is None:
        why = f"is neither a page nor a feed ({answer.media_type or 'no type'})"
        archived = keep_answer(answer, source, reading.archive)
        yield Rejected(source=source, name=source, code="media_type", detail=why, archived=archived)
        return
    known = Known(url=answer.url, outlet=configured.outlet, language=configured.language)
    page = Document(
        source=source,
        name=source,
        media_type=media_type,
        body=answer.body,
        charset=answer.charset,
        known=known,
        text_origin="page",
    )
    yield keep_document(page, answer, reading.archive)
    yield from reading.asker.changed(source)


def _read_local(source: str, reading: _Reading) -> Iterator[Found]:
    if _SCHEME.match(source):
        yield Rejected(source=source, name=source, code="refused", detail="only http and https addresses are read")
        return
    try:
        paths = find_paths(source)
    except OSError as error:  # also a name that is too long, or a folder that is not ours
        yield Rejected(source=source, name=source, code="unreadable", detail=error.strerror or "cannot be read")
        return
    if paths is None:
        yield Rejected(source=source, name=source, code="not_found", detail="there is no such file or folder")
        return
    for path in paths:
        if kind_of(path) != "feed":
            yield from read_file(path, source=source, cap=reading.cap)
            continue
        try:
            body = read_bytes(path, cap=reading.cap)
        except ParseError as error:
            yield rejected(source, error)
        except OSError as error:
            yield Rejected(source=source, name=str(path), code="unreadable", detail=error.strerror or "cannot be read")
        else:
            yield from _read_feed(body, FeedState(url=str(path)), base=str(path), reading=reading)


def _read_feed(
    body: bytes,
    state: FeedState,
    *,
    base: str,
    charset: str | None = None,
    reading: _Reading,
    archived: Archived | None = None,
) -> Iterator[Found]:
    """The entries that are not known as settled, each with its page where it can be had; then the state."""
    try:
        first = reading.reader.read_feed(body, url=base, charset=charset)
    except ParseError as error:
        yield replace(rejected(state.url, error), name=state.url, archived=archived)
        if _WEB.match(state.url):
            feed = _configured(state.url, reading.settings)
            reading.asker.fail(feed, FetchError(state.url, error.why, code=error.code))
            yield from reading.asker.changed(state.url)
        return
    feed = _configured(state.url, reading.settings)
    older = count_older(feed, reading.settings, is_known=reading.memory.knows(state.url))
    progress = Progress(outlet=feed.outlet or first.outlet, archived=archived)
    for page in find_pages(first, url=base, source=state.url, older=older, read=_page_reader(feed, progress, reading)):
        if isinstance(page, Rejected):
            progress.complete = False
            yield replace(page, archived=progress.archived)
            continue
        progress.outlet = progress.outlet or page.outlet
        yield from _read_entries(page.items, feed, progress, reading)
    state = reading.asker.after_pages(state, progress.failed)
    yield replace(
        _described(state, feed),
        outlet=progress.outlet,
        kind=first.kind,
        # An index may stay as it is while its sitemaps change.
        etag=None if first.parts else state.etag,
        last_modified=None if first.parts else state.last_modified,
        complete=progress.complete,
        items=tuple(progress.settled),
        fingerprints={**progress.unmarked, **progress.settled},
    )


def _read_entries(
    items: Iterable[FeedItem], feed: FeedSettings, progress: Progress, reading: _Reading
) -> Iterator[Found]:
    fresh = progress.take(items, feed.url, reading.memory)
    for item, answer in _in_order(reading.pool, lambda item: _page_of(item, feed, reading), fresh):
        page = answer.result()
        document = _from_entry(
            item, page, feed=feed.url, outlet=progress.outlet, language=feed.language, now=datetime.now(UTC)
        )
        yield keep_outcome(document, page, reading.archive, feed=progress.archived)
        if isinstance(document, Document) or not (isinstance(page, FetchError) and page.transient):
            progress.settled[item.item_id] = mark_of(item)
        else:
            progress.complete = False
        progress.failed += [page] if isinstance(page, FetchError) else []


def _page_reader(feed: FeedSettings, progress: Progress, reading: _Reading) -> Callable[[str], Feed]:
    """What reads another page of the same feed."""

    def read(address: str) -> Feed:
        answer, progress.archived = reading.asker.ask_page(address, feed), None
        if isinstance(answer, FetchError):
            progress.failed.append(answer)
            raise answer
        progress.archived = keep_answer(answer, address, reading.archive)
        return reading.reader.read_feed(answer.body, url=answer.url, charset=answer.charset)

    return read


def _described(state: FeedState, feed: FeedSettings) -> FeedState:
    """With what the configuration says of it."""
    return replace(state, country=feed.country, language=feed.language, weight=feed.weight)


def _page_of(item: FeedItem, feed: FeedSettings, reading: _Reading) -> "Fetched | FetchError | None":
    """The page of an entry; None where it has none, or the feed itself holds the whole text."""
    if item.link is None or (feed.full_text == "feed" and (item.content or item.summary)):
        return None
    return reading.asker.ask_page(item.link, feed)


def _from_entry(
    item: FeedItem,
    page: "Fetched | FetchError | None",
    *,
    feed: str,
    outlet: str | None,
    language: str | None,
    now: datetime,
) -> Document | Rejected:
    """The page of an entry; its own text where the page cannot be had and that is long enough, or all there is."""
    name = item.link or f"{feed}#{item.item_id}"
    own = max(item.content, item.summary, key=len)
    entry = Document(
        source=feed,
        name=name,
        media_type="text/plain",
        body=own.encode("utf-8", "replace"),
        charset="utf-8",
        known=Known(
            # Without an address it is known by its id, so that a changed text is the same article.
            article_id=stable_id("entry", feed, item.item_id) if item.link is None and _WEB.match(feed) else None,
            title=item.title or None,
            outlet=outlet,
            url=item.link,
            published=believed(item.published, now=now),
            language=language or item.language,
        ),
        item_id=item.item_id,
    )
    if page is None:
        text = own or item.title
        why = "the entry has neither a page nor a text"
        if not text:
            return Rejected(source=feed, name=name, code="empty", detail=why, document=_unread(entry))
        return replace(entry, body=text.encode("utf-8", "replace"))
    if not isinstance(page, FetchError):
        media_type = _page_type(page)
        if media_type is not None:
            known = replace(entry.known, url=page.url)
            entry = replace(entry, known=known, fallback=own or None)
            return replace(entry, media_type=media_type, body=page.body, charset=page.charset, text_origin="page")
        page = FetchError(name, f"is no page ({page.media_type or 'no type'})", code="media_type")
    if len(own) < STUB:
        return Rejected(source=feed, name=name, code=page.code, detail=page.why, document=_unread(entry))
    return entry


def _unread(entry: Document) -> Document:
    """An entry as it waits for another try: its own text stands by."""
    return replace(entry, body=b"", fallback=entry.body.decode("utf-8", "replace") or None)


def read_entries_again(
    known: Sequence[Document], settings: Settings, asker: Asker, *, archive: Archive | None
) -> Iterator[Document | Rejected]:
    """Entries that were rejected, with their pages asked for anew; what the feed said of them is not asked again."""
    with ThreadPoolExecutor(_FETCHERS, thread_name_prefix="frontwire-fetch") as pool:
        for one, answer in _in_order(pool, lambda one: _ask_again(one, settings, asker), known):
            page, item, said = answer.result(), _as_item(one), one.known
            outcome = _from_entry(
                item, page, feed=one.source, outlet=said.outlet, language=said.language, now=datetime.now(UTC)
            )
            yield keep_outcome(outcome, page, archive)


def _ask_again(one: Document, settings: Settings, asker: Asker) -> "Fetched | FetchError | None":
    link = _as_item(one).link
    return asker.ask_page(link, _configured(one.source, settings)) if link else None


def _as_item(known: Document) -> FeedItem:
    item_id = known.item_id or ""
    return FeedItem(
        item_id=item_id,
        link=None if known.name == f"{known.source}#{item_id}" else known.name,
        title=known.known.title or "",
        summary=known.fallback or "",
        content="",
        published=known.known.published,
        language=known.known.language,
    )


def _page_type(answer: "Fetched") -> MediaType | None:
    """What a page is, by its first characters and by what the server says; None where it is nothing we read."""
    return _AS_PAGE.get(sniff(answer.body, answer.media_type))


def _configured(url: str, settings: Settings) -> FeedSettings:
    return next((feed for feed in settings.feeds if feed.url == url), FeedSettings(url=url))


def _in_order(pool: ThreadPoolExecutor, work: Callable[[T], R], things: Iterable[T]) -> Iterator[tuple[T, "Future[R]"]]:
    """Each thing with its work, in order; the next ones are at work meanwhile, but never all at once."""
    waiting: deque[tuple[T, Future[R]]] = deque()
    for thing in things:
        waiting.append((thing, pool.submit(work, thing)))
        if len(waiting) > _AHEAD:
            yield waiting.popleft()
    while waiting:
        yield waiting.popleft()
