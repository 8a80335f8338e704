"""The bytes of a JSON Feed in, its entries out: fields of another type than the format says count as missing."""

import json
import re
from collections.abc import Mapping
from typing import Any

from parsers.documents.articles import decode_text, whole_text
from parsers.documents.feed_dates import read_date
from parsers.documents.plain import plain_line, plain_text, read_language, read_link
from parsers.errors import ParseError
from parsers.records import Feed, FeedItem, stable_id

_VERSION = re.compile(rb"\"version\"\s*:\s*\"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version", re.IGNORECASE)
_LONGEST = 200_000


def is_json_feed(body: bytes) -> bool:
    """Whether bytes are a JSON object that calls itself a JSON Feed."""
    return body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _VERSION.search(body) is not None


def read_json_feed(body: bytes, *, url: str) -> Feed:
    """A feed with all its entries; ParseError where it is no valid JSON."""
    try:
        feed = json.loads(decode_text(body))
    except (ValueError, RecursionError) as error:
        raise ParseError(url, "is no valid JSON", code="json") from error
    listed = feed.get("items") if isinstance(feed, Mapping) else None
    if not isinstance(listed, list):
        raise ParseError(url, "this is no JSON Feed", code="not_a_feed")
    outlet = plain_line(feed.get("title")) or None
    language = read_language(feed.get("language"))
    items = [_read_item(item, url=url, outlet=outlet, language=language) for item in listed if isinstance(item, dict)]
    return Feed(items=tuple(items), outlet=outlet, older=read_link(feed.get("next_url"), url))


def _read_item(item: Mapping[str, Any], *, url: str, outlet: str | None, language: str | None) -> FeedItem:
    title = plain_line(item.get("title"))
    summary = plain_text(item.get("summary"))
    content = plain_text(item.get("content_html"))
    plain = item.get("content_text")
    if isinstance(plain, str) and len(plain) > len(content):
        content = whole_text(plain[:_LONGEST].strip())
    link = read_link(item.get("url"), url)
    said = item.get("id")
    own = str(said).strip() if isinstance(said, str | int | float) and not isinstance(said, bool) else ""
    updated = read_date(item.get("date_modified"))
    return FeedItem(
        item_id=whole_text(own or link or stable_id("item", title, summary, content)),
        link=link,
        title=title,
        summary=summary,
        content=content,
        published=read_date(item.get("date_published")) or updated,
        outlet=outlet,
        language=read_language(item.get("language")) or language,
        updated=updated,
    )
