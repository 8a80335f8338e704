"""An OPML file in, the feeds that it lists out, and back: what OPML has no word for stands in attributes of our own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from parsers.documents.articles import whole_text
from parsers.documents.markup import find_elements
from parsers.errors import ParseError

NAMESPACE = "urn:frontwire:feeds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list; values as they stand there, not judged yet."""

    url: str
    outlet: str | None = None
    language: str | None = None
    country: str | None = None
    weight: str | None = None
    full_text: str | None = None
    interval_seconds: str | None = None
    backfill: str | None = None


# Names of attributes are compared in lower case: programs write xmlUrl, xmlurl and XMLURL.
_ATTRIBUTES = {
    "language": "language",
    "country": "country",
    "weight": "weight",
    "full_text": "fulltext",
    "interval_seconds": "intervalseconds",
    "backfill": "backfill",
}
_WRITTEN = {"full_text": "fullText", "interval_seconds": "intervalSeconds"}


def read_outlines(body: bytes, *, name: str) -> list[Outline]:
    """All outlines with the address of a feed, each address once; ParseError where the file is no OPML."""
    found: dict[str, Outline] = {}
    root = ""
    for element in find_elements(body, name=name):
        root = element.path[0]
        if root != "opml":
            break
        if element.path[-1] != "outline":
            continue
        outline = _read_outline({key.lower(): value.strip() for key, value in element.attributes.items()})
        if outline is not None:
            found.setdefault(outline.url, outline)
    if root != "opml":
        raise ParseError(name, "this is no OPML list of feeds", code="not_opml")
    return list(found.values())


def write_outlines(feeds: Iterable[Outline], *, title: str) -> str:
    """Feeds as OPML 2.0."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:frontwire="{NAMESPACE}">',
        f"  <head><title>{_plain(title)}</title></head>",
        "  <body>",
        *(f"    <outline {_attributes(feed)}/>" for feed in feeds),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _read_outline(attributes: Mapping[str, str]) -> Outline | None:
    url = attributes.get("xmlurl")
    if not url:
        return None
    own = {field: attributes.get(key) or None for field, key in _ATTRIBUTES.items()}
    outlet = attributes.get("text") or attributes.get("title")
    return Outline(url=url, outlet=outlet if outlet and outlet != url else None, **own)


def _attributes(feed: Outline) -> str:
    said = {"type": "rss", "text": feed.outlet or feed.url, "xmlUrl": feed.url}
    for field in _ATTRIBUTES:
        value = getattr(feed, field)
        if value is not None:
            said["language" if field == "language" else f"frontwire:{_WRITTEN.get(field, field)}"] = value
    return " ".join(f"{key}={quoteattr(_storable(value))}" for key, value in said.items())


def _plain(text: str) -> str:
    return quoteattr(_storable(text))[1:-1]


def _storable(text: str) -> str:
    """Without the control characters that XML cannot carry."""
    return "".join(char for char in whole_text(text) if char >= " " or char in "\t\n\r")
