"""The bytes of a page or text in, an Article out: what is known already wins over what the page says of itself."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from parsers.errors import ParseError
from parsers.records import Article, Document, Known, stable_id

# A page shorter than this, beside a longer text in the feed itself, is a stub: consent, paywall, script only.
STUB = 200

_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|igshid|at_(medium|campaign|link_.*|ptr_.*|format)|cmpid"
)
_FRONT_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")
_HTML_LANGUAGE = re.compile(r"<html\b[^<>]{0,2000}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^<>]{0,500}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
# Of the codecs of Python only those that a page may be in: others are no encodings of text, or quadratic.
_CHARSET = re.compile(
    r"utf[-_]?(8|16|32)([-_]?[lb]e)?|u[sn]-?ascii|ascii|(iso[-_]?8859|latin|windows|cp|koi8|mac|euc|iso[-_]?2022)[-_\w]*"
    r"|gb(2312|k|18030)|hz|big5(hkscs)?|shift[-_]?jis|sjis|tis-?620",
    re.IGNORECASE,
)
_NOT_ASCII_BASED = re.compile(r"utf[-_]?(16|32).*|iso[-_]?2022.*|hz", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_article(document: Document) -> Article:
    """A document as an article; ParseError where there is no text in it."""
    if document.media_type == "text/plain":
        text = decode_text(document.body, document.charset)
        return _finished(document, document.known, text)
    return _read_page(document)


def decode_text(body: bytes, charset: str | None = None) -> str:
    """Bytes to text: byte order mark, valid UTF-8, the charset declared, then a guess; never fails.

    Valid UTF-8 goes before a declared charset: servers often declare Latin-1 for whatever they send."""
    declared = charset if charset and _CHARSET.fullmatch(charset) else None
    if declared and declared.lower() == "utf-8" and not body.startswith(codecs.BOM_UTF8):
        return body.decode("utf-8", "replace")
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    guesses = [declared, "utf-8"] if declared and _NOT_ASCII_BASED.fullmatch(declared) else ["utf-8", declared]
    for guess in guesses:
        try:
            return body.decode(guess) if guess else _guessed(body)
        except (UnicodeError, LookupError):
            continue
    return body.decode("cp1252", "replace")


def whole_text(text: str) -> str:
    """Text that can be stored: a lone surrogate becomes one replacement character, so offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `key: value` block between `---` lines at the start, and the text after it; no block: all is text."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        return {}, text
    fields: dict[str, str] = {}
    for number, line in enumerate(lines[1:100], start=1):
        if line.rstrip() in ("---", "..."):
            rest = "".join(lines[number + 1 :])
            return fields, rest.removeprefix("\r\n") if rest.startswith("\r\n") else rest.removeprefix("\n")
        key = _FRONT_KEY.fullmatch(line.rstrip())
        if key:
            fields[key[1].lower()] = _unquoted(key[2] or "")
        elif line.strip() and line[0] not in "# \t-":
            return {}, text  # a rule across the page, not a block of fields
    return {}, text


def split_heading(text: str) -> tuple[str | None, str]:
    """The `# Title` line that a Markdown text starts with, and the text after it."""
    heading = re.match(r"\s*#[ \t]+(\S[^\r\n]*?)[ \t]*#*[ \t]*(?:\r?\n(?:[ \t]*\r?\n)*|\Z)", text[:2000])
    return (heading[1], text[heading.end() :]) if heading else (None, text)


def read_known(fields: Mapping[str, Any], *, name: str) -> Known:
    """What front matter, a .meta.toml or a JSONL line says of an article; ParseError names the odd field."""
    return Known(
        article_id=_read_text(fields, "id", name) or _read_text(fields, "article_id", name),
        title=_read_text(fields, "title", name),
        outlet=_read_text(fields, "outlet", name),
        url=_read_text(fields, "url", name),
        published=read_published(fields.get("published"), name=name),
        language=_read_text(fields, "language", name),
    )


