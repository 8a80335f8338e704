"""The tree of a page in, when it was published and changed out: with how exactly, and where that was said.

What is marked up for machines goes first, then the address, then a line that people read. A day that the text tells
of is never taken for the day of publication."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lxml.etree import XPath  # type: ignore[import-untyped]

from parsers.documents.asides import is_aside
from parsers.documents.stamps import Stamp, find_day, find_stamp, read_stamp
from parsers.documents.structured import ARTICLES, Element, Thing, types_of
from parsers.records import DateOrigin

_PUBLISHED = frozenset(
    "article:published_time article:published article:published_date article.published article:post_date "
    "article:publicationdate article_date_original analyticsattributes.articledate bt:pubdate citation_date "
    "citation_publication_date cxenseparse:recs:publishtime date date_created date_published datecreated dateposted "
    "datepublished dc.date dc.created dc.date.created dc.date.issued dc.date.publication dc:date dc:created "
    "dcsext.articlefirstpublished dcterms.created dcterms.date dcterms.issued displaydate doc_date "
    "field-name-post-date gentime mediator_published_time og:article:published og:article:published_time "
    "og:datepublished og:pubdate og:publish_date og:published_time og:regdate originalpublicationdate parsely-pub-date "
    "pdate ptime pubdate publishdate publish_date publish_time publish-date published-date published_date "
    "published_time publisheddate publication_date rbpubdate rnews:datepublished sailthru.date "
    "shareaholic:article_published_time twt-published-at video:release_date vr:published_time".split()
)
_MODIFIED = frozenset(
    "article:modified_time article:modified article:modified_date article:post_modified bt:moddate datemodified "
    "dateupdate dc.modified dcterms.modified last-modified lastdate lastmod lastmodified modificationdate modified "
    "modified_time og:article:modified_time og:modified_time og:updated_time revision_date updated_time utime".split()
)
_FOR_PUBLISHED = frozenset(("datepublished", "datecreated", "pubdate"))
_FOR_MODIFIED = frozenset(("datemodified", "dateupdated"))
_PUBLISHED_CLASS = re.compile(
    r"publish|entry-(date|time)|post-?date|pub-?date|article-?(date|time)|date-?created|posted", re.I
)
_MODIFIED_CLASS = re.compile(r"updat|modif|edit", re.IGNORECASE)
_BROKEN = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"]{8,40})"')
_IN_URL = re.compile(
    r"[/_-]((?:19|20)\d\d)[/_-](0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/_-](\d{1,2})(?!\d)"
    r"|[/_-](20\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)",
    re.IGNORECASE,
)
_DATED = XPath(".//h1 | .//time | .//abbr | .//*[@itemprop]")
_LABEL = re.compile(
    r"\b(published|posted|updated|last|modified|created|issued|filed|on|at|by|from|in|date|time|local|mon|tues?|wed(nes)?"
    r"|thu(rs)?|fri|sat(ur)?|sun|\w{3,8}day|[A-Z]{2,5}T|UTC|GMT|[ap]\.?m)\b\.?|[\W\d_]+",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,40}(?:, [A-Z]\w+)?(?:,| \(\w+\)| [–—-]{1,2})\s")
_LONGEST_LINE = 90
_NEAR_HEADLINE = 40  # lines of text after it
_SPREAD = timedelta(days=1)  # zones apart, one day may be two
AHEAD = timedelta(days=1)  # clocks and zones differ


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDates:
    """When a page says that it was published and changed; None: it does not say."""

    published: Stamp | None = None
    origin: DateOrigin | None = None
    modified: datetime | None = None


def find_dates(tree: Element, things: Sequence[Thing], *, url: str | None, latest: datetime | None) -> PageDates:
    """What the page says for machines or in its address; a date after `latest` is none."""
    at_most = latest + AHEAD if latest else None
    found: dict[str, tuple[Stamp, DateOrigin]] = {}
    for role, value, origin in _marked(tree, things):
        stamp = read_stamp(value)
        if stamp and role not in found and (at_most is None or stamp.at <= at_most):
            found[role] = (stamp, origin)
    filed = date_in_url(url)
    published = _checked(found.get("published"), filed if filed and (at_most is None or filed.at <= at_most) else None)
    visible = None if published else _find_line(tree, at_most)
    if visible:
        published = (visible, "text")
    modified = found["modified"][0] if "modified" in found else None
    if published is None and modified is not None:
        published = (modified, "modified")  # not later than that, and it is all there is
    changed = modified.at if modified and published and modified.at >= published[0].at else None
    return PageDates(
        published=published[0] if published else None, origin=published[1] if published else None, modified=changed
    )


def date_in_url(url: str | None) -> Stamp | None:
    """The day in an address, as many outlets file their stories by it."""
    match = _IN_URL.search(url) if url else None
    if match is None:
        return None
    year, month, day = match.groups()[:3] if match[1] else match.groups()[3:]
    return read_stamp(f"{year}-{month}-{day}") or find_stamp(f"{day} {month} {year}")


def _checked(marked: tuple[Stamp, DateOrigin] | None, filed: Stamp | None) -> tuple[Stamp, DateOrigin] | None:
    """The instant that is marked up, where the address does not name another day: that one was not set anew."""
    if filed is None:
        return marked
    if marked is None or abs(marked[0].at - (filed.at + timedelta(hours=12))) > _SPREAD + timedelta(hours=12):
        return filed, "url"
    return marked


def _marked(tree: Element, things: Sequence[Thing]) -> Iterator[tuple[str, object, DateOrigin]]:
    """(published or modified, what is written there, where), the most telling first."""
    yield from _from_meta(tree)
    yield from _from_things(things)
    if not things:
        yield from _from_broken(tree)
    yield from _from_elements(tree)


def _from_meta(tree: Element) -> Iterator[tuple[str, object, DateOrigin]]:
    for meta in tree.iter("meta"):
        value = meta.get("content") or meta.get("datetime")
        if not value:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv", "pubdate"):
            name = (meta.get(attribute) or "").lower()
            if name in _PUBLISHED:
                yield "published", value, "meta"
            elif name in _MODIFIED:
                yield "modified", value, "meta"


def _from_things(things: Sequence[Thing]) -> Iterator[tuple[str, object, DateOrigin]]:
    told = [thing for thing in things if types_of(thing) & ARTICLES]
    told += [thing for thing in things if types_of(thing) & {"webpage"}]
    for thing in told:
        yield "published", thing.get("datePublished") or thing.get("dateCreated"), "json-ld"
        yield "modified", thing.get("dateModified"), "json-ld"


def _from_broken(tree: Element) -> Iterator[tuple[str, object, DateOrigin]]:
    """JSON-LD that is no JSON still names its dates."""
    for script in tree.iter("script"):
        if script.text and "ld+json" in (script.get("type") or "").lower():
            for match in _BROKEN.finditer(script.text[:100_000]):
                yield match[1].removeprefix("date").lower(), match[2], "json-ld"


def _from_elements(tree: Element) -> Iterator[tuple[str, object, DateOrigin]]:
    """Microdata and time elements of the page's own story: those under its headline before others."""
    before: list[tuple[str, object]] = []
    after: list[tuple[str, object]] = []
    headline = False
    for element in _DATED(tree):
        if element.tag == "h1":
            headline = True
            continue
        role, value = _role_of(element)
        if value and not is_aside(element):
            (after if headline else before).append((role, value))
    for role, value in sorted(after + before, key=lambda one: one[0].endswith("?")):
        yield role.rstrip("?"), value, "time"


