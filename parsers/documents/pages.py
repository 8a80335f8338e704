"""An HTML page in, its articles out: one, or each post of a live blog; ParseError where its story is not there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Any, Literal
from urllib.parse import quote, urljoin

from parsers.documents.addresses import canonical_url, is_variant_url, story_url
from parsers.documents.articles import STUB, finish_article
from parsers.documents.encodings import apply_repairs, declared_charset, decode_page, find_repairs, whole_text
from parsers.documents.liveblogs import Post, find_posts
from parsers.documents.published import AHEAD, PageDates, find_dates, midnight
from parsers.documents.stamps import Stamp
from parsers.documents.structured import Element, Thing, find_things, text_of
from parsers.documents.walls import WHY, find_wall
from parsers.errors import ParseError
from parsers.records import Article, Document, stable_id

# The extensive search takes days that the text tells of for the day of publication.
_DATES: dict[str, Any] = {"original_date": True, "extensive_search": False}
_NO_DATES: dict[str, Any] = {"outputformat": "-"}  # the library gives up on it at once: the date is known already
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What a page is made of, and what it says of itself apart from its text."""

    tree: Element
    things: Sequence[Thing]
    charset: str
    url: str | None  # of its story
    read_url: str | None  # where it was read, if that is another
    language: str | None


def read_page(document: Document) -> tuple[Article, ...]:
    """All articles of an HTML page; the feed's own text where the page is a stub or a wall."""
    markup, charset = decode_page(document.body, document.charset, declared_charset(document.body))
    # Before the page is taken apart: half of such letters are control characters, which do not survive that.
    repairs = find_repairs(markup)
    articles = _read_markup(document, apply_repairs(markup, repairs), charset)
    return tuple(_with_original(article, repairs) for article in articles) if repairs else articles


def _with_original(article: Article, repairs: Mapping[str, str]) -> Article:
    """An article of a page in which something was repaired, with its title and text as they came."""
    whole = article.before_repair or f"{article.title}\n\n{article.text}"
    before = whole
    for came, repaired in sorted(repairs.items(), key=lambda one: (-len(one[1]), one)):
        before = before.replace(unescape(repaired).strip(), whole_text(unescape(came).strip()))
    return article if before == whole else replace(article, before_repair=before)


def _read_markup(document: Document, markup: str, charset: str) -> tuple[Article, ...]:
    try:
        page = _open(document, markup, charset)
        if page is None:
            return (_without_page(document),)
        posts = find_posts(page.tree, page.things, url=page.url, markup=markup)
        if posts:
            return _read_posts(document, page, posts)
        return (_read_story(document, page),)
    except (MemoryError, ParseError):
        raise  # memory is not the page's fault alone: the caller starts anew
    except Exception as error:  # whatever a hostile page makes the libraries raise
        raise ParseError(document.name, f"cannot be read as a page ({type(error).__name__})") from error


def _open(document: Document, markup: str, charset: str) -> _Page | None:
    from trafilatura.utils import load_html  # heavy, and not needed for plain text

    tree = load_html(markup)
    if tree is None:
        return None
    things = find_things(tree)
    own = document.known.url
    variant = bool({"amp", "⚡"} & set(tree.attrib)) or bool(own and is_variant_url(own))
    url = story_url(own, _claimed_url(tree, own), variant=variant)
    same = own is None or url is None or canonical_url(own) == canonical_url(url)
    language = _language(tree, things)
    return _Page(tree=tree, things=things, charset=charset, url=url, read_url=None if same else own, language=language)


def _read_story(document: Document, page: _Page) -> Article:
    known = replace(document.known, url=page.url)
    dates = find_dates(page.tree, page.things, url=page.url or known.url, latest=document.read_at)
    text, found = _extracted(page, dated=bool(known.published or dates.published))
    wall = find_wall(page.tree, page.things, text)
    fallback = document.fallback or ""
    if wall and len(fallback) < STUB:
        raise ParseError(document.name, WHY[wall], code=wall)
    if wall in ("consent", "blocked"):
        return _without_page(document)  # it says nothing of the story, not even its title
    origin: Literal["page", "feed"] = "page"
    if len(fallback) >= STUB and (wall or len(text) < STUB or len(fallback) > 2 * len(text)):
        text, origin = fallback, "feed"
    title = known.title or found.title
    if title and text.split("\n", 1)[0].strip() == title.strip():
        text = text.partition("\n")[2].lstrip("\n")  # the headline stands in `title` already
    merged = replace(
        known,
        title=title,
        outlet=known.outlet or found.sitename,
        url=page.url or found.url,
        published=known.published or (dates.published.at if dates.published else _not_ahead(found.date, document)),
        language=known.language or page.language,
    )
    article = finish_article(document, merged, text)
    return replace(
        article,
        authors=_authors(found.author),
        site_name=found.sitename,
        read_url=page.read_url,
        charset=page.charset,
        text_origin=origin,
        **_dated(document, dates, article.published),
    )


