"""A date as a feed writes it in, a moment out; None where it is none, or cannot be true: never now, never a guess."""

import calendar
import re
from datetime import UTC, datetime, timedelta
from time import struct_time

# Empty fields of programs read as 1970 or the year 1; nothing on the web is older than this.
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
# A local time that calls itself GMT is up to 14 hours ahead.
_AHEAD = timedelta(days=1)
# Years, weeks and numbers of seconds, which feedparser takes for days.
_NUMBER = re.compile(r"[\d.,+-]+|\d{4}-?W\d.*", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d|\d{8}(?=T|$)")


def read_date(said: object, parsed: struct_time | None = None) -> datetime | None:
    """ISO 8601 strictly, so that no month 13 becomes January; else what the feed parser made of it (`parsed`)."""
    text = said.strip() if isinstance(said, str) else ""
    if _ISO.match(text):
        return plausible(_read_iso(text))
    if not text or parsed is None or _NUMBER.fullmatch(text):
        return None
    try:
        return plausible(datetime.fromtimestamp(calendar.timegm(parsed), UTC))
    except (ValueError, OverflowError, OSError):
        return None


def believed(published: datetime | None, *, now: datetime) -> datetime | None:
    """The date, unless it lies in the future: then the feed is wrong, and the date unknown."""
    return published if published is not None and published <= now + _AHEAD else None


def _read_iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def plausible(moment: datetime | None) -> datetime | None:
    """The moment, unless it is older than the web: an empty field, read as a number."""
    return moment if moment is not None and moment >= _OLDEST else None
