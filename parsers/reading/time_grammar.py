"""The grammar of time expressions: text in, spans out with what each says, before any calendar."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from parsers.reading.numbers import NUMBER, read_number

Kind = Literal["weekday", "date", "month", "year", "season", "ago", "calendar", "recent", "anchored"]
Unit = Literal["hour", "day", "weekend", "week", "month", "year", "decade"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a time expression says, before any calendar: "last Friday" is weekday 4, step -1."""

    kind: Kind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # Monday is 0
    until: "Said | None" = None  # the other end of a range
    unit: Unit = "day"
    count: int | None = None  # of units ago or of the window; None: a few
    step: int | None = None  # -1 last, 0 this, 1 next; None: unsaid


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # first month of three
_STEPS = {"last": -1, "past": -1, "this past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1, "this coming": 1}
_VAGUE_COUNTS = {"a couple of": 2, "couple of": 2, "a": 1, "an": 1, "one": 1}

_W = r"(?:[^\S\n]|\n(?!\n)){1,2}"
_S = r"(?:[^\S\n]|\n(?!\n)){0,2}"
_DAY = r"(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_DAY_SHORT = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?"
_LONG = "January February March April May June July August September October November December".replace(" ", "|")
_SHORT = "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec".replace(" ", "|")
_MONTH = rf"(?:{_LONG}|{_LONG.upper()}|(?:{_SHORT}|{_SHORT.upper()})\b\.?)"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:18[5-9]\d|19\d\d|20\d\d)(?![\d%]|[.,:]\d|s\b|-\w)"
_NAMES = r"(?:Movement|Brigades?|Martyrs|Street|Square|Revolution|Avenue|Alliance|Front)\b"
_END = rf"(?![\d%]|[.,:/]\d|{_W}{_NAMES})"
_PART = (
    rf"(?:{_W}(?:early{_W}|late{_W})?(?:morning|afternoon|evening|night|noon|midday|midnight|dawn|dusk|lunchtime)\b)?"
)
_CLOCK = (
    rf"(?:(?:at|by|around|about|before|after|until|shortly before|shortly after){_W}"
    rf"(?:[\w.:]{{1,8}}{_W}(?:o['’]clock|[ap]\.?m\.?)|\d\d?[.:h]\d\d(?:{_S}[ap]m)?"
    rf"|noon|midnight|dawn|dusk|daybreak|sunrise|sunset)(?:{_W}local time)?(?:{_W}on)?{_W})"
)
_EARLY = (
    rf"(?:{_CLOCK}|(?:late|early|earlier|later|overnight)(?:{_W}(?:on|to|into))?{_W}"
    rf"|(?:early hours|small hours|morning|afternoon|evening|night){_W}of{_W})?"
)
_COUNT = rf"(?:(?:a )?couple of|(?:a )?few|several|some|many|{NUMBER}|an?)"
_UNITS = r"(?P<unit>minute|hour|day|night|week|fortnight|month|year|decade)s?"


def _dated(n: int) -> str:
    """A day and month with or without a year; a month and day after "in" is a month and a number of something."""
    return (
        rf"(?:(?P<d{n}>{_D}){_W}(?:of{_W})?(?P<m{n}>{_MONTH})(?!\w)(?:,?{_W}(?P<y{n}>{_YEAR}))?"
        rf"|(?<![Ii]n )(?P<n{n}>{_MONTH}){_W}(?P<e{n}>{_D})\b(?:,?{_W}(?P<z{n}>{_YEAR}))?){_END}"
    )


def _read_dated(found: re.Match[str], n: int) -> Said | None:
    named = found.groupdict()
    day, month = named[f"d{n}"] or named[f"e{n}"], named[f"m{n}"] or named[f"n{n}"]
    year = named[f"y{n}"] or named[f"z{n}"]
    return _said_date(int(year) if year else None, _month(month), int(re.sub(r"\D", "", day)))


