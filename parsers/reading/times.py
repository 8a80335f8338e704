"""Text in, time expressions out; with the day of publication each becomes an interval of days."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from parsers.documents.wire import find_datelines
from parsers.knowledge.languages import ENGLISH
from parsers.reading.time_grammar import RULES, Said
from parsers.reading.time_words import Rule, ahead_of, rules_of
from parsers.records import Precision, When


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeHit:
    """A time expression at [start, stop). `cue` is the preposition before it; a dateline only dates the article."""

    start: int
    stop: int
    text: str
    said: Said
    cue: str = ""
    future: bool = False
    dateline: bool = False


UNKNOWN = When()
_CUE = re.compile(
    r"\b(on|in|at|by|until|till|since|before|after|from|during|over|of|through)\s{1,2}(?:the\s)?$", re.IGNORECASE
)
_BOUND = re.compile(r"(?i)^(?:by|until|till|before)\b")
_PAST = re.compile(r"(?i)\b(?:last|ago|yesterday|past|recent|overnight|today|this morning)\b")
_AHEAD = re.compile(r"(?i)\b(?:next|coming|tomorrow|later this)\b")
# The clause before it looks ahead, and nobody spoke in between ("he will fight on, he said on Friday").
_REST = r"\b(?P<rest>[^.;:\"”“()\n]{0,80})$"
_WILL = re.compile(
    r"(?i)\b(?:will|shall|would|must|should|(?:is|are|was|were) (?:due|to)|due (?:on|in|by|to (?!\w+ing))|scheduled"
    r"|set to|expect\w*|plan(?:s|ned|ning)?|vow\w*|going to|to be)" + _REST
)
_MUST = re.compile(
    r"(?i)\b(?:will|shall|would|must|should|deadline|ultimatum|prepar\w*|aim\w*|hop\w*|want\w*|order\w*|urge\w*"
    r"|could|may|might|expect\w*|plan(?:s|ned|ning)?|due"
    r"|to (?!it|the|them|him|her|its|their)[a-z]{2,12})" + _REST
)
_SPOKEN = re.compile(
    r"(?i)\b(?:say|said|says|told|announced|reported|confirmed|acknowledged|admitted|tweeted|wrote|claimed|added"
    r"|where|who|whom|which|when|after|because|since|had|has|have|was|were|did|took|fell|\w+ed up)\b"
)


@lru_cache(maxsize=16)  # each reader of one article asks for the same text
def find_times(text: str, language: str = ENGLISH) -> tuple[TimeHit, ...]:
    """The time expressions of a text, in order and apart; durations and bare clock times are none."""
    datelines = [credit.dateline_date for credit in find_datelines(text) if credit.dateline_date]
    rules = RULES if language == ENGLISH else rules_of(language)
    hits = tuple(_hit(text, start, stop, said, datelines) for start, stop, said in _find_said(text, rules))
    if language == ENGLISH:
        return hits
    return tuple(replace(hit, future=bool(ahead_of(language).search(hit.text))) for hit in hits)


def _find_said(text: str, rules: Sequence[Rule]) -> Iterator[tuple[int, int, Said]]:
    """The time expressions of a text from left to right; where two overlap, the earlier, then the longer."""
    found = []
    for order, (shape, read) in enumerate(rules):
        for match in shape.finditer(text):
            said = read(match)
            if said:
                start, stop = match.span("hit" if "hit" in shape.groupindex else 0)
                found.append((start, -stop, order, said))
    end = 0
    for start, minus_stop, _, said in sorted(found, key=lambda row: row[:3]):
        if start >= end:
            end = -minus_stop
            yield start, end, said


def _hit(text: str, start: int, stop: int, said: Said, datelines: list[tuple[int, int]]) -> TimeHit:
    words, front = text[start:stop], text[max(0, start - 110) : start]
    cue = _CUE.search(front)
    return TimeHit(
        start=start,
        stop=stop,
        text=words,
        said=said,
        cue=cue[1].lower() if cue else "",
        future=said.kind != "anchored"
        and bool(_AHEAD.search(words) or _looks_ahead(front, words, cue[1] if cue else "")),
        dateline=any(start < end and begin < stop for begin, end in datelines),
    )


def _looks_ahead(front: str, words: str, cue: str) -> bool:
    if cue.lower() in ("since", "after") or _PAST.search(words):
        return False
    bound = _BOUND.match(cue) or _BOUND.match(words)
    found = (_MUST if bound else _WILL).search(front)
    if found is None or (not bound and re.match(r"(?i)(?:vow|plan|expect)\w* (?:on )?$", found[0])):
        return False  # "vowed on Saturday" is the day of the vow
    return not _SPOKEN.search(found["rest"])


def resolve_time(hit: TimeHit, published: date | None, *, anchor: date | None = None) -> When:
    """The days meant; unknown for relative days without a day of publication.

    What hangs on another event ("two days later", "that night") needs that event's day as `anchor`.
    """
    said = hit.said
    if said.kind == "year":
        return _span(date(said.year or 1, 1, 1), date((said.until or said).year or 1, 12, 31), "year")
    if said.kind == "date":
        return _resolve_date(said, published, future=hit.future)
    if said.kind == "month":
        return _resolve_month(said, published, future=hit.future)
    if said.kind == "season":
        return _resolve_season(said, published)
    if said.kind == "anchored":
        day = _back(anchor, -said.count) if anchor and said.count is not None else None
        return _span(day, day, "day") if day else UNKNOWN
    if published is None:
        return UNKNOWN
    if said.kind == "weekday":
        return _resolve_weekday(said, published, future=hit.future)
    if said.kind == "ago":
        return _resolve_ago(said, published)
    return (
        _resolve_recent(said, published)
        if said.kind == "recent"
        else _resolve_calendar(said, published, future=hit.future)
    )


def _span(start: date, end: date, precision: Precision) -> When:
    return When(start=start, end=max(start, end), precision=precision)


def _back(day: date, days: int) -> date:
    """So many days before, inside the calendar."""
    return date.fromordinal(min(max(day.toordinal() - days, 1), date.max.toordinal()))


def _month_at(day: date, months: int) -> tuple[date, date]:
    """First and last day of the month so many months from that of `day`."""
    year, month = divmod(min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11), 12)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])


def _resolve_weekday(said: Said, published: date, *, future: bool) -> When:
    if future:
        wait = ((said.weekday or 0) - published.weekday()) % 7
        start = _back(published, -(wait or (7 if said.step == 1 else 0)))
        return _span(start, start, "day")
    end = _latest((said.until or said).weekday or 0, _back(published, 1) if said.step == -1 else published)
    start = _latest(said.weekday or 0, end)
    start, end = _back(start, 7 * (said.count or 0)), _back(end, 7 * (said.count or 0))
    return _span(start, end, "week" if said.until else "day")


def _latest(weekday: int, day: date) -> date:
    return _back(day, (day.weekday() - weekday) % 7)


def _resolve_date(said: Said, published: date | None, *, future: bool) -> When:
    """A day and month without a year: the latest not after publication, two days of grace for other time zones."""
    last = said.until or said
    end = _day(last, last.year, published, future=future)
    start = end if last is said else _day(said, said.year, end, future=False)
    if start is None or end is None:
        return UNKNOWN
    return _span(start, end, "day" if start == end else "week" if (end - start).days < 8 else "month")


def _day(said: Said, year: int | None, near: date | None, *, future: bool) -> date | None:
    if year is None and near is None:
        return None
    years = (
        [year]
        if year
        else [near.year + step for step in ((0, 1, 2, 3, 4) if future else (1, 0, -1, -2, -3, -4))]
        if near
        else []
    )
    for option in years:
        try:
            day = date(option, said.month or 1, said.day or 1)
        except ValueError:  # 29 February
            continue
        if year or near is None or (day >= near if future else day <= _back(near, -2)):
            return day
    return None


def _resolve_month(said: Said, published: date | None, *, future: bool) -> When:
    last = said.until or said
    end = _month_of(last, published, future=future)
    start = end if last is said or end is None else _month_of(said, end[1], future=False)
    return _span(start[0], end[1], "month") if start and end else UNKNOWN


def _month_of(said: Said, near: date | None, *, future: bool) -> tuple[date, date] | None:
    """The latest such month begun by then; "last May" said in May is a year before; "May last year" counts years."""
    month = said.month or 1
    if said.year is not None:
        return _month_at(date(said.year, month, 1), 0)
    if near is None:
        return None
    if said.count is not None:
        return _month_at(date(near.year, month, 1), 12 * said.count)
    ahead = (month - near.month) % 12
    if future or said.step == 1:
        return _month_at(near, ahead or (12 if said.step == 1 else 0))
    back = (near.month - month) % 12
    return _month_at(near, -(back or (12 if said.step == -1 else 0)))


def _resolve_season(said: Said, published: date | None) -> When:
    """Three months; an "this" season is the nearest, the "last" one has ended."""
    month = said.month or 3
    if said.year is None and published is None:
        return UNKNOWN
    year = said.year or (published.year if published else 1)
    options = [
        (_month_at(date(y, month, 1), 0)[0], _month_at(date(y, month, 1), 2)[1])
        for y in (year + 1, year, year - 1, year - 2)
        if y > 0
    ]
    if said.year is not None or published is None:
        return _span(*options[1], "year")
    if said.step == 1:
        return next(_span(*option, "year") for option in reversed(options) if option[0] > published)
    if said.step == 0:  # this spring: the nearest
        return _span(*min(options, key=lambda o: max((o[0] - published).days, (published - o[1]).days)), "year")
    return next(_span(*option, "year") for option in options if option[1] < published)


def _resolve_ago(said: Said, published: date) -> When:
    """Days and "a year ago today" are exact; weeks, months and years are as coarse as they are said."""
    count, unit = said.count, said.unit
    if unit in ("hour", "day"):
        days = (count or 0) // 24 if unit == "hour" else count
        if days is None:  # a few
            return _span(_back(published, 7), _back(published, 1), "week")
        return _span(_back(published, days), _back(published, days), "day")
    if unit == "week":
        if count is None:
            return _span(_back(published, 42), _back(published, 14), "month")
        slack = 0 if said.step == 0 else 3
        return _span(
            _back(published, 7 * count + slack), _back(published, 7 * count - slack), "week" if slack else "day"
        )
    if unit == "month":
        return _span(*_month_at(published, -(count or 0)), "month") if count is not None else UNKNOWN
    if count is None:
        return UNKNOWN
    year = published.year - count * (10 if unit == "decade" else 1)
    if year < 1:
        return UNKNOWN
    if said.step == 0 and unit == "year":
        day = published.replace(year=year, day=min(published.day, monthrange(year, published.month)[1]))
        return _span(day, day, "day")
    return _span(date(year, 1, 1), date(year, 12, 31), "year")


def _resolve_recent(said: Said, published: date) -> When:
    """A window that ends with publication: recent days are a week, recent weeks a month."""
    usual = {"hour": 24, "day": 7, "week": 4, "month": 6, "year": 5}.get(said.unit, 1)
    count = said.count if said.count is not None else usual
    days = (
        count // 24
        if said.unit == "hour"
        else count * {"day": 1, "week": 7, "month": 30, "year": 365}.get(said.unit, 3652)
    )
    return _span(
        _back(published, days),
        published,
        "day" if days < 2 else "week" if days < 8 else "month" if days < 32 else "year",
    )


def _resolve_weekend(step: int, published: date, *, future: bool) -> When:
    """Saturday and Sunday: the latest begun, unless "last", "next" or the future says otherwise."""
    begun = published.weekday() >= 5
    weeks = 1 if step == 1 and begun else 0 if step != -1 and (begun or future or step == 1) else -1
    saturday = _back(published, published.weekday() - 5 - 7 * weeks)
    return _span(saturday, _back(saturday, -1), "week")


def _resolve_calendar(said: Said, published: date, *, future: bool) -> When:
    """Last, this, next week (Monday to Sunday), weekend, month, year; "this" ends with publication unless to come."""
    step = said.step or 0
    monday = _back(published, published.weekday() - 7 * step)
    if said.weekday is not None:
        return _span(_back(monday, -said.weekday), _back(monday, -said.weekday), "day")
    if said.unit == "weekend":
        return _resolve_weekend(step, published, future=future)
    start, end, precision = _calendar_unit(said.unit, monday, published, step)
    if step == 0:
        start, end = (published, end) if said.count else (start, published)
    return _span(start, end, precision)


def _calendar_unit(unit: str, monday: date, published: date, step: int) -> tuple[date, date, Precision]:
    if unit == "week":
        return monday, _back(monday, -6), "week"
    if unit == "month":
        return *_month_at(published, step), "month"
    year = min(max(published.year + step, 1), 9999)
    return date(year, 1, 1), date(year, 12, 31), "year"
