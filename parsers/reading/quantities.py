"""Text in, quantities out: how many of what were killed, wounded, displaced, sent, taken, as far as it was said.

"Up to 7,000" is `fewer_than` with only `high`; "more than", "at least" give only `low`; a range gives both;
"dozens" and "hundreds" neither, but they are kept. `exactly` and `about` say low == high. A share counts per cent.
"""

import re
from dataclasses import dataclass

from parsers.reading.numbers import NUMBER, read_number
from parsers.reading.times import find_times
from parsers.records import Op, Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityHit:
    """A quantity stated at [start, stop), bounds and unit noun included."""

    start: int
    stop: int
    quantity: Quantity


_W = r"[^\S\n]{1,2}\n?"
_OPS: tuple[tuple[Op, str], ...] = (
    ("at_least", "at least|no fewer than|no less than|not less than|a minimum of"),
    ("more_than", "more than|over|above|upwards of|in excess of"),
    ("fewer_than", "fewer than|less than|under|below|up to|as many as|at most|no more than|not more than"),
    ("about", "about|around|some|roughly|approximately|nearly|almost|close to|an estimated|estimated|circa"),
)
_OP = "|".join(words for _, words in _OPS).replace(" ", _W)
_MANY = (
    rf"(?:(?:several|many|a{_W}few|tens{_W}of|hundreds{_W}of|scores{_W}of|dozens{_W}of){_W})?"
    rf"(?:dozens?|scores|hundreds?|thousands?|millions?)(?={_W}(?:of\b|more\b|[a-z]))"
)
_PART = r"(?:half|two[- ]thirds|(?:a|one)[- ]third|(?:a|one)[- ]quarter|three[- ]quarters|most)"
_SHARES = {"half": 50, "two thirds": 67, "a third": 33, "one third": 33, "a quarter": 25, "one quarter": 25}
_SHARES |= {"three quarters": 75, "most": 50}
_NUMBER = rf"(?<![\w.,:/$€£+-])(?P<low>{NUMBER})(?![\w:/]|[.,]\d|-\w)"
_COUNT = re.compile(
    rf"(?:\b(?P<op>(?i:{_OP})){_W})?(?:(?P<many>\b(?i:{_MANY}))|(?i:(?:between|from){_W})?{_NUMBER}"
    rf"(?:(?:{_W}(?:to|and|or){_W}|[-–])(?P<high>(?i:{NUMBER}))\b(?![:/]|[.,]\d|-\w))?)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?:\b(?P<op>(?i:{_OP})){_W})?\b(?:(?P<part>(?i:{_PART}))|(?P<rate>\d{{1,3}}(?:\.\d{{1,3}})?)\s?(?:%|per\s?cent))"
    rf"(?=(?:{_W}of\b|{_W}the\b))"
)
_NO_UNIT = re.compile(
    r"(?i)\s?(?:%|per ?cent|years?|months?|weeks?|days?|hours?|minutes?|seconds?|nights?|o['’]clock|[ap]\.?m\b"
    r"|km\b|kilomet|met(?:er|re)|miles?|mi\b|square|sq\b|dollars?|euros?|rubles?|pounds?|tonnes?|tons?|barrels?"
    r"|degrees?|th\b|st\b|nd\b|rd\b|times?\b|points?|goals?)"
)
_STOP_WORD = re.compile(  # ends the noun phrase behind a number
    r"(?i)(?:the|an?|of|in|on|at|to|and|or|but|by|for|from|with|who|that|was|were|is|are|had|have|has|been|as|than|out"
    r"|other|its|their|his|this|into|when|where|while|under|towards|says|always|perhaps)"
)
_DEATHS = (
    r"kill(?:ed|s|ing)?|dead|deaths?|died|slain|slaughtered|martyred|massacred|executed|bodies|corpses|lives"
    r"|tolls? (?:of|to|at)"
)
_VERBS = (
    ("killed", _DEATHS),
    ("wounded", r"wound(?:ed|s|ing)?|injur(?:ed|es|ing)|hurt"),
    ("missing", r"missing|disappeared|unaccounted"),
    ("displaced", r"displac(?:ed|es|ing)|uprooted|fled|fleeing|(?:to|will|would) flee|homeless|refugees|driven out"),
    ("evacuated", r"evacuat(?:ed|e|es|ing)|relocated|airlifted|flown out"),
    ("prisoners", r"prisoners|inmates|detainees|hostages|captives|captured|arrested|detained|freed|released"),
    ("troops", r"troops?(?: deployment| levels| numbers)? (?:by|from|to)"),
)
_NOUNS = {
    "troops": r"troops|soldiers|marines|fighters|militants|insurgents|reinforcements|policemen|gunmen|men|commandos",
    "people": r"people|persons?|civilians?|residents|children|women|families|others|terrorists|rebels|staff|citizens"
    r"|officers|Afghans|Ukrainians|nationals|pupils|villagers|guards|workers|medics|journalists|members"
    r"|soldier|personnel",
}
_NOUN = re.compile(rf"(?i:{'|'.join(_NOUNS.values())})")
_PLURAL = re.compile(r"[A-Za-zé-]{3,}(?<![siu])s")
# What follows a verb that has its own object: "14 gunmen killed a soldier", "five agencies relocated 62 staff".
_OBJECT = rf"(?!\s(?:an?|the|its|his|their|at least|more than|over|about|some|dozens|scores|hundreds|{NUMBER})\b)"
_BETWEEN = r"(?:\s(?!and\b|or\b|but\b|while\b|to\b)[\w’'-]+){0,7}?\s(?:forced )?"
_AFTER = [(what, re.compile(rf"(?i){_BETWEEN}(?:{words})\b{_OBJECT}")) for what, words in _VERBS]
_LEAD = r"(?:\s(?:another|a|the|its|total of|further))?\s$"
_FRONT = [(what, re.compile(rf"(?i)\b(?:{words}){_LEAD}")) for what, words in _VERBS]
_PRONOUN = re.compile(r"(?i)\b(?:no|any|some|every|each|this|that|which|the)\s$")


