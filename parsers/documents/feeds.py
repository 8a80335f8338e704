"""The bytes of a feed in, its entries out; nothing is fetched, no entity expanded, no date made up."""

import html
import io
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from parsers.documents.articles import decode_text, whole_text
from parsers.documents.feed_dates import read_date
from parsers.documents.json_feeds import is_json_feed, read_json_feed
from parsers.documents.plain import plain_line, plain_text, read_language, read_link
from parsers.documents.sitemaps import SITEMAPS, read_sitemap
from parsers.errors import ParseError
from parsers.records import Feed, FeedItem, stable_id

_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_PROLOG = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^<>]{0,500}\?>", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})", re.IGNORECASE)
# Encodings in which markup could hide from the look for entities below.
_HIDING = re.compile(
    r"utf-?7|cp037|cp500|cp1(?!25)\d{3}|ibm.*|ebcdic.*|hz|iso-?2022.*|unicode.*|punycode|idna", re.IGNORECASE
)
_UTF16 = ((b"\0<", "utf-16-be"), (b"<\0", "utf-16-le"), (b"\xff\xfe", None), (b"\xfe\xff", None))
_UTF8 = re.compile(r"utf-?8", re.IGNORECASE)
# feedparser reads a relative base as none.
_BASE = re.compile(
    r"(\A[^<]{0,1000}(?:<[?!][^<>]{0,1000}>\s*){0,10}<[^<>]{0,2000}?\bxml:base\s*=\s*[\"'])([^\"'<>]*)([\"'])"
)
_WEB = re.compile(r"https?://", re.IGNORECASE)
# RFC 5005: the next page of a feed in pages, or the archive before this one.
_OLDER = ("next", "prev-archive")


def is_feed(body: bytes) -> bool:
    """Whether bytes start as RSS, RDF, Atom, JSON Feed or a sitemap do."""
    return _root_of(body) in ("rss", "feed", "rdf", *SITEMAPS) or is_json_feed(body)


def read_feed(body: bytes, *, url: str, charset: str | None = None) -> Feed:
    """A feed with all its entries in its order; ParseError where it is none, or declares entities."""
    if is_json_feed(body):
        return read_json_feed(body, url=url)
    _refuse_entities(body, url)
    root = _root_of(body)
    text = _decoded(body, charset)
    if root in SITEMAPS:
        return read_sitemap(text.encode("utf-8", "replace"), url=url)
    if root not in ("rss", "feed", "rdf"):
        raise ParseError(url, "this is no RSS or Atom feed", code="not_a_feed")
    return _read_xml_feed(_BASE.sub(lambda found: _whole_base(found, url), text, 1).encode("utf-8", "replace"), url=url)


def _read_xml_feed(body: bytes, *, url: str) -> Feed:
    import feedparser

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
    language = read_language(feed.feed.get("language"))
    base = urljoin(url, str(feed.feed.get("link") or "")) if not urlsplit(url).scheme else url
    items = tuple(_read_item(entry, base=base, outlet=outlet, language=language) for entry in feed.entries)
    return Feed(items=items, outlet=outlet, older=_older(feed.feed.get("links"), base))


def _whole_base(found: re.Match[str], url: str) -> str:
    return f"{found[1]}{html.escape(read_link(html.unescape(found[2]), url) or url)}{found[3]}"


def _root_of(body: bytes) -> str:
    """The local name of the first element, in lower case; without NULs every encoding shows its ASCII."""
    root = _ROOT.search(_PROLOG.sub("", body[:8192].replace(b"\0", b"").decode("latin-1")))
    return root[1].lower() if root else ""


def _decoded(body: bytes, charset: str | None) -> str:
    """The text of a feed, without what it declares of its encoding: that is UTF-8 from here on."""
    said = _ENCODING.search(body[:1024].replace(b"\0", b""))
    names = (charset, said[1].decode("latin-1").strip() if said else None)
    # What is UTF-8 needs not say so, and what says so often is not; UTF-16 shows itself.
    declared = next((name for name in names if name and not _UTF8.fullmatch(name)), None)
    declared = next((codec for start, codec in _UTF16 if body.startswith(start)), declared)
    return _DECLARATION.sub("", decode_text(body, declared).removeprefix("\ufeff"), count=1)


def _read_item(entry: Any, *, base: str, outlet: str | None, language: str | None) -> FeedItem:
    title = plain_line(entry.get("title"))
    summary = plain_text(entry.get("summary"))
    contents = [plain_text(part.get("value")) for part in entry.get("content") or []]
    guid = str(entry.get("id") or "").strip()
    # feedparser takes any guid for a link unless the feed denies it.
    told = entry.get("link") if entry.get("link") != entry.get("id") or _is_address(guid) else None
    link = read_link(told, base)
    # Asked for by its key: `get` gives the date of publication where there is no other.
    updated = read_date(dict.get(entry, "updated"), dict.get(entry, "updated_parsed"))
    return FeedItem(
        item_id=whole_text(guid or link or stable_id("item", title, summary)),
        link=link,
        title=title,
        summary=summary,
        content=max(contents, key=len, default=""),
        # `updated` only where nothing else is said, as in most Atom feeds.
        published=read_date(entry.get("published"), entry.get("published_parsed")) or updated,
        outlet=outlet,
        language=read_language((entry.get("title_detail") or {}).get("language")) or language,
        updated=updated,
    )


def _is_address(guid: str) -> bool:
    return _WEB.match(guid) is not None or guid.startswith("/")


def _older(links: object, base: str) -> str | None:
    """Where the entries before these are."""
    for link in links if isinstance(links, list) else []:
        if str(link.get("rel")).lower() in _OLDER:
            return read_link(link.get("href"), base)
    return None


def _refuse_entities(body: bytes, url: str) -> None:
    """An entity may stand for gigabytes, or for a file: no feed needs its own."""
    declared = _ENCODING.search(body[:1024].replace(b"\0", b""))
    if declared and _HIDING.fullmatch(declared[1].decode("latin-1").strip()):
        raise ParseError(url, "its encoding is refused", code="encoding")
    # Without NULs UTF-16 and UTF-32 show their ASCII, too.
    if b"<!entity" in body.replace(b"\0", b"").lower():
        raise ParseError(url, "a feed that declares entities is refused", code="entities")
