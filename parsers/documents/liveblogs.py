"""The tree of a page in; if it is a live blog, its posts out, each with its own date, id and address.

A post is known by its id, so that it stays one article however often the page is read, and however it is edited."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from lxml.etree import XPath  # type: ignore[import-untyped]

from parsers.documents.asides import is_aside
from parsers.documents.plain import plain_text
from parsers.documents.stamps import Stamp, read_stamp
from parsers.documents.structured import Element, Thing, text_of, things_in, types_of
from parsers.records import DateOrigin, stable_id

MOST_POSTS = 1_000

_LIVE = re.compile(
    r"live-?blog|live-?(updates?|posts?|entr(y|ies)|stream|list|coverage|story|feed|ticker|reporting|text|event)|liveblog\w*"
    r"|lx-stream|ticker-?(entry|post|item)",
    re.IGNORECASE,
)
_WORDS = ("live", "Live", "lx-stream", "ticker")  # one of them is in all that _LIVE finds
_LIVE_STEP = re.compile(r"live|live-?blog|(.*-)?live-?(updates?|blog|news|coverage)(-.*)?|liveticker", re.IGNORECASE)
_KEYS = ("data-post-id", "data-entry-id", "data-block-id", "data-update-id", "data-item-id", "data-id")
_TIMES = ("data-sort-time", "data-timestamp", "data-time", "data-utime", "data-published", "data-created")
_DATED = XPath(" | ".join((".//time", ".//*[@itemprop]", *(f".//*[@{name}]" for name in _TIMES))))
_POST_TAGS = frozenset(("article", "section", "div", "li", "tr", "dd"))
_BLOCKS = frozenset("p li blockquote h1 h2 h3 h4 h5 h6 div section article ul ol dd dt pre td".split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5"))
_SKIPPED = frozenset(
    "script style noscript template svg button form nav aside figure iframe time input select footer video".split()
)
_ABOUT = re.compile(
    r"(?<![a-z])(share|social|by-?line|authors?|meta|time(stamp)?|date|tool-?bar|actions?|permalink|caption|credit|tags?)(?![a-z])",
    re.IGNORECASE,
)
_LISTED = 0.6  # of the characters of a list of links are links
_SHORTEST = 15  # characters of a post


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One dated post; `key` is what the page calls it, `anchor` where on the page it stands."""

    key: str
    anchor: str | None
    title: str
    text: str
    published: Stamp | None = None
    origin: DateOrigin | None = None
    modified: Stamp | None = None
    authors: Sequence[str] = ()


def find_posts(tree: Element, things: Sequence[Thing], *, url: str | None, markup: str) -> list[Post]:
    """The posts of a live blog in the order of the page; none: it is no live blog, or holds no post to be read."""
    if not _is_live_url(url) and not any(word in markup for word in _WORDS):
        return []  # most pages, and much cheaper than to look at their elements
    told = {post.key: post for post in _from_things(things, url)}
    shown = {post.key: post for post in _from_elements(tree, things, url)}
    posts = [_merged(post, shown.pop(post.key, None)) for post in told.values()]
    # What stands in the page only: most sites put no more than the latest posts into their JSON-LD.
    posts += shown.values() if not told or any(post.anchor for post in told.values()) else ()
    return [post for post in posts if len(post.text) >= _SHORTEST][:MOST_POSTS]


def _merged(told: Post, shown: Post | None) -> Post:
    """What JSON-LD says of a post, with the longer of both texts."""
    if shown is None:
        return told
    longer = shown.text if len(shown.text) > len(told.text) else told.text
    same = told.published or shown.published
    origin = told.origin if told.published else shown.origin
    return replace(told, title=told.title or shown.title, text=longer, published=same, origin=origin)


def _from_things(things: Sequence[Thing], url: str | None) -> Iterator[Post]:
    """schema.org LiveBlogPosting: each liveBlogUpdate is a BlogPosting."""
    for blog in things:
        if "liveblogposting" not in types_of(blog):
            continue
        for update in things_in(blog.get("liveBlogUpdate")):
            title = plain_text(text_of(update.get("headline")) or text_of(update.get("name")) or "")
            text = plain_text(text_of(update.get("articleBody")) or text_of(update.get("text")) or "")
            published = read_stamp(text_of(update.get("datePublished")) or text_of(update.get("dateCreated")))
            address = (
                text_of(update.get("url")) or text_of(update.get("@id")) or text_of(update.get("mainEntityOfPage"))
            )
            key, anchor = _key_of(address, url)
            names = (plain_text(text_of(one) or "") for one in _listed(update.get("author")))
            yield Post(
                key=key or stable_id(published.at if published else None, title or text[:80]),
                anchor=anchor,
                title=" ".join(title.split()),
                text=text,
                published=published,
                origin="json-ld" if published else None,
                modified=read_stamp(text_of(update.get("dateModified"))),
                authors=tuple(name for name in names if name),
            )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value] if value else []


def _key_of(address: str | None, url: str | None) -> tuple[str | None, str | None]:
    """What names a post in its address: the fragment, else what is there beside the address of the page."""
    if address is None:
        return None, None
    try:
        parts = urlsplit(urljoin(url or "", address))
    except ValueError:
        return None, None
    if parts.fragment:
        return parts.fragment, f"#{parts.fragment}"
    page = urlsplit(url or "")
    own = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return (None, None) if own.rstrip("/?") == page.path.rstrip("/") else (own, parts.geturl())


