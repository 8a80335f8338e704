"""A page and the text found on it in; why the story is not there (paywall, consent, blocked) out, or None.

A sign alone rejects nothing: it counts only where little text came, so that a page with its whole story stays one."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from parsers.documents.structured import ARTICLES, Element, Thing, types_of

Wall = Literal["paywall", "consent", "blocked"]

WHY: Mapping[Wall, str] = {
    "paywall": "only its beginning is shown: the rest is for subscribers",
    "consent": "the page asks for consent instead of showing the story",
    "blocked": "the page wants a script or a person instead of showing the story",
}
_STUB = 600  # characters: less of a story that is declared locked is its beginning
_TEASER = 2_000  # characters: less beside a call to subscribe in order to read on
_NOTHING = 200  # characters that remain beside the words of a wall
_SHORT = 900  # characters of a notice; news that quotes one is longer
_TOLD = 0.5  # of the words that the page says its story has
_WALLED = re.compile(
    r"pay-?wall|reg-?wall|meter(ed)?-?(wall|content|paywall)|subscri(ber|ption)s?-?(only|wall|gate|prompt|required|offer)"
    r"|premium-?(content|wall|gate)|content-?gate|piano-?(container|inline|offer)|article-?(locked|gate|barrier)"
    r"|locked-?content|leaky-?paywall",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# The head of a site offers subscriptions on every page.
_SILENT = ("script", "style", "template", "head", "svg", "iframe", "nav", "header", "footer")
_READ = (
    "p",
    "div",
    "span",
    "a",
    "b",
    "strong",
    "em",
    "i",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "li",
    "button",
    "noscript",
    "td",
)
_TIERS = frozenset(("locked", "premium", "paid", "subscriber", "subscribers", "members"))


def find_wall(tree: Element, things: Sequence[Thing], text: str) -> Wall | None:
    """What stands between us and the story, given the text that was found on the page."""
    length = len(text)
    if length >= _TEASER:
        return None
    if length < _SHORT and _all_of(text, "consent") and not _is_article(things, length):
        return "consent"
    seen = _visible(tree) if _may_be_walled(tree) else ""
    if _hits("paywall", seen) or ((length < _STUB or _is_part(things, text)) and _is_locked(tree, things)):
        return "paywall"
    if length < _SHORT and len(seen) < 4 * _SHORT:
        if _hits("blocked", seen) and len(_without(text, "blocked")) < _NOTHING:
            return "blocked"
        if _count("consent", seen) >= 3 and len(_without(text, "consent")) < _NOTHING:
            return "consent"
    return None


@cache
def load_walls() -> Mapping[str, tuple[Sequence[str], re.Pattern[str]]]:
    """The words and phrases of walls.toml, by what they tell."""
    told = tomllib.loads((files("parsers.documents") / "walls.toml").read_text("utf-8"))
    patterns = {kind: "|".join(f"(?:{one})" for one in of["phrases"]) for kind, of in told.items()}
    return {kind: (tuple(of["words"]), re.compile(patterns[kind])) for kind, of in told.items()}


def find_phrases(kind: Wall, text: str) -> set[str]:
    """The different phrases of a kind that a text has."""
    words, pattern = load_walls()[kind]
    text = text if text.islower() else text.lower()
    for word in words:  # no generator: nearly all texts end here
        if word in text:
            return {match[0] for match in pattern.finditer(text)}
    return set()


def _hits(kind: Wall, text: str) -> bool:
    return bool(find_phrases(kind, text))


def _count(kind: Wall, text: str) -> int:
    return len(find_phrases(kind, text))


def _without(text: str, kind: Wall) -> str:
    """What remains of a text without the paragraphs that have a phrase of that kind."""
    return "\n".join(line for line in text.split("\n") if line.strip() and not _hits(kind, line))


def _all_of(text: str, kind: Wall) -> bool:
    """Whether a text is a notice of that kind: several of its phrases, and hardly anything beside."""
    return _count(kind, text) >= 3 and len(_without(text, kind)) < _NOTHING


def _is_article(things: Sequence[Thing], length: int) -> bool:
    return length >= _STUB and any(types_of(thing) & ARTICLES for thing in things)


def _is_locked(tree: Element, things: Sequence[Thing]) -> bool:
    """Whether the page declares that its story is not for everybody, or has the element that says so."""
    for thing in things:
        free = thing.get("isAccessibleForFree")
        if types_of(thing) & (ARTICLES | {"webpage"}) and str(free).lower() in ("false", "no", "0"):
            return True
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        if name in ("article:content_tier", "content_tier") and (meta.get("content") or "").lower() in _TIERS:
            return True
    return any(
        _WALLED.search(f"{element.get('class') or ''} {element.get('id') or ''}") and not _is_hidden(element)
        for element in tree.iter("div", "section", "aside", "p")
    )


def _is_part(things: Sequence[Thing], text: str) -> bool:
    """Whether the page says that its story has many more words than came."""
    told = [thing.get("wordCount") for thing in things if types_of(thing) & ARTICLES]
    counts = [int(one) for one in told if isinstance(one, int) or (isinstance(one, str) and one.isdigit())]
    return any(len(text.split()) < _TOLD * count for count in counts)


def _may_be_walled(tree: Element) -> bool:
    """Whether any phrase of a wall stands anywhere, seen or not: cheap, and not so on most pages."""
    whole = " ".join(" ".join(tree.itertext(*_READ)).lower().split())
    return any(find_phrases(kind, whole) for kind in WHY)


def _visible(tree: Element) -> str:
    """The text that a reader would see without a script, one line."""
    body = tree.find(".//body")
    kept: list[str] = []
    _gather(tree if body is None else body, kept, 0)
    return " ".join(" ".join(kept).split())


def _gather(element: Element, kept: list[str], depth: int) -> None:
    if depth > 200 or not isinstance(element.tag, str) or element.tag in _SILENT or _is_hidden(element):
        return
    if element.text:
        kept.append(element.text)
    for child in element:
        _gather(child, kept, depth + 1)
        if child.tail:
            kept.append(child.tail)


def _is_hidden(element: Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
    )
