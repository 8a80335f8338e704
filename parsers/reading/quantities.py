"""Text in, quantities out: how many of what were killed, wounded, displaced, sent, taken, as far as it was said.

"Up to 7,000" is `fewer_than` with only `high`; "more than", "at least" give only `low`; a range gives both;
"dozens" and "hundreds" neither, but they are kept. `exactly` and `about` say low == high. A share counts per
cent and keeps out of how many; where that is a number, the count that follows stands beside it ("more than half
of 34 provinces" is also more than 17). Words that can be read in two ways give both readings, marked `ambiguous`,
at the same place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.reading.changes import Change, find_changes
from parsers.reading.counted import LONGEST, Counted, Voice, load_counted, noun_of, read_counted, read_unit
from parsers.reading.numbers import NUMBER, ROUGH, SCALES, read_number
from parsers.reading.periods import find_periods, period_of
from parsers.reading.times import find_times
from parsers.records import Op, Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityHit:
    """A quantity stated at [start, stop), bounds and unit noun included."""

    start: int
    stop: int
    quantity: Quantity
    voice: Voice = "noun"


_W = r"[^\S\n]{1,2}\n?"
_OPS: tuple[tuple[Op, str], ...] = (
    ("at_least", "at least|no fewer than|no less than|not fewer than|not less than|a minimum of"),
    (
        "more_than",
        (
            "more than|well over|just over|over|well above|above|upwards of|in excess of"
            "|north of|past|beyond|exceeding|exceeded|exceeds"
        ),
    ),
    (
        "fewer_than",
        (
            "fewer than|less than|just under|under|well below|below|up to|as many as"
            "|at most|no more than|not more than|a maximum of"
        ),
    ),
    (
        "about",
        (
            "about|around|some|roughly|approximately|nearly|almost|close to|an estimated|estimated"
            "|circa|perhaps|approaching|virtually"
        ),
    ),
)
_OP = "|".join(words for _, words in _OPS).replace(" ", _W)
_MANY = (
    rf"(?:(?:several|many|a{_W}few|tens{_W}of|hundreds{_W}of|scores{_W}of|dozens{_W}of){_W})?"
    rf"(?:dozens?|scores|hundreds?|thousands?|millions?)(?={_W}(?:of\b|more\b|[a-z]))"
)
_PART = (
    r"(?:half|two[- ]thirds|(?:a|one)[- ]third|(?:a|one)[- ]quarter|three[- ]quarters"
    r"|four[- ]fifths|(?:a|one)[- ](?:fifth|tenth)|most)"
)
_SHARES: dict[str, float] = {
    "half": 50,
    "two thirds": 200 / 3,
    "a third": 100 / 3,
    "one third": 100 / 3,
    "most": 50,
    "three quarters": 75,
}
_SHARES |= {
    "a quarter": 25,
    "one quarter": 25,
    "four fifths": 80,
    "a fifth": 20,
    "one fifth": 20,
    "a tenth": 10,
    "one tenth": 10,
}
_ANY = rf"(?:{ROUGH}|{NUMBER})"
_FREE = r"(?<![\w.,:/$€£¥₹+#-])(?<![$€£]\s)"  # no decimals, dates, amounts, calibres, phone numbers
_CLEAR = r"(?![\w:/°$€£%]|[.,]\d|-(?!strong\b|odd\b|plus\b)\w)"
_COUNT = re.compile(
    rf"(?:\b(?P<op>{_OP}){_W})?(?:(?P<many>\b{_MANY})"
    rf"|between{_W}{_FREE}(?P<from>{_ANY}){_W}and{_W}(?P<till>{_ANY}){_CLEAR}"
    rf"|(?:from{_W})?{_FREE}(?P<low>{_ANY})(?:(?P<sep>{_W}(?:to|or){_W}|[-–])(?P<high>{NUMBER})\b{_CLEAR}|{_CLEAR}))",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?:\b(?P<op>(?i:{_OP})){_W})?\b(?:(?P<part>(?i:{_PART}))|(?P<rate>\d{{1,3}}(?:\.\d{{1,3}})?)\s?(?:%|per\s?cent))"
    rf"(?=(?:{_W}of\b(?!{_W}(?:a{_W}(?:million|billion)|whom|which|them|us|it)\b)|{_W}the\b))"
)
_OUT_OF = re.compile(
    rf"(?i){_W}(?:out{_W})?(?:of{_W})?(?:(?:the|its|their|his|our|all|some|about|around|roughly|[\w-]{{1,30}}(?:['’]s|s['’]))(?:{_W})){{0,3}}"
    rf"(?P<number>{NUMBER})(?![\w:/%]|[.,]\d|-\w)"
)
_WHOLE = re.compile(rf"(?i){_W}(?:out{_W})?of{_W}")
_LATER = re.compile(
    rf"(?i)\s(?:(?P<more>or{_W}more)|(?P<less>or{_W}fewer)|(?P<so>or{_W}so))\b|(?P<plus>\+|-plus)(?!\w)|(?P<odd>-odd)"
)
_STRONG = re.compile(rf"(?i)-strong{_W}(?:[\w-]+{_W})??(?P<of>[\w-]+)")
_SUMS = re.compile(r"(?i)(?:\bUSD?|\bEUR|\bGBP|\bRs\.?|\bAFN|\bCFA)\s?$")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_PRONOUN = re.compile(r"(?i)\b(?:no|any|some|every|each|this|that|which|the|not)\s$")
_JOINED = re.compile(r"(?i)\s?(?:,|,?\s(?:and|plus|as well as)|,?\salong with)(?:\s(?:another|a further|also|the))?\s")
_MARK = re.compile(r"[.;!?](?=\s|$)|\n")


def find_quantities(text: str) -> list[QuantityHit]:
    """The quantities of a text, in order; dates, clocks, ages, durations, distances and money are none.

    Two hits overlap only where the same words tell two things: then they have the same start and stop.
    """
    times = find_times(text)
    found = [
        *((0, _of_change(text, change)) for change in find_changes(text)),
        *((1, hit) for hit in _find_shares(text)),
        *((2, hit) for hit in _find_counts(text, [(hit.start, hit.stop) for hit in times])),
        *((3, hit) for hit in _find_single(text)),
    ]
    hits: list[QuantityHit] = []
    last = 0
    for rank, hit in sorted(found, key=lambda row: (row[1].start, row[0], -row[1].stop)):
        twin = bool(hits) and rank == last < 2 and (hit.start, hit.stop) == (hits[-1].start, hits[-1].stop)
        if not hits or hit.start >= hits[-1].stop or twin:
            hits.append(hit)
            last = rank
    periods = find_periods(text, times)
    return [_over(hit, period_of(hit.start, hit.stop, periods, text)) for hit in _join(text, hits)]


def _over(hit: QuantityHit, period: str | None) -> QuantityHit:
    return replace(hit, quantity=replace(hit.quantity, period=period)) if period else hit


def _find_shares(text: str) -> Iterator[QuantityHit]:
    for found in _SHARE.finditer(text):
        words = re.sub(r"[\s-]+", " ", found["part"] or "").lower()
        share = _SHARES[words] if words else float(found["rate"])
        op: Op = "more_than" if words == "most" else _op(found["op"])
        whole, stop = _read_whole(text, found.end())
        start, per_cent = found.start(), round(share)
        yield _hit(text, start, stop, "share", per_cent, per_cent, op, "percent", denominator=whole)
        if whole and (named := _noun_at(text, found.end(), stop)):
            part = round(share * whole / 100)
            yield _hit(text, start, stop, noun_of(named), part, part, op, named, denominator=whole)


def _read_whole(text: str, at: int) -> tuple[int | None, int]:
    """Out of how many: the number behind "of the", and where its noun ends."""
    found = _OUT_OF.match(text, at)
    number = read_number(found["number"]) if found else None
    if found is None or not number:
        return None, at
    unit, width = read_unit(text[found.end() : found.end() + LONGEST])
    return (number, found.end() + width) if unit else (None, at)


def _noun_at(text: str, start: int, stop: int) -> str | None:
    """The last word of a phrase: what a share is a share of."""
    word = re.search(r"[^\W\d_][\w’'-]*$", text[start:stop])
    return word[0].lower() if word else None


def _find_counts(text: str, times: Sequence[tuple[int, int]]) -> Iterator[QuantityHit]:
    ahead = iter([*times, (len(text), len(text))])
    start, stop = next(ahead)
    for found in _COUNT.finditer(text):
        while stop <= found.start():
            start, stop = next(ahead, (len(text) + 1, len(text) + 2))
        if start < found.end():  # part of a date
            continue
        hit = _read_count(text, found)
        if hit:
            yield hit


def _read_count(text: str, found: re.Match[str]) -> QuantityHit | None:
    """A number with the noun and verb beside it; None for a bare number, an age, a duration, a distance."""
    said = found["low"] or found["from"] or ""
    bounds = _read_bounds(found)
    if bounds is None or _is_no_count(said):
        return None
    low, high, stop = bounds
    later = _LATER.match(text, stop)
    stop = later.end() if later and not later["more"] else stop
    front = _sentence_before(text, found.start("low") if found["low"] else found.start())
    after = text[later.end() if later else stop : stop + LONGEST]
    if _SUMS.search(front) or load_counted().measure.match(after):
        return None
    whole, whole_stop = _read_whole(text, stop) if _WHOLE.match(text, stop) else (None, stop)
    if whole:  # "12 of the 40 passengers died": what is behind the 40 is said of the 12
        after = text[_OUT_OF.match(text, stop).end() : whole_stop + LONGEST]  # type: ignore[union-attr]
    strong = _STRONG.match(text, stop)
    counted = _read_strong(strong) if strong else read_counted(_without_op(front, found), after)
    if counted is None or (
        low == 1 and said.lower() == "one" and (_PRONOUN.search(front) or _is_one_of(after, counted.voice))
    ):
        return None
    if _YEAR.fullmatch(said) and not found["op"] and counted.voice == "noun" and not counted.is_people:
        return None  # the 2014 elections
    if front.endswith("all but ") and whole and low is not None:
        low = high = whole - low
    op = _op_of(found, later)
    begin = found.start() if found["op"] or not found["low"] or found["high"] else found.start("low")
    end = max(whole_stop, (later.end() if later else stop) + counted.width)
    hit = _hit(text, begin, end, counted.what, low, high, op, counted.unit, denominator=whole)
    return replace(hit, voice=counted.voice)


def _read_strong(found: re.Match[str]) -> Counted:
    """ "a 1,500-strong force": troops; any other gathering is people."""
    troops = load_counted().stocks["troops"].fullmatch(found["of"])
    return Counted("troops" if troops else "people", found["of"].lower(), len(found[0]), "noun")


def _read_bounds(found: re.Match[str]) -> tuple[int | None, int | None, int] | None:
    """Low, high and where the numbers end; None where they cannot be a count."""
    if found["many"]:
        return None, None, found.end()
    low = read_number(found["low"] or found["from"])
    upper = found["high"] or found["till"]
    high = read_number(upper) if upper else low
    if low is None or high is None or max(low, high) > 10**12:
        return None
    scale = re.search(r"(?i)\b(hundred|thousand|million|billion)\b", upper or "")
    if scale and low < 1000 and low * SCALES[scale[1].lower()] <= high:
        low *= SCALES[scale[1].lower()]  # two to three thousand
    elif upper and found["sep"] in ("-", "–") and high % 1000 == 0 and low < 1000 and low * 1000 <= high:
        low *= 1000  # 20-30,000
    if high >= low:
        return low, high, found.end()
    return (low, low, found.end("low")) if found["sep"] and found["sep"].strip() in ("to", "or") else None


def _is_no_count(said: str) -> bool:
    """ "14.05" and "7.62" are a clock and a calibre, "0799" starts a phone number."""
    return bool(re.fullmatch(r"\d+\.\d+|0\d+", said))


def _is_one_of(after: str, voice: Voice) -> bool:
    """ "one of the largest cities" counts nothing."""
    return voice == "noun" and bool(re.match(r"(?i)\sof\b", after))


def _sentence_before(text: str, at: int) -> str:
    front = text[max(0, at - LONGEST) : at]
    marks = [mark.end() for mark in _MARK.finditer(front)]
    return front[marks[-1] :] if marks else front


def _without_op(front: str, found: re.Match[str]) -> str:
    """What stands before the number less "at least", "between", which belong to it."""
    own = found.start("low") - found.start() if found["low"] else 0
    return front[: len(front) - own] if own else front


def _op_of(found: re.Match[str], later: re.Match[str] | None) -> Op:
    if found["op"]:
        return _op(found["op"])
    if later:
        return "at_least" if later["more"] or later["plus"] else "fewer_than" if later["less"] else "about"
    rough = (found["low"] or "").lower().startswith("a couple")
    return "about" if found["many"] or rough else "exactly"


def _op(words: str | None) -> Op:
    said = " ".join((words or "").lower().split())
    return next((op for op, known in _OPS if said in known.split("|")), "exactly") if said else "exactly"


def _find_single(text: str) -> Iterator[QuantityHit]:
    """One person: "a policeman was killed", "killing a girl"."""
    lexicon = load_counted()
    for found in lexicon.single.finditer(text):
        if found["done"] or found["died"]:
            done = found["done"] or found["died"]
            what = next(what for what, shape in lexicon.fate_of if shape.fullmatch(done))
        else:
            front = _sentence_before(text, found.start())
            what = next((w for w, shape in lexicon.before if w in ("killed", "wounded") and shape.search(front)), "")
        if not what or _PRONOUN.search(text[max(0, found.start() - 10) : found.start()]):
            continue
        stop = found.end("one")
        hit = _hit(text, found.start(), stop, what, 1, 1, "exactly", _noun_at(text, found.start(), stop))
        yield replace(hit, voice="after")


def _join(text: str, hits: Sequence[QuantityHit]) -> list[QuantityHit]:
    """ "killed 12 soldiers, three policemen and two civilians": one verb for a whole list of people."""
    joined = list(hits)
    for i in range(1, len(joined)):
        if joined[i - 1].voice == "before" and _is_beside(text, joined[i - 1], joined[i]):
            joined[i] = _told_of(joined[i], joined[i - 1])
    for i in range(len(joined) - 1, 0, -1):
        if joined[i].voice == "after" and _is_beside(text, joined[i], joined[i - 1]):
            joined[i - 1] = _told_of(joined[i - 1], joined[i])
    return joined


def _is_beside(text: str, told: QuantityHit, bare: QuantityHit) -> bool:
    first, second = sorted((told, bare), key=lambda hit: hit.start)
    open_end = bare.voice == "noun" and bare.quantity.what in ("people", "troops")
    return open_end and bool(_JOINED.fullmatch(text, first.stop, second.start))


def _told_of(bare: QuantityHit, told: QuantityHit) -> QuantityHit:
    return replace(bare, quantity=replace(bare.quantity, what=told.quantity.what), voice=told.voice)


def _of_change(text: str, change: Change) -> QuantityHit:
    hit = _hit(text, change.start, change.stop, change.what, change.low, change.high, "exactly", change.unit)
    return replace(hit, quantity=replace(hit.quantity, ambiguous=change.ambiguous), voice="before")


def _hit(
    text: str,
    start: int,
    stop: int,
    what: str,
    low: int | None,
    high: int | None,
    op: Op,
    unit: str | None,
    *,
    denominator: int | None = None,
) -> QuantityHit:
    if op in ("at_least", "more_than"):
        high = None if high == low else high
    elif op == "fewer_than":
        low = None if high == low else low
    quote = text[start:stop]
    quantity = Quantity(what=what, low=low, high=high, op=op, unit=unit, quote=quote, denominator=denominator)
    return QuantityHit(start=start, stop=stop, quantity=quantity)
