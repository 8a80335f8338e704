"""Bytes from outside in, nothing out: readers raise our own errors alone, and give no more than they were given."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.addresses import find_addresses, is_public, read_target, shown_url
from flows.errors import FetchError
from flows.fetch import Fetched
from flows.files import read_file
from flows.journal import Journal
from flows.manners import read_retry_after
from flows.pages import _refuse_hostile
from flows.robots import Robots
from flows.unpacking import unpack
from parsers.documents.addresses import canonical_url, clean_url, is_variant_url, story_url
from parsers.documents.articles import read_articles
from parsers.documents.feeds import is_feed, read_feed
from parsers.documents.outlines import read_outlines
from parsers.documents.sniffing import sniff
from parsers.documents.unpacked import as_readable
from parsers.errors import ParseError
from parsers.records import Article, Document, MediaType
from tests.fuzz import seeds

URL = "https://news.example/feed"
NOW = datetime(2021, 8, 16, tzinfo=UTC)
CAP = 300_000
OURS = (ParseError, FetchError)
Read = Callable[[bytes], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is fuzzed; `seconds` is what one input may take at most: in a process that can be killed, its deadline."""

    seeds: Callable[[], Sequence[bytes]]
    read: Read
    seconds: int = 3


def run(target: Target, body: bytes) -> None:
    """Whatever else it raises is a fault."""
    try:
        target.read(body)
    except OURS:
        return


def _feed(body: bytes) -> None:
    sniff(body, "application/rss+xml")
    is_feed(body)
    _refuse_hostile(body, URL)
    feed = read_feed(body, url=URL, charset=None)
    for item in feed.items:
        assert item.item_id
        assert max(len(item.title), len(item.summary), len(item.content)) <= 3 * len(body) + 100
        for date in (item.published, item.updated):
            assert date is None or date.tzinfo is UTC
        _storable(item.item_id, item.title, item.summary, item.content, item.link or "")
    assert len(feed.items) <= len(body)


def _page(body: bytes) -> None:
    sniff(body, "text/html")
    _refuse_hostile(body, URL)
    _check(read_articles(_document(body, "text/html")), body)


def _text(body: bytes) -> None:
    _check(read_articles(_document(body, "text/plain")), body)
    with TemporaryDirectory() as folder:
        for name in ("a.md", "a.jsonl"):
            Path(folder, name).write_bytes(body)
            for found in read_file(Path(folder, name), source=folder, cap=CAP):
                assert found.name


def _mail(body: bytes) -> None:
    _check(read_articles(as_readable(_document(body, "message/rfc822"))), body)


def _mailbox(body: bytes) -> None:
    _in_file("box.mbox", body)


def _pdf(body: bytes) -> None:
    document = as_readable(_document(body, "application/pdf"))
    assert len(document.body) <= 10_000_000
    read_articles(document)


def _archive(body: bytes) -> None:
    name = "a.wacz" if body.startswith(b"PK") else "a.warc" if body.startswith(b"WARC") else "a.warc.gz"
    _in_file(name, body)


def _packed(body: bytes) -> None:
    encoding, _, packed = body.partition(b"\n")
    pieces = [packed[start : start + 1_000] for start in range(0, len(packed), 1_000)]
    assert len(unpack(pieces, encoding.decode("latin-1"), cap=CAP, shown=URL)) <= CAP


def _url(body: bytes) -> None:
    text = body.decode("utf-8", "replace")
    assert len(shown_url(text)) <= 300
    for address in (clean_url(text), canonical_url(text)):
        assert len(address) <= 10 * len(text) + 100
    is_variant_url(text)
    story_url(URL, text, variant=True)
    story_url(text, URL, variant=False)
    target = read_target(text)
    assert target.path.isascii()
    assert target.host.isascii()
    assert not set(target.path + target.host) & set(" \r\n\t\0")
    for address in find_addresses(target, (), resolver=lambda _host, _port: ["127.0.0.1", "8.8.8.8"]):
        assert is_public(address)