def read_published(value: object, *, name: str) -> datetime | None:
    """ISO 8601 (or a TOML date) to an aware time in UTC: without zone it is UTC, a bare day is its midnight."""
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value.strip())
        if isinstance(value, datetime):
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(value, date):
            return datetime.combine(value, time(), UTC)
    except (ValueError, OverflowError) as error:
        raise ParseError(name, f"published is no ISO 8601 time: {str(value)[:40]!r}", code="field") from error
    raise ParseError(name, f"published is no ISO 8601 time: {str(value)[:40]!r}", code="field")


def canonical_url(url: str) -> str:
    """The same address for the same page: no fragment, tracking, trailing slash; http = https."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return url.strip()
    host = parts.hostname if port in (None, 80, 443) else f"{parts.hostname}:{port}"
    pairs = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0].lower())
    ]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"https://{host}{parts.path.rstrip('/')}{query}"


def _read_page(document: Document) -> Article:
    """An HTML page by trafilatura; the feed's own text where the page is a stub."""
    markup = decode_text(document.body, document.charset or _declared(document.body))
    known = document.known
    text, found = _extracted(markup, url=known.url, name=document.name)
    fallback = document.fallback or ""
    if len(fallback) >= STUB and (len(text) < STUB or len(fallback) > 2 * len(text)):
        text = fallback
    title = known.title or found.title
    if title and text.split("\n", 1)[0].strip() == title.strip():
        text = text.partition("\n")[2].lstrip("\n")  # the headline stands in `title` already
    language = _HTML_LANGUAGE.search(markup[:10_000])
    merged = replace(
        known,
        title=title,
        outlet=known.outlet or found.outlet,
        url=known.url or found.url,
        published=known.published or found.published,
        language=known.language or (language[1].lower() if language else None),
    )
    return _finished(document, merged, text)


def _extracted(markup: str, *, url: str | None, name: str) -> tuple[str, Known]:
    from trafilatura import bare_extraction  # heavy, and not needed for plain text

    try:
        page = bare_extraction(
            markup,
            url=url,
            fast=True,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            # The extensive search takes days that the text tells of for the day of publication.
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except MemoryError:
        raise  # not the page's fault alone: the caller starts anew
    except Exception as error:  # whatever a hostile page makes the library raise
        raise ParseError(name, f"cannot be read as a page ({type(error).__name__})") from error
    if page is None or isinstance(page, dict):
        return "", Known()
    paragraphs = [line.strip() for line in (page.text or "").split("\n") if line.strip()]
    found = Known(title=page.title, outlet=page.sitename, url=page.url, published=_midnight(page.date))
    return "\n\n".join(paragraphs), found


def _finished(document: Document, known: Known, text: str) -> Article:
    text = whole_text(text)
    if not text.strip():
        raise ParseError(document.name, "there is no text in it", code="empty")
    title = whole_text(known.title or "")
    outlet = whole_text(known.outlet) if known.outlet else None
    url = whole_text(known.url) if known.url else None
    own = stable_id("url", canonical_url(url)) if url else stable_id("text", outlet, title, text)
    return Article(
        article_id=whole_text(known.article_id) if known.article_id else own,
        title=title,
        text=text,
        url=url,
        outlet=outlet,
        published=known.published,
        language=known.language,
        source=document.source,
        item_id=document.item_id,
    )


def _midnight(day: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    except ValueError:
        return None


def _declared(body: bytes) -> str | None:
    found = _META_CHARSET.search(body[:4096])
    return found[1].decode("ascii", "replace") if found else None


def _guessed(body: bytes) -> str:
    """Text in an encoding that nobody named; few odd bytes are the quotes and dashes of English news."""
    from charset_normalizer import from_bytes

    start = body[:50_000]
    odd = sum(byte > 0x7F for byte in start)
    best = from_bytes(start).best() if odd * 10 > len(start) else None
    return body.decode(best.encoding if best else "cp1252", "replace")


def _read_text(fields: Mapping[str, Any], key: str, name: str) -> str | None:
    value = fields.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return whole_text(value)
    if key in ("id", "article_id") and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise ParseError(name, f"{key} must be text", code="field")


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