def find_quantities(text: str) -> list[QuantityHit]:
    """The quantities of a text, in order and apart; dates, clocks, ages, durations, distances and money are none."""
    times = [(hit.start, hit.stop) for hit in find_times(text)]
    found = sorted([*_find_shares(text), *_find_counts(text, times)], key=lambda hit: (hit.start, -hit.stop))
    hits: list[QuantityHit] = []
    for hit in found:
        if not hits or hit.start >= hits[-1].stop:
            hits.append(hit)
    return hits


def _find_shares(text: str) -> list[QuantityHit]:
    hits = []
    for found in _SHARE.finditer(text):
        words = re.sub(r"[\s-]+", " ", found["part"] or "").lower()
        number = _SHARES.get(words) if words else round(float(found["rate"]))
        op: Op = "more_than" if words == "most" else _op(found["op"])
        hits.append(_hit(text, found.start(), found.end(), "share", number, number, op, "percent"))
    return hits


def _find_counts(text: str, times: list[tuple[int, int]]) -> list[QuantityHit]:
    hits, ahead = [], iter([*times, (len(text), len(text))])
    start, stop = next(ahead)
    for found in _COUNT.finditer(text):
        while stop <= found.start():
            start, stop = next(ahead, (len(text) + 1, len(text) + 2))
        if start < found.end():  # part of a date
            continue
        hit = _read_count(text, found)
        if hit:
            hits.append(hit)
    return hits


def _read_count(text: str, found: re.Match[str]) -> QuantityHit | None:
    """A number with the noun and verb beside it; None for a bare number, an age, a duration, a distance."""
    after = text[found.end() : found.end() + 90]
    if re.fullmatch(r"\d\d?\.\d\d", found["low"] or ""):  # 14.05, a clock time
        return None
    if _NO_UNIT.match(after) or re.match(r"(?i)\s?of (?:the|these|those|its|his|them|us)\b", after):
        return None
    low = None if found["many"] else read_number(found["low"])
    high = read_number(found["high"]) if found["high"] else low
    if low is not None and high is not None and (high < low or low > 10**12):
        return None
    front = text[max(0, found.start() - 40) : found.start()]
    if low == 1 and (found["low"] or "").lower() == "one" and _PRONOUN.search(front):
        return None
    unit, width = _unit(after)
    what = _what(front, after, unit)
    if what is None:
        return None
    op: Op = "about" if found["many"] and not found["op"] else _op(found["op"])
    start = found.start() if found["op"] or found["high"] or found["many"] else found.start("low")
    return _hit(text, start, found.end() + width, what, low, high, op, unit)


def _unit(after: str) -> tuple[str | None, int]:
    """The noun counted, and how many characters on it ends: the first plural of the next words."""
    for word in re.finditer(r"\s(?:of\s)?([^\W\d_][\w’'-]*)", after[:60]):
        if word.start() and after[: word.start()].strip().count(" ") > 3:
            break
        name = word[1]
        if _STOP_WORD.fullmatch(name) or after[: word.start()].rstrip().endswith((",", ".", ";", ":")):
            break
        if _NOUN.fullmatch(name) or _PLURAL.fullmatch(name):
            return name.lower(), word.end()
    return None, 0


def _what(front: str, after: str, unit: str | None) -> str | None:
    """From the verb before, the verb or noun after, the noun itself."""
    verb = next((what for what, shape in _FRONT if shape.search(front)), None)
    clause = re.match(r"[^.,;:!?\n(\d]*", after)
    until = clause.end() if clause else 0
    matches = [(found.end(), what) for what, shape in _AFTER if (found := shape.match(after))]
    later = [row for row in matches if row[0] <= until]
    if verb == "prisoners" and unit and not _NOUN.fullmatch(unit):
        verb = None  # captured three districts
    if verb or later:
        return verb or min(later)[1]
    if unit is None:
        return None
    return next((what for what, words in _NOUNS.items() if re.fullmatch(f"(?i:{words})", unit)), unit)


def _op(words: str | None) -> Op:
    said = " ".join((words or "").lower().split())
    return next((op for op, known in _OPS if said in known.split("|")), "exactly") if said else "exactly"


def _hit(
    text: str, start: int, stop: int, what: str, low: int | None, high: int | None, op: Op, unit: str | None
) -> QuantityHit:
    if op in ("at_least", "more_than"):
        high = None if high == low else high
    elif op == "fewer_than":
        low = None if high == low else low
    quote = text[start:stop]
    return QuantityHit(
        start=start,
        stop=stop,
        quantity=Quantity(what=what, low=low, high=high, op=op, unit=unit, quote=quote),
    )