def _role_of(element: Element) -> tuple[str, object]:
    """What an element dates, and the date; a bare time element (`?`) gives way to one that says what it is."""
    item = (element.get("itemprop") or "").lower()
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    value = element.get("datetime") or element.get("content")
    if item in _FOR_PUBLISHED or item in _FOR_MODIFIED:
        role = "published" if item in _FOR_PUBLISHED else "modified"
        return role, value or element.get("title") or "".join(element.itertext())[:100]
    if element.tag == "abbr" and _PUBLISHED_CLASS.search(names):
        return "published", element.get("title") or element.text
    if element.tag != "time":
        return "", None
    value = value or "".join(element.itertext())[:100]
    if element.get("pubdate") is not None or _PUBLISHED_CLASS.search(names):
        return "published", value
    return ("modified", value) if _MODIFIED_CLASS.search(names) else ("published?", value)


def _find_line(tree: Element, at_most: datetime | None) -> Stamp | None:
    """A line near the headline that holds a date and little else, as readers see it; or the dateline of the text."""
    since: int | None = None
    first: Stamp | None = None
    for element, line in _lines(tree):
        if element.tag == "h1":
            since = 0
            continue
        since = since + 1 if since is not None else None
        if since is not None and since > _NEAR_HEADLINE:
            break
        stamp = _in_line(line)
        if stamp is None or (at_most and stamp.at > at_most) or is_aside(element):
            continue
        if since is not None:
            return stamp
        first = first or stamp
    return first


def _in_line(line: str) -> Stamp | None:
    if not any(character.isdigit() for character in line[:_LONGEST_LINE]):
        return None
    if len(line) > _LONGEST_LINE:
        opening = _DATELINE.match(line)
        found = find_day(line[: opening.end() + 24]) if opening else None
        return Stamp(found[0], "day") if found and opening and found[1] <= opening.end() + 6 else None
    found = find_day(line)
    if found is None:
        return None
    rest = _LABEL.sub(" ", line[: found[1]] + " " + line[found[2] :])
    # A name or a place may stand beside it ("By Jane Doe", "Kabul"); a sentence is another thing.
    return find_stamp(line) if len(rest.split()) <= 5 and not line.rstrip().endswith((".", "?", "!")) else None


def _lines(tree: Element) -> Iterator[tuple[Element, str]]:
    """Pieces of visible text in order, each with the element that it stands in."""
    body = tree.find(".//body")
    for element in (tree if body is None else body).iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "noscript", "template", "time"):
            continue
        if element.text and len(line := " ".join(element.text[:400].split())) > 5:
            yield element, line
        parent = element.getparent()
        if element.tail and parent is not None and len(line := " ".join(element.tail[:400].split())) > 5:
            yield parent, line
        if element.tag == "h1":
            yield element, ""


def midnight(day: str | None) -> datetime | None:
    """`2021-08-15` to its midnight in UTC."""
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    except ValueError:
        return None