def _said_date(year: int | None, month: int, day: int) -> Said | None:
    """None for the 31st of February; without a year a leap day may stand."""
    longest = calendar.monthrange(year or 2000, month)[1] if 1 <= month <= 12 else 0
    return Said(kind="date", year=year, month=month, day=day) if 1 <= day <= longest else None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _before(found: re.Match[str]) -> str:
    """The last word before a match, in its own letters."""
    words = re.findall(r"[\w’'-]+(?=\W{0,2}$)", found.string[max(0, found.start() - 20) : found.start()])
    return words[-1] if words else ""


def _weekday(found: re.Match[str]) -> Said | None:
    mod = re.sub(r"\s+", " ", (found["mod"] or "").lower()).removeprefix("the ").removeprefix("on ")
    ahead = _before(found)
    if mod in ("every", "each") or ahead in (
        "Black",
        "Bloody",
        "Palm",
        "Easter",
        "Good",
        "Ash",
        "Super",
        "Cyber",
        "Holy",
    ):
        return None
    if mod in ("that", "a", "one", "following", "same"):
        return Said(kind="anchored")
    day = _DAYS.index(found["wd"].lower())
    if found["week"]:
        return Said(kind="calendar", unit="week", weekday=day, step=_STEPS[found["week"].lower()])
    return Said(kind="weekday", weekday=day, step=_STEPS.get(mod), count=1 if found["ago"] else 0)


def _weekdays(found: re.Match[str]) -> Said:
    end = Said(kind="weekday", weekday=_DAYS.index(found["wd2"].lower()), count=0)
    return Said(kind="weekday", weekday=_DAYS.index(found["wd1"].lower()), count=0, until=end)


def _date_range(found: re.Match[str]) -> Said | None:
    end = _read_dated(found, 2)
    named = found.groupdict()
    if named.get("m1") or named.get("n1"):
        start = _read_dated(found, 1)
    else:
        start = _said_date(end.year, end.month or 0, int(re.sub(r"\D", "", found["d1"]))) if end else None
    return Said(kind="date", year=start.year, month=start.month, day=start.day, until=end) if start and end else None


def _month_days(found: re.Match[str]) -> Said | None:
    year = int(found["y"]) if found["y"] else None
    start, end = (_said_date(year, _month(found["m"]), int(re.sub(r"\D", "", found[d]))) for d in ("d1", "d2"))
    return Said(kind="date", year=year, month=start.month, day=start.day, until=end) if start and end else None


def _numeric(found: re.Match[str]) -> Said | None:
    first, second, year = int(found["a"]), int(found["b"]), int(found["y"])
    if found["sep"] == "/" and first <= 12 and second <= 12 and first != second:
        return None  # 06/08/2021 is June in one country and August in another
    return _said_date(year, second, first) or (_said_date(year, first, second) if found["sep"] == "/" else None)


_MONTH_CUES = frozenset(
    {
        "in",
        "since",
        "by",
        "of",
        "from",
        "until",
        "till",
        "during",
        "through",
        "throughout",
        "after",
        "before",
        "between",
    }
    | {"and", "or", "to", "its", "their", "his", "the", "a", "this", "last", "next", "early", "late", "mid"}
)


def _monthly(found: re.Match[str]) -> Said | None:
    year, mod, name = found["y"], (found["mod"] or "").lower(), found["m"]
    sure = year or mod or found["rel"] or found["edge"] or found["part"]
    if not sure and not _is_month(found):
        return None
    front = found.string[max(0, found.start() - 12) : found.start()]
    hung = mod == "next" and front.endswith("the ")
    if not year and (hung or _HUNG_BEFORE.search(front) or _HUNG_AFTER.match(found.string, found.end())):
        return Said(kind="anchored")  # "the following March", "June of that year"
    step = _STEPS[found["rel"].lower()] if found["rel"] else None
    said = Said(kind="month", year=int(year) if year else None, month=_month(name), step=_STEPS.get(mod), count=step)
    if not found["m2"]:
        return said
    end = Said(kind="month", year=int(found["y2"]) if found["y2"] else None, month=_month(found["m2"]))
    return Said(kind="month", year=said.year, month=said.month, until=end)


