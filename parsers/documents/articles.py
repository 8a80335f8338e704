"""The bytes of a page or text in, an Article out: what is known already wins over what the page says of itself."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Literal

from parsers.documents.addresses import canonical_url as canonical_url  # known by this name to many
from parsers.documents.addresses import clean_url
from parsers.documents.encodings import decode_text as decode_text
from parsers.documents.encodings import repair_mojibake
from parsers.documents.encodings import whole_text as whole_text
from parsers.errors import ParseError
from parsers.records import Article, Document, Known, stable_id

# A page shorter than this, beside a longer text in the feed itself, is a stub: consent, paywall, script only.
STUB = 200

_FRONT_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")


def read_article(document: Document) -> Article:
    """A document as one article, the first of a live blog; ParseError where there is no text in it."""
    return read_articles(document)[0]


def read_articles(document: Document) -> tuple[Article, ...]:
    """A document as its articles, at least one: a live blog has as many as posts; ParseError where there is no text."""
    if document.media_type == "text/plain":
        return (finish_article(document, document.known, decode_text(document.body, document.charset)),)
    from parsers.documents.pages import read_page  # heavy, and not needed for plain text

    return read_page(document)


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


def finish_article(document: Document, known: Known, text: str) -> Article:
    """What is known of a document, and its text, as an article with an id; ParseError where there is no text."""
    text = whole_text(text)
    if not text.strip():
        raise ParseError(document.name, "there is no text in it", code="empty")
    title = whole_text(known.title or "")
    before = (title, text)
    if document.media_type == "text/html" or document.item_id is not None:
        title, text = repair_mojibake(title), repair_mojibake(text)  # a given text stays as it was given
    outlet = repair_mojibake(whole_text(known.outlet)) if known.outlet else None
    url = clean_url(whole_text(known.url)) if known.url else None
    own = stable_id("url", canonical_url(url)) if url else stable_id("text", outlet, title, text)
    from_feed = document.item_id is not None
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
        date_origin=None if known.published is None else "feed" if from_feed else "given",
        date_precision=precision_of(known.published) if known.published else None,
        text_origin=document.text_origin or ("feed" if from_feed else "given"),
        before_repair=None if before == (title, text) else "\n\n".join(before),
    )


def precision_of(moment: datetime) -> Literal["second", "day"]:
    """A midnight in UTC is a bare day: it cannot be told from one, and a day is the less that is claimed."""
    return "day" if moment.astimezone(UTC).time() == time() else "second"


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
