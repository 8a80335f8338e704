"""A sentence about more or fewer in, the change and the totals out: "by 2,000", "from 3,000", "to 5,000"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.reading.counted import load_counted, noun_of, read_unit
from parsers.reading.numbers import NUMBER, read_number

_UP = (
    r"increas\w*|rais\w+|boost\w*|expand\w*|grow\w*|grew|swell\w*|swollen|reinforc\w*|rose|ris(?:e|es|en|ing)"
    r"|climb\w*|jump\w*|surg\w+|topp?\w* up"
)
_DOWN = (
    r"cut\w*|reduc\w*|lower\w*|shrink\w*|shr[au]nk|drop\w*|fall\w*|fell|declin\w*|dwindl\w*|draw\w* down"
    r"|scal\w* (?:back|down)|slash\w*|trim\w*"
)
_CLAUSE = r"[^.;:!?\n\d]{0,80}?"
_N = r"(?i:" + NUMBER + r")(?![\w%/]|[.,:]\d|-\w)"
_ABOUT = r"(?:(?:about|around|some|nearly|almost|roughly|at least|more than|over|up to)\s)?"
_MORE = r"(?:another\s|a further\s|an extra\s)?"
_NOUNS = r"(?:\s[a-z-]+){0,3}?"
_VERB = rf"\b(?P<verb>(?P<up>{_UP})|(?P<down>{_DOWN}))\b"
_BY_TO = re.compile(
    rf"(?i){_VERB}{_CLAUSE}\b(?P<hit>by\s{_MORE}{_ABOUT}(?P<by>{_N})(?P<mid>{_NOUNS})(?P<sep>,?)"
    rf"\sto\s(?P<total>(?:a total of|some|about|around|nearly|reach)\s)?(?P<to>{_N}))"
)
_BY = re.compile(
    rf"(?i){_VERB}{_CLAUSE}\b"
    rf"(?P<hit>by\s{_MORE}{_ABOUT}(?:between\s(?P<by>{_N})\sand\s(?P<till>{_N})|(?P<only>{_N})))"
)
_FROM_TO = re.compile(rf"(?i){_VERB}{_CLAUSE}\b(?P<hit>from\s{_ABOUT}(?P<from>{_N}){_NOUNS}\sto\s{_ABOUT}(?P<to>{_N}))")
_TOTAL = re.compile(
    rf"(?i)\b(?:br(?:ing|ings|inging|ought)|tak(?:e|es|ing|en)|took|lift(?:s|ed|ing)?|rais(?:es|ed|ing))\s(?:[\w'’-]+\s){{0,2}}"
    rf"(?P<noun>totals?|overall|numbers?|figures?|tolls?|strength|presence|count)\b[^.;:!?\n\d]{{0,50}}?\s(?P<hit>to\s{_ABOUT}(?P<to>{_N}))"
    rf"|(?P<hit2>for\sa\stotal\sof\s{_ABOUT}(?P<to2>{_N}))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One number of a change at [start, stop); `ambiguous`: the words can be read in another way too."""

    start: int
    stop: int
    what: str
    low: int
    high: int
    unit: str | None
    ambiguous: bool = False


def find_changes(text: str) -> list[Change]:
    """The changes of a text that name a total: "by A to B", "from A to B", "bringing the total to B"."""
    found = [
        c
        for shape, read in ((_BY_TO, _by_to), (_BY, _by), (_FROM_TO, _from_to), (_TOTAL, _total))
        for m in shape.finditer(text)
        for c in read(text, m)
    ]
    return sorted(found, key=lambda change: (change.start, change.stop))


def _by_to(text: str, found: re.Match[str]) -> Iterator[Change]:
    """ "increase troops by 2,000 to 5,000" is 2,000 more, 5,000 in all, or 2,000 to 5,000 more: all of it is kept."""
    step, total = read_number(found["by"]), read_number(found["to"])
    what, unit = _what(text, found)
    if step is None or total is None or what is None:
        return
    start, stop = found.span("hit")
    # A toll that "rose by 40 to 312" is 312; of troops both readings are met.
    clear = bool(what != "troops" or found["mid"] or found["sep"] or found["total"] or step >= total)
    before = total - step if found["up"] else total + step
    if not clear:  # what was before follows from one reading only, and the text does not say it
        for name, low, high in ((what, step, total), (what, step, step), (f"{what}_to", total, total)):
            yield Change(start=start, stop=stop, what=name, low=low, high=high, unit=unit, ambiguous=True)
        return
    names = (what, f"{what}_from", f"{what}_to") if what == "troops" else (f"{what}_by", f"{what}_from", what)
    for name, low, high in zip(names, (step, before, total), (step, before, total), strict=True):
        if low >= 0:
            yield Change(start=start, stop=stop, what=name, low=low, high=high, unit=unit)


def _by(text: str, found: re.Match[str]) -> Iterator[Change]:
    low = read_number(found["by"] or found["only"])
    high = read_number(found["till"]) if found["till"] else low
    what, unit = _what(text, found)
    if low is None or high is None or high < low or what is None:
        return
    start, stop = found.span("hit")
    yield Change(start=start, stop=stop, what=what if what == "troops" else f"{what}_by", low=low, high=high, unit=unit)


def _from_to(text: str, found: re.Match[str]) -> Iterator[Change]:
    before, after = read_number(found["from"]), read_number(found["to"])
    what, unit = _what(text, found)
    if before is None or after is None or what is None or (before > after) != bool(found["down"]):
        return
    start, stop = found.span("hit")
    yield Change(start=start, stop=stop, what=f"{what}_from", low=before, high=before, unit=unit)
    yield Change(start=start, stop=stop, what=_total_of(what), low=after, high=after, unit=unit)


def _total(text: str, found: re.Match[str]) -> Iterator[Change]:
    group = "hit" if found["hit"] else "hit2"
    number = read_number(found["to"] or found["to2"])
    what, unit = _what(text, found)
    if number is not None and what is not None:
        start, stop = found.span(group)
        yield Change(start=start, stop=stop, what=_total_of(what), low=number, high=number, unit=unit)


def _total_of(what: str) -> str:
    return "troops_to" if what == "troops" else what


def _what(text: str, found: re.Match[str]) -> tuple[str | None, str | None]:
    """What is more or fewer: the noun behind the last number, else the nearest one before in the sentence."""
    unit, _ = read_unit(text[found.end() : found.end() + 70])
    if unit and noun_of(unit) in ("troops", "prisoners"):
        return noun_of(unit), unit
    line = max(text.rfind(mark, 0, found.end()) for mark in (". ", "\n", "; "))
    front = text[max(line, found.start() - 120, 0) : found.end()]
    named = [(m.end(), what) for what, shape in load_counted().stocks.items() for m in shape.finditer(front)]
    return (max(named)[1] if named else None), unit