_HUNG_BEFORE = re.compile(r"(?i)\b(?:that|following|previous)\s$")
_HUNG_AFTER = re.compile(r"(?i)\s(?:of )?(?:that|the same|the following|the next|the previous) year\b")


def _is_month(found: re.Match[str]) -> bool:
    """A bare month, not Theresa May, a march or the 31st of February."""
    word, name = _before(found).lower(), found["m"]
    cued = word in _MONTH_CUES or found.string[found.start() - 1 : found.start()] == "("
    if not cued and (name in ("May", "March", "April", "August", "June") or len(name) < 5):
        return False
    ahead = found.string[found.end() : found.end() + 12]
    other = word in ("the", "to", "a") and re.match(r"[^\w\s]|\s(?:on|to|of|for|was|is|has|by)\b|\s[A-Z\d]", ahead)
    return not other and not (word.isdigit() and len(word) < 3)


def _yearly(found: re.Match[str]) -> Said:
    year, end = int(found["hit_y"]), found["y2"]
    stop = int(str(year)[: 4 - len(end)] + end) if end else year
    return Said(kind="year", year=year, until=Said(kind="year", year=stop) if stop > year else None)


def _season(found: re.Match[str]) -> Said | None:
    year, mod, name = found["y"], found["mod"], found["season"].lower()
    if not (year or mod) or (name == "fall" and not (year and found["of"] and _before(found).lower() == "the")):
        return None
    return Said(
        kind="season", month=_SEASONS[name], year=int(year) if year else None, step=_STEPS.get((mod or "").lower())
    )


_PLAIN: dict[str, Unit] = {"week": "week", "month": "month", "year": "year", "decade": "decade"}
_PLAIN |= {"hour": "hour", "minute": "hour"}


def _ago(found: re.Match[str]) -> Said | None:
    count = re.sub(r"\s+", " ", (found["n"] or "").lower())
    number = _VAGUE_COUNTS.get(count) or read_number(count)
    unit = found["unit"].lower()
    if unit == "fortnight":
        return Said(kind="ago", unit="week", count=2 * (number or 1))
    if found["today"] and unit != "year":
        return None
    exact = found["exact"] is not None or found["today"] is not None
    return Said(
        kind="ago", unit=_PLAIN.get(unit, "day"), count=0 if unit == "minute" else number, step=0 if exact else None
    )


_NEAR = {
    "today": 0,
    "to-day": 0,
    "tonight": 0,
    "overnight": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "last night": -1,
    "last evening": -1,
}


def _near(found: re.Match[str]) -> Said | None:
    word = re.sub(r"\s+", " ", found["word"].lower())
    if found.string[max(0, found.start() - 4) : found.start()] == "USA ":
        return None
    far = -1 if found["pre"] and word == "yesterday" else 1 if found["pre"] and word == "tomorrow" else 0
    return Said(kind="ago", unit="day", count=-(_NEAR.get(word, 0) + far), step=0)


def _calendar(found: re.Match[str]) -> Said | None:
    mod, unit = (found["mod"] or "").lower(), found["unit"].lower()
    if mod in ("every", "each", "a", "that", "following") or (not mod and unit != "weekend"):
        return Said(kind="anchored") if mod in ("that", "following") else None
    units: dict[str, Unit] = {"weekend": "weekend", "week": "week", "month": "month", "year": "year"}
    return Said(
        kind="calendar",
        unit=units[unit],
        step=_STEPS.get(mod),
        count=1 if (found["late"] or "").lower() == "later" else 0,
    )


def _recent(found: re.Match[str]) -> Said:
    count = (found["n"] or "").lower()
    unit = found["unit"].lower()
    one = not found[0].rstrip().lower().endswith("s")
    number = 1 if one else _VAGUE_COUNTS.get(count) or read_number(count) if count else None
    if unit == "fortnight":
        return Said(kind="recent", unit="week", count=2)
    return Said(kind="recent", unit=_PLAIN.get(unit, "day"), count=number)