def _robots(body: bytes) -> None:
    answer = Fetched(url=URL, status=200, body=body, headers=(("Cache-Control", body[:50].decode("latin-1")),))
    robots = Robots(lambda _url: answer, agent="frontwire", clock=lambda: 0.0)
    for path in ("/", "/private/a.html?b=c", "/" + "ab" * 500):
        target = read_target(f"https://news.example{path}")
        with suppress(FetchError):
            robots.require_allowed(target)
        delay = robots.delay(target)
        assert isfinite(delay)
        assert delay >= 0


def _header(body: bytes) -> None:
    text = body.decode("latin-1")
    seconds = read_retry_after(text, now=NOW)
    assert seconds is None or 0 <= seconds <= 86_400


def _outlines(body: bytes) -> None:
    for outline in read_outlines(body, name="list.opml"):
        assert outline.url


def _journal(body: bytes) -> None:
    with TemporaryDirectory() as folder:
        Path(folder, "asked").write_bytes(body)
        for state in Journal(Path(folder, "asked")).read():
            assert isinstance(state.url, str)
            assert all(date is None or date.tzinfo for date in (state.next_read_at, state.disabled_at, state.read_at))


def _in_file(name: str, body: bytes) -> None:
    with TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(body)
        for number, found in enumerate(read_file(Path(folder, name), source=folder, cap=CAP)):
            assert number <= len(body)
            assert found.name
            if isinstance(found, Document):
                assert len(found.body) <= CAP


def _document(body: bytes, media_type: MediaType) -> Document:
    return Document(source="f", name=URL, media_type=media_type, body=body, read_at=NOW)


def _check(articles: Sequence[Article], body: bytes) -> None:
    assert articles
    for article in articles:
        assert article.text.strip()
        assert len(article.text) <= 4 * len(body) + 100
        _storable(article.text, article.title, article.url or "", *article.authors)
        if article.published is not None:
            assert article.published.tzinfo is not None
            assert article.published <= NOW + timedelta(days=2) or article.date_origin in ("given", "feed")


def _storable(*texts: str) -> None:
    for text in texts:
        text.encode()


def _encoded(*texts: str) -> Callable[[], Sequence[bytes]]:
    return lambda: [text.encode() for text in texts]


STATE = (
    '{"url": "https://news.example/f", "kind": "feed", "status": 200, "failures": 1, "next_read_at": '
    '"2021-08-15T10:00:00+00:00", "disabled_at": null, "read_at": "2021-08-15T10:00:00+00:00"}\n'
)
HEADERS = ("120", "Sun, 15 Aug 2021 10:00:00 GMT", "Sunday, 15-Aug-21 10:00:00 GMT", "Sun Aug 15 10:00:00 2021")
# What is read in a process of its own has 10 seconds there.
TARGETS: Mapping[str, Target] = {
    "feed": Target(seeds=seeds.of_feeds, read=_feed, seconds=10),
    "page": Target(seeds=seeds.of_pages, read=_page, seconds=10),
    "mail": Target(seeds=seeds.of_mails, read=_mail, seconds=10),
    "pdf": Target(seeds=seeds.of_pdfs, read=_pdf, seconds=10),
    "mailbox": Target(seeds=seeds.of_mails, read=_mailbox),
    "text": Target(seeds=_encoded(seeds.FRONT, seeds.LINE), read=_text),
    "archive": Target(seeds=seeds.of_archives, read=_archive),
    "packed": Target(seeds=seeds.of_packed, read=_packed),
    "url": Target(seeds=_encoded(*seeds.URLS), read=_url),
    "robots": Target(seeds=_encoded(seeds.ROBOTS), read=_robots),
    "header": Target(seeds=_encoded(*HEADERS), read=_header),
    "outlines": Target(seeds=_encoded(seeds.OPML), read=_outlines),
    "journal": Target(seeds=_encoded(STATE), read=_journal),
}