def _from_elements(tree: Element, things: Sequence[Thing], url: str | None) -> Iterator[Post]:
    """Elements with an id and a time of their own, on a page that says that it is live."""
    elements = _find_elements(tree)
    if not elements:
        return
    declared = any("liveblogposting" in types_of(thing) for thing in things) or _has_live_type(tree)
    live = [element for element in elements if _is_live(element)]
    if not (declared or live) and not (len(elements) > 1 and _is_live_url(url)):
        return
    for element in live or elements:
        post = _read_element(element)
        if post is not None:
            yield post


def _find_elements(tree: Element) -> list[Element]:
    """The smallest elements with an id around each time, none of them in another and none among comments."""
    found: dict[Element, None] = {}
    for element in _DATED(tree):
        if _time_of(element) is None:
            continue
        post = _around(element)
        if post is not None and post not in found and not is_aside(post):
            found[post] = None
        if len(found) > 2 * MOST_POSTS:
            break
    outer = {around for element in found for around in element.iterancestors() if around in found}
    return [element for element in found if element not in outer and not _is_list_of_links(element)]


def _around(element: Element) -> Element | None:
    node: Element | None = element
    while node is not None and node.tag not in ("body", "html", "main"):
        if node.tag in _POST_TAGS and _id_of(node):
            return node
        node = node.getparent()
    return None


def _id_of(element: Element) -> str | None:
    return next((value for name in ("id", *_KEYS) if (value := (element.get(name) or "").strip())), None)


def _time_of(element: Element) -> Stamp | None:
    """When a time element, or one that carries an instant in an attribute, says it is."""
    if element.tag == "time":
        return read_stamp(element.get("datetime") or "".join(element.itertext())[:100])
    if (element.get("itemprop") or "").lower() in ("datepublished", "datecreated"):
        return read_stamp(element.get("content") or element.get("datetime"))
    return next((stamp for name in _TIMES if (stamp := read_stamp(element.get(name)))), None)


def _is_live(element: Element) -> bool:
    """Whether an element, or one around it, is called live, or is an update by its microdata."""
    for node in (element, *element.iterancestors()):
        if node.tag in ("body", "html"):
            return False
        names = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('data-component') or ''}"
        if _LIVE.search(names) or node.tag == "amp-live-list" or node.get("itemprop") == "liveBlogUpdate":
            return True
    return False


def _has_live_type(tree: Element) -> bool:
    return tree.find(".//*[@itemtype='http://schema.org/LiveBlogPosting']") is not None or (
        tree.find(".//*[@itemtype='https://schema.org/LiveBlogPosting']") is not None
    )


def _is_live_url(url: str | None) -> bool:
    steps = re.sub(r"^[a-z]+://[^/?#]*|[?#].*", "", url or "").split("/")
    return any(_LIVE_STEP.fullmatch(step) for step in steps if step)


def _is_list_of_links(element: Element) -> bool:
    whole = sum(len(text.strip()) for text in element.itertext())
    linked = sum(len(text.strip()) for link in element.iter("a") for text in link.itertext())
    return whole == 0 or linked > _LISTED * whole


def _read_element(element: Element) -> Post | None:
    key = _id_of(element)
    if key is None:
        return None
    stamps = sorted(
        {stamp for one in (element, *element.iter()) if isinstance(one.tag, str) and (stamp := _time_of(one))}
    )
    heading = next((one for one in element.iter(*sorted(_HEADINGS)) if _words(one)), None)
    title = _words(heading) if heading is not None else ""
    lines = [line for line in _lines_of(element, skipped=heading) if line]
    return Post(
        key=key,
        anchor=f"#{key}" if element.get("id") else None,
        title=title,
        text="\n\n".join(lines),
        published=stamps[0] if stamps else None,
        origin="time" if stamps else None,
        modified=stamps[-1] if len(stamps) > 1 else None,
        authors=_authors_of(element),
    )


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _lines_of(element: Element, *, skipped: Element | None) -> list[str]:
    """The paragraphs of a post, without its headline, pictures, buttons and what is said about it."""
    lines: list[list[str]] = [[]]
    _gather(element, lines, skipped, 0)
    return [" ".join("".join(line).split()) for line in lines]


def _gather(element: Element, lines: list[list[str]], skipped: Element | None, depth: int) -> None:
    block = element.tag in _BLOCKS
    if block or element.tag == "br":
        lines.append([])
    lines[-1].append(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and depth < 100 and child is not skipped and not _is_about(child):
            _gather(child, lines, skipped, depth + 1)
        lines[-1].append(child.tail or "")
    if block:
        lines.append([])


def _is_about(element: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('rel') or ''}"
    return element.tag in _SKIPPED or bool(_ABOUT.search(names) and len(_words(element)) < 200)


def _authors_of(element: Element) -> tuple[str, ...]:
    marked = (one for one in element.iter() if isinstance(one.tag, str) and _is_author(one))
    names = (re.sub(r"(?i)^by\s+", "", _words(one)) for one in marked)
    return tuple(dict.fromkeys(name for name in names if 0 < len(name) < 80))


def _is_author(element: Element) -> bool:
    return "author" in (element.get("rel"), element.get("itemprop"))
