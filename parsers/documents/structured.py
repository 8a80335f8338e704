"""The tree of a page in, the JSON-LD that it carries out: flat, by type, however it was nested or written."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from lxml.etree import _Element  # type: ignore[import-untyped]

Element: TypeAlias = _Element
Thing = Mapping[str, Any]

ARTICLES = frozenset(
    "article newsarticle reportagenewsarticle backgroundnewsarticle opinionnewsarticle analysisnewsarticle report "
    "askpublicnewsarticle reviewnewsarticle blogposting liveblogposting socialmediaposting techarticle "
    "scholarlyarticle advertisercontentarticle satiricalarticle".split()
)
_MOST = 2_000_000  # characters of one block
_DEEPEST = 8
_MANY = 5_000  # things of one page
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart", "isPartOf")
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_CONTROL = re.compile(r"[\x00-\x1f]+")


def find_things(tree: Element) -> list[Thing]:
    """Every object of the page's JSON-LD that has a type, outer ones first."""
    things: list[Thing] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text or len(script.text) > _MOST:
            continue
        for thing in _walk(_loaded(script.text), 0):
            things.append(thing)
            if len(things) >= _MANY:
                return things
    return things


def types_of(thing: Thing) -> frozenset[str]:
    """`NewsArticle`, `http://schema.org/NewsArticle` or a list of them, in lower case."""
    given = thing.get("@type")
    names = given if isinstance(given, list) else [given]
    return frozenset(name.rstrip("/").rpartition("/")[2].lower() for name in names if isinstance(name, str))


def text_of(value: object) -> str | None:
    """A text, or the first of several."""
    if isinstance(value, list):
        value = next((one for one in value if one), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("@id")
    return value.strip() or None if isinstance(value, str) else None


def things_in(value: object) -> Sequence[Thing]:
    """A thing or a list of things, as a list of things."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _loaded(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:  # what editors and templates do to it: comment marks around it, line ends within texts
        return json.loads(_CONTROL.sub(" ", _COMMENT.sub("", text.strip())).rstrip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _walk(value: object, depth: int) -> Iterator[Thing]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _walk(one, depth + 1)
        return
    if not isinstance(value, dict):
        return
    if "@type" in value:
        yield value
    for key in _NESTED:
        if isinstance(value.get(key), dict | list):
            yield from _walk(value[key], depth + 1)
