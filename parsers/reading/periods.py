"""Time expressions of a text in, the periods a number can be counted over out: "in the last month", "since May"."""

import re
from collections.abc import Sequence

from parsers.reading.numbers import NUMBER
from parsers.reading.times import TimeHit

Span = tuple[int, int]

_WINDOWS = ("week", "month", "year", "weekend")
_CUES = re.compile(
    r"(?i)\b(?:(?:so far|already)\s)?"
    r"(?:in|during|since|over|throughout|between|from|within|for|through)\s(?:the\s|just\s)?$|\bso far\s$"
)
_SPAN = re.compile(
    rf"(?i)\b(?:in|within|over|during|inside)\s"
    r"(?:just |barely |less than |under |the first |the (?:past|last) |about |nearly )?"
    rf"(?:{NUMBER}|a|an|a few|several)\s(?:hours?|days?|weeks?|months?|years?)\b(?!['’]|\s(?:ago|from now|time|later))"
    rf"|\bsince the (?:start|beginning|end|middle)\b(?:\sof\s(?:the\s)?[\w-]+(?:\s\d{{4}})?)?"
)
_MARK = re.compile(r"[.;!?](?=\s|$)|\n")


def find_periods(text: str, times: Sequence[TimeHit]) -> list[Span]:
    """The periods of a text, in order, their preposition included; a single day is none, "since Monday" is one."""
    found: list[Span] = [match.span() for match in _SPAN.finditer(text)]
    for hit in times:
        cue = _CUES.search(text[max(0, hit.start - 24) : hit.start])
        words = cue[0].lower() if cue else ""
        long = hit.said.kind == "recent" or (hit.said.kind == "calendar" and hit.said.unit in _WINDOWS)
        named = hit.said.kind in ("month", "year", "season") and cue is not None
        ranged = hit.said.until is not None and cue is not None
        if long or named or ranged or "since" in words:
            found.append((hit.start - len(words), hit.stop))
    return sorted(found)


def period_of(start: int, stop: int, periods: Sequence[Span], text: str) -> str | None:
    """The period of a number at [start, stop): the nearest behind it in its sentence, else the nearest before."""
    behind = next(((a, b) for a, b in periods if a >= stop), None)
    if behind and behind[0] - stop < 200 and not _MARK.search(text, stop, behind[0]):
        return text[behind[0] : behind[1]]
    before = next(((a, b) for a, b in reversed(periods) if b <= start), None)
    if before and start - before[1] < 100 and not _MARK.search(text, before[1], start):
        return text[before[0] : before[1]]
    return None
