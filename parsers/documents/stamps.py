"""What somebody wrote for a moment in, the instant out with how exactly it was said."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Literal, NamedTuple

StampPrecision = Literal["second", "minute", "day"]

_FIRST_YEAR = 1990  # an older one is a placeholder: pages are not older than the web
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?(?![\d:])",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_EPOCH = re.compile(r"\d{10}(\d{3})?")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv januar enero января січня gennaio janeiro ocak",
            "february feb février févr fevrier februar febrero февраля лютого febbraio fevereiro şubat",
            "march mar mars märz marzo марта березня março mart",
            "april apr avril avr abril апреля квітня aprile nisan",
            "may mai mayo мая травня maggio maio mayıs",
            "june jun juin juni junio июня червня giugno junho haziran",
            "july jul juillet juil juli julio июля липня luglio julho temmuz",
            "august aug août aout agosto августа серпня ağustos",
            "september sept sep septembre septiembre сентября вересня settembre setembro eylül",
            "october oct octobre oktober okt octubre октября жовтня ottobre outubro ekim",
            "november nov novembre noviembre ноября листопада novembro kasım",
            "december dec décembre déc decembre dezember dez diciembre декабря грудня dicembre dezembro aralık",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"(?<![\w.])(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?({_MONTH})\b\.?,?\s+(?:de\s+)?(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<![\d:.])([01]?\d|2[0-3])[:.h]([0-5]\d)(?::[0-5]\d)?(?![\d:])\s*([ap]\.?m\b\.?)?\s*\(?\s*(UTC|GMT|Z)?(?![A-Za-z])",
    re.IGNORECASE,
)


class Stamp(NamedTuple):
    """An instant; `precision` says how much of it was said. A bare day is its midnight in UTC."""

    at: datetime
    precision: StampPrecision


def read_stamp(value: object) -> Stamp | None:
    """What a machine or a person wrote into a place for dates; None where that is no date, or no possible one."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**13:
        value = str(value)
    if not isinstance(value, str) or not 6 <= len(text := " ".join(value[:200].split())) <= 120:
        return None
    return _read_iso(text) or _read_epoch(text) or _read_mail(text) or find_stamp(text)


def find_stamp(text: str) -> Stamp | None:
    """The first day named in full in a short text, with the clock time beside it where that is in UTC."""
    found = find_day(text)
    if found is None:
        return None
    day, _, stop = found
    near = _CLOCK.search(text[stop : stop + 40]) or _CLOCK.search(text)
    if near is None or not near[4]:
        return Stamp(day, "day")  # a time in nobody knows which zone may even be of another day
    hour = int(near[1]) % 12 + 12 * (near[3][0] in "pP") if near[3] else int(near[1])
    return Stamp(day.replace(hour=hour % 24, minute=int(near[2])), "minute")


def find_day(text: str) -> tuple[datetime, int, int] | None:
    """The first day named in full: its midnight in UTC, and where it stands."""
    found = []
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _ISO, _YEAR_FIRST, _DOTTED, _SLASHED):
        for match in pattern.finditer(text):
            day = _day(pattern, match)
            if day is not None:
                found.append((match.start(), match.end(), day))
                break
    if not found:
        return None
    start, stop, day = min(found)
    return day, start, stop


def _day(pattern: re.Pattern[str], match: re.Match[str]) -> datetime | None:
    if pattern is _DAY_FIRST:
        return _midnight(match[3], _MONTHS[match[2].lower()], match[1])
    if pattern is _MONTH_FIRST:
        return _midnight(match[3], _MONTHS[match[1].lower()], match[2])
    if pattern is _ISO:
        return _midnight(match[1], match[2], match[3])
    if pattern is _YEAR_FIRST:
        return _midnight(match[1], match[3], match[4])
    first, second = int(match[1]), int(match[2])
    if pattern is _SLASHED and first <= 12 and second <= 12 and first != second:
        return None  # 06/08: nobody can say which is the month
    if pattern is _SLASHED and second > 12:
        first, second = second, first
    return _midnight(match[3], second, first)


def _read_iso(text: str) -> Stamp | None:
    match = _ISO.match(text) or _COMPACT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    midnight = _midnight(year, month, day)
    if midnight is None or hour is None:
        return Stamp(midnight, "day") if midnight else None
    try:
        at = midnight.replace(hour=int(hour), minute=int(minute), second=min(int(second or 0), 59))
        at = at.replace(tzinfo=_zone(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return Stamp(midnight, "day")
    # Many a system has only days, and writes midnight behind them.
    if not any(int(part or 0) for part in (hour, minute, second)):
        return Stamp(midnight, "day")
    return Stamp(at, "second" if second is not None else "minute")


def _read_epoch(text: str) -> Stamp | None:
    match = _EPOCH.fullmatch(text)
    if match is None:
        return None
    at = datetime.fromtimestamp(int(text[:10]), UTC)
    return Stamp(at, "second") if at.year >= _FIRST_YEAR else None


def _read_mail(text: str) -> Stamp | None:
    """`Sun, 15 Aug 2021 18:30:00 GMT`."""
    if not re.match(r"(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}", text):
        return None
    try:
        at = parsedate_to_datetime(text)
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError):
        return None
    return Stamp(at, "second") if at.year >= _FIRST_YEAR else None


def _zone(zone: str | None) -> timezone:
    if zone is None or zone[0] not in "+-":
        return UTC  # without zone it is UTC, as everywhere here
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(offset if zone[0] == "+" else -offset)


def _midnight(year: str | int, month: str | int, day: str | int) -> datetime | None:
    try:
        at = datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None
    return at if at.year >= _FIRST_YEAR else None