def _dated(document: Document, dates: PageDates, published: datetime | None) -> dict[str, Any]:
    """Who says when it was published, how exactly, and when it was changed."""
    changed = dates.modified if dates.modified and (published is None or dates.modified >= published) else None
    if document.known.published or published is None:
        return {"modified": changed}
    if dates.published is None:  # a date that the library found somewhere on the page
        return {"modified": changed, "date_origin": "text", "date_precision": "day"}
    return {"modified": changed, "date_origin": dates.origin, "date_precision": dates.published.precision}


def _read_posts(document: Document, page: _Page, posts: Sequence[Post]) -> tuple[Article, ...]:
    """The posts of a live blog: a headline of all of them would be told anew by each, so it is left out."""
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(page.tree, page.url, date_config=_NO_DATES)
    return tuple(_read_post(document, page, post, found) for post in posts)


def _read_post(document: Document, page: _Page, post: Post, found: Any) -> Article:
    known = document.known
    outlet = known.outlet or found.sitename
    blog = canonical_url(page.url) if page.url else stable_id(outlet, found.title)
    own = replace(
        known,
        article_id=stable_id("post", known.article_id or blog, post.key),
        title=post.title,
        outlet=outlet,
        url=urljoin(page.url, post.anchor or f"#{quote(post.key)}") if page.url else None,
        published=_when(post.published, document),
        language=known.language or page.language,
    )
    modified = _when(post.modified, document)
    dated = own.published is not None
    return replace(
        finish_article(document, own, post.text),
        authors=post.authors,
        modified=modified if modified and (own.published is None or modified >= own.published) else None,
        date_origin=post.origin if dated else None,
        date_precision=post.published.precision if dated and post.published else None,
        site_name=found.sitename,
        read_url=page.read_url,
        part_of=page.url,
        charset=page.charset,
        text_origin="page",
    )


def _not_ahead(day: str | None, document: Document) -> datetime | None:
    """The midnight of a day, unless it lies after the day on which the page was read."""
    at = midnight(day)
    return None if at and document.read_at and at > document.read_at + AHEAD else at


def _when(stamp: Stamp | None, document: Document) -> datetime | None:
    """A date of a post, unless it lies after the day on which it was read."""
    ahead = stamp and document.read_at and stamp.at > document.read_at + AHEAD
    return stamp.at if stamp and not ahead else None


def _without_page(document: Document) -> Article:
    """The feed's own text, as if there were no page."""
    text = document.fallback or ""
    if len(text) < STUB:
        raise ParseError(document.name, "there is no text in it", code="empty")
    return replace(finish_article(document, document.known, text), text_origin="feed")


def _extracted(page: _Page, *, dated: bool) -> tuple[str, Any]:
    """Main text and what the library says of the page; it looks for a date only where we found none."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Extracted

    found = bare_extraction(
        page.tree,
        url=page.url,
        fast=True,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=_NO_DATES if dated else _DATES,
    )
    if found is None or isinstance(found, dict):
        return "", Extracted()
    if (found.date or "").endswith("-01-01") and _has_copyright_year(page.tree):
        found.date = None  # a copyright is of a year, not of its first day
    paragraphs = [line.strip() for line in (found.text or "").split("\n") if line.strip()]
    return "\n\n".join(paragraphs), found


def _has_copyright_year(tree: Element) -> bool:
    return any((meta.get("itemprop") or "").lower() == "copyrightyear" for meta in tree.iter("meta"))


def _claimed_url(tree: Element, own: str | None) -> str | None:
    """The address that a page names as its canonical one."""
    claims = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    claims += [meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:url"]
    for claim in filter(None, claims):
        try:
            url: str = urljoin(own or "", claim.strip())
        except ValueError:
            continue
        if re.match(r"https?://[^/\s]", url, re.IGNORECASE):
            return url
    return None


def _language(tree: Element, things: Sequence[Thing]) -> str | None:
    """What the page says that it is written in."""
    told = [tree.get("lang"), tree.get("xml:lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang")]
    for meta in tree.iter("meta"):
        if (meta.get("http-equiv") or meta.get("property") or "").lower() in ("content-language", "og:locale"):
            told.append(meta.get("content"))
    told += [text_of(thing.get("inLanguage")) for thing in things]
    return next((match[0].lower() for one in told if one and (match := _LANGUAGE.match(one.strip()))), None)


def _authors(names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in (names or "").split(";") if name.strip()))