def _anchored(found: re.Match[str]) -> Said:
    """Days after the event it hangs on where they can be counted: "that night" 0, "two days earlier" -2."""
    words = " ".join(found[0].lower().split())
    if found["unit"] is None:
        step = next((n for word, n in (("same", 0), ("that", 0), ("previous", -1)) if word in words), 1)
        return Said(
            kind="anchored", count=step if re.search(r"(?:day|night|morning|evening|afternoon)$", words) else None
        )
    count = re.sub(r"\s+", " ", (found["n"] or "").lower())
    number = _VAGUE_COUNTS.get(count) or read_number(count)
    unit, back = found["unit"].lower(), words.endswith(("earlier", "before"))
    if unit in ("minute", "hour"):
        return Said(kind="anchored", count=(number or 0) // 24 * (-1 if back else 1))
    days = {"day": 1, "night": 1, "week": 7, "fortnight": 14}.get(unit)
    if not count and words == "day before" and re.match(r"[,.;]", found.string[found.end() :]):
        number = 1  # "The day before, they took Y": one day before what was told last
    return Said(kind="anchored", count=number * days * (-1 if back else 1) if number and days else None)


_PAPERS = r"(?:Times|Telegraph|Mirror|Express|Mail|Post|Herald|Star|Tribune|Independent|People|Sun)\b"
_MODS = (
    r"(?:last|this past|this coming|this|next|the past|past|coming|previous|every|each|that|on a|one"
    r"|(?:the )?following|the same)"
)
RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Said | None]], ...] = (
    (re.compile(rf"\b(?:{_DAY}|{_DAY_SHORT})(?:{_PART}),?{_W}\(?(?:the{_W})?{_dated(1)}"), lambda m: _read_dated(m, 1)),
    (
        re.compile(
            rf"\b(?:(?P<ago>(?i:a week ago)(?:{_W}on)?){_W})?(?i:{_EARLY})"
            rf"(?:(?i:(?P<mod>{_MODS})){_W})?(?P<wd>{_DAY})\b(?!{_W}{_PAPERS})"
            rf"{_PART}(?:,?{_W}(?:of{_W})?(?P<week>last|this|next){_W}week\b)?"
        ),
        _weekday,
    ),
    (
        re.compile(rf"\b(?P<wd1>{_DAY}){_PART}{_S}(?:-|–|to|through|until|and){_S}(?P<wd2>{_DAY})\b{_PART}(?<!s)"),
        _weekdays,
    ),
    (re.compile(rf"(?<![\w.,:/-]){_dated(1)}"), lambda m: _read_dated(m, 1)),
    (
        re.compile(rf"(?<![\w.,:/-])(?P<d1>{_D}){_S}(?:-|–|—|to|and|until|through){_S}{_dated(2)}"),
        _date_range,
    ),
    (re.compile(rf"(?<![\w.,:/-]){_dated(1)}{_S}(?:-|–|—|to|and|until|through){_S}{_dated(2)}"), _date_range),
    (
        re.compile(
            rf"\b(?P<m>{_MONTH}){_W}(?P<d1>{_D}){_S}(?:-|–|—|to|and|through){_S}(?P<d2>{_D})(?:,?{_W}(?P<y>{_YEAR}))?\b{_END}"
        ),
        _month_days,
    ),
    (
        re.compile(r"(?<![\w.,:/-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:T[\d:.]{4,15}Z?)?(?![\w-])"),
        lambda m: _said_date(int(m["y"]), int(m["m"]), int(m["d"])),
    ),
    (
        re.compile(r"(?<![\w.,:/-])(?P<a>\d\d?)(?P<sep>[./])(?P<b>\d\d?)(?P=sep)(?P<y>(?:19|20)\d\d)(?![\w-]|[.,]\d)"),
        _numeric,
    ),
    (
        re.compile(
            rf"\b(?:(?:the{_W})?(?P<edge>(?i:end|start|beginning|middle|close)){_W}of{_W}|"
            rf"(?P<part>(?i:early|mid|late))(?:-|{_W})(?:in{_W})?)?"
            rf"(?:(?P<mod>(?i:last|this|next)){_W})?\b(?P<m>{_MONTH})(?!\w)(?:,?{_W}(?:of{_W})?(?P<y>{_YEAR})"
            rf"|{_W}(?:of{_W})?(?P<rel>last|this|next){_W}year\b)?"
            rf"(?:{_S}(?:-|–|to|until|and|through){_S}(?P<m2>{_MONTH})(?![\w]|{_W}\d\d?\b)"
            rf"(?:{_W}(?P<y2>{_YEAR}))?)?"
        ),
        _monthly,
    ),
    (
        re.compile(
            rf"(?:\b(?i:in|since|from|until|till|by|of|during|after|before|through|between|early|mid|late|end|the|an?|its|their|his)(?:{_W}|-)|\()"
            rf"(?P<hit>(?P<hit_y>(?:18[5-9]\d|19\d\d|20\d\d))(?![\d%]|[.,:/]\d|s\b|-(?!\d\d(?:\d\d)?\b))"
            rf"(?:{_S}(?:-|–|to|and|until){_S}(?P<y2>(?:18|19|20)\d\d|(?<=[-–])\d\d)(?![\w%]|[.,]\d))?)"
            rf"(?!{_W}(?:people|troops|soldiers|men|women|fighters|civilians|houses|families|km|metres|dead)\b)"
        ),
        _yearly,
    ),
    (
        re.compile(
            rf"\b(?:(?P<mod>(?i:last|this|next)){_W})?(?P<season>(?i:spring|summer|autumn|winter|fall))\b"
            rf"(?:{_W}(?P<of>of{_W})?(?P<y>{_YEAR}))?"
        ),
        _season,
    ),
    (
        re.compile(
            rf"\b(?:(?P<n>(?i:{_COUNT})){_W})?(?i:{_UNITS})(?:{_W}and a half)?{_W}"
            rf"(?:ago\b(?:{_W}this{_W}(?:week|month)\b)?(?P<exact>{_W}today)?|(?P<today>today)\b)"
        ),
        _ago,
    ),
    (
        re.compile(
            rf"\b(?P<pre>(?i:the{_W})?day{_W}(?:before|after){_W})?(?P<word>(?i:(?<!-)to-?day|tonight|yesterday|tomorrow|overnight"
            rf"|last{_W}(?:night|evening)|this{_W}(?:morning|afternoon|evening)))\b{_PART}"
        ),
        _near,
    ),
    (
        re.compile(
            rf"\b(?:(?P<late>(?i:early|late|earlier|later)){_W})?(?:"
            rf"(?P<mod>(?i:last|this|next|coming|past|previous|every|each|that|following)){_W})?(?P<unit>(?i:weekend|week|month|year))\b"
            rf"(?!{_W}of\b|-)(?<!the last week)(?<!the last month)(?<!the last year)"
        ),
        _calendar,
    ),
    (
        re.compile(
            rf"\b(?i:(?:in|over|during|within|of|from){_W}(?:the{_W}(?:past|last)|recent|past)"
            rf"(?:{_W}(?P<n>{_COUNT}))?){_W}(?i:{_UNITS})\b(?!{_W}of\b)"
        ),
        _recent,
    ),
    (
        re.compile(
            rf"\b(?:(?P<n>(?i:{_COUNT})){_W})?(?i:{_UNITS}){_W}"
            rf"(?i:earlier|later|before|after|afterwards)\b"
            rf"|\b(?i:(?:that|the same|same|the next|the following|the previous|the next|previous|following){_W}"
            rf"(?:day|night|morning|evening|afternoon|week|month|year|spring|summer|autumn|winter))\b"
        ),
        _anchored,
    ),
)
