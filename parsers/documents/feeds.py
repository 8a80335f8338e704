"""The bytes of a feed in, its entries out; nothing is fetched, no entity expanded, no date made up."""

import calendar
import html
import io
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from parsers.documents.articles import decode_text, whole_text
from parsers.errors import ParseError
from parsers.records import FeedItem, stable_id

_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_PROLOG = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ENCODING = re.compile(rb"<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})", re.IGNORECASE)
# Encodings in which markup could hide from the look for entities below.
_HIDING = re.compile(
    r"utf-?7|cp037|cp500|cp1\d{3}|ibm.*|ebcdic.*|hz|iso-?2022.*|unicode.*|punycode|idna", re.IGNORECASE
)

_TOKEN = re.compile(r"<!--|-->|<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>|<![^<>]*>")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_BLOCK = re.compile(r"p|div|br|hr|li|[uo]l|tr|table|h[1-6]|blockquote|article|section|figure|figcaption")
_SILENT = frozenset({"script", "style"})
_LONGEST = 200_000  # characters of one title, summary or content


def is_feed(body: bytes) -> bool:
    """Whether bytes start as RSS, RDF or Atom do."""
    start = _PROLOG.sub("", decode_text(body[:8192]))
    root = _ROOT.search(start)
    return root is not None and root[1].lower() in ("rss", "feed", "rdf")


def read_feed(body: bytes, *, url: str) -> list[FeedItem]:
    """All entries of a feed in its order; ParseError where it is none, or declares entities."""
    import feedparser

    _refuse_entities(body, url)
    if not is_feed(body):
        raise ParseError(url, "this is no RSS or Atom feed", code="not_a_feed")
    try:
        # As a stream: feedparser takes bytes for the name of a local file first.
        feed = feedparser.parse(io.BytesIO(body), resolve_relative_uris=False, sanitize_html=False)
    except MemoryError:
        raise  # not the feed's fault alone: the caller starts anew
    except Exception as error:  # whatever a hostile feed makes the library raise
        raise ParseError(url, f"cannot be read as a feed ({type(error).__name__})") from error
    if not feed.get("version") and not feed.entries:
        raise ParseError(url, "this is no RSS or Atom feed", code="not_a_feed")
    outlet = plain_text(feed.feed.get("title")) or None
    language = _language(feed.feed.get("language"))
    base = urljoin(url, str(feed.feed.get("link") or "")) if not urlsplit(url).scheme else url
    return [_read_item(entry, base=base, outlet=outlet, language=language) for entry in feed.entries]


def plain_text(markup: object) -> str:
    """HTML to text in one linear pass: blocks become lines, tags, scripts and comments nothing."""
    if not isinstance(markup, str):
        return ""
    markup = markup[:_LONGEST]
    kept: list[str] = []
    silent, at = "", 0
    for token in _TOKEN.finditer(markup):
        if not silent:
            kept.append(markup[at : token.start()])
        at = token.end()
        name = (token[2] or "").lower()
        if silent:
            closes = token[0] == "-->" if silent == "-->" else token[1] == "/" and name == silent
            silent = "" if closes else silent
        elif token[0] == "<!--":
            silent = "-->"
        elif name in _SILENT and not token[1]:
            silent = name
        elif _BLOCK.fullmatch(name):
            kept.append("\n")
    if not silent:
        kept.append(markup[at:])
    lines = (" ".join(line.split()) for line in html.unescape("".join(kept)).split("\n"))
    return whole_text("\n\n".join(line for line in lines if line))


def _read_item(entry: Any, *, base: str, outlet: str | None, language: str | None) -> FeedItem:
    title = " ".join(plain_text(entry.get("title")).split())
    summary = plain_text(entry.get("summary"))
    contents = [plain_text(part.get("value")) for part in entry.get("content") or []]
    guid = str(entry.get("id") or "").strip()
    # feedparser takes any guid for a link unless the feed denies it.
    told = entry.get("link") if entry.get("link") != entry.get("id") or _WEB.match(guid) else None
    link = _link(told, base)
    return FeedItem(
        item_id=whole_text(guid or link or stable_id("item", title, summary)),
        link=link,
        title=title,
        summary=summary,
        content=max(contents, key=len, default=""),
        published=_published(entry),
        outlet=outlet,
        language=_language((entry.get("title_detail") or {}).get("language")) or language,
    )


def _published(entry: Any) -> datetime | None:
    """As said by the entry; `updated` only where nothing else is said, as in most Atom feeds."""
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _link(link: object, base: str) -> str | None:
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        return whole_text(urljoin(base, link.strip()))
    except ValueError:
        return None


def _language(tag: object) -> str | None:
    """`en-us` to `en`."""
    found = re.match(r"[A-Za-z]{2,3}\b", tag) if isinstance(tag, str) else None
    return found[0].lower() if found else None


def _refuse_entities(body: bytes, url: str) -> None:
    """An entity may stand for gigabytes, or for a file: no feed needs its own."""
    declared = _ENCODING.search(body[:1024].replace(b"\0", b""))
    if declared and _HIDING.fullmatch(declared[1].decode("latin-1").strip()):
        raise ParseError(url, "its encoding is refused", code="encoding")
    # Without NULs UTF-16 and UTF-32 show their ASCII, too.
    if b"<!entity" in body.replace(b"\0", b"").lower():
        raise ParseError(url, "a feed that declares entities is refused", code="entities")
