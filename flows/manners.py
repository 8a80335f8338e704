"""What a server answered and what we know of it in, when it may be asked again out: clock and dice are handed in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random

from flows.errors import FetchError
from flows.records import FeedState, Rejected

LONGEST_PAUSE = 86_400.0  # whoever wants a longer one is asked once a day
PATIENCE = 3  # failures in a row before a source is asked less often: one bad evening must not cost news
FIRST_PAUSE = 900.0
FIRST_BACKOFF = 1.0
BUSY = ("http_429", "http_503")
GONE = "http_410"
LATER = "later"  # we did not ask, for the host wants a pause; no failure of this source

_SECONDS = re.compile(r"\d{1,9}(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Sources by whether they may be asked now."""

    now: Sequence[str] = ()
    waiting: Mapping[str, datetime] = field(default_factory=dict)  # read lately; until when they are left alone
    left_out: Sequence[Rejected] = ()  # gone, or failing for some time


def read_retry_after(value: str | None, *, now: datetime) -> float | None:
    """A Retry-After header in, seconds from now out, a day at most; None where it says nothing."""
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), LONGEST_PAUSE)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # also a year of twenty digits
        return None
    if when.tzinfo is None:  # one of the three forms of RFC 9110 names no zone; all of them mean UTC
        when = when.replace(tzinfo=UTC)
    return min(max((when - now).total_seconds(), 0.0), LONGEST_PAUSE)


def read_backoff(refusals: int, *, dice: Random) -> float:
    """Seconds to leave a host alone that was busy that many times in a row; never in step with others."""
    return _doubled(FIRST_BACKOFF, refusals) * (0.5 + dice.random() / 2)


def read_pause(failures: int, *, dice: Random) -> float:
    """Seconds until a source that failed in that many runs in a row is asked again; 0: at the next run."""
    if failures < PATIENCE:
        return 0.0
    return _doubled(FIRST_PAUSE, failures - PATIENCE + 1) * (0.5 + dice.random() / 2)


def _doubled(first: float, times: int) -> float:
    return min(first * 2.0 ** min(times - 1, 30), LONGEST_PAUSE)


def after_failure(before: FeedState, error: FetchError, *, now: datetime, dice: Random) -> FeedState:
    """What is known of a source in, the same after it failed; what it sent before stays known."""
    status = int(error.code[5:]) if error.code.startswith("http_") else None
    wanted = read_retry_after(error.retry_after, now=now)
    known = replace(before, items=(), complete=True, status=status, read_at=None)
    if error.code == LATER:
        return replace(known, status=before.status, next_read_at=_later(now, wanted or 0.0))
    failures = before.failures + 1
    pause = max(wanted or 0.0, read_pause(failures, dice=dice))
    return replace(
        known,
        failures=failures,
        next_read_at=_later(now, pause) if pause else None,
        disabled_at=(before.disabled_at or now) if error.code == GONE else None,
    )


def after_success(before: FeedState, *, asked_at: datetime, interval_seconds: float | None) -> FeedState:
    """What is known of a source in, the same after it answered."""
    due = _later(asked_at, interval_seconds) if interval_seconds else None
    return replace(before, items=(), complete=True, failures=0, disabled_at=None, next_read_at=due, read_at=None)


def after_pages(state: FeedState, errors: Sequence[FetchError], *, now: datetime) -> FeedState:
    """A feed is not read again before the pause is over that its host wants after one of its pages."""
    pauses = [pause for error in errors if (pause := read_retry_after(error.retry_after, now=now))]
    if not pauses:
        return state
    return not_before(state, _later(now, max(pauses)))


def not_before(state: FeedState, due: datetime) -> FeedState:
    """The same, asked again at `due` at the earliest."""
    return replace(state, next_read_at=max(due, state.next_read_at or due))


def enabled(state: FeedState) -> FeedState:
    """The same as if it had never failed; a pause that a busy server asked for is not ours to end."""
    if state.disabled_at is None and not state.failures:
        return state
    asked_for = state.status is not None and f"http_{state.status}" in BUSY
    return replace(state, disabled_at=None, failures=0, next_read_at=state.next_read_at if asked_for else None)


def sort_due(sources: Sequence[str], states: Mapping[str, FeedState], *, now: datetime) -> Due:
    """Sources in, the same by whether they may be asked; nothing is left out without a word."""
    waiting: dict[str, datetime] = {}
    left_out: list[Rejected] = []
    for source in sources:
        state = states.get(source)
        if state is None or (why := _why_not(state, now)) is None:
            continue
        if state.disabled_at is None and not state.failures and state.next_read_at is not None:
            waiting[source] = state.next_read_at
            continue
        code = "disabled" if state.disabled_at is not None else "not_due"
        left_out.append(Rejected(source=source, name=source, code=code, detail=why))
    kept_back = {*waiting, *(one.source for one in left_out)}
    return Due(now=[source for source in sources if source not in kept_back], waiting=waiting, left_out=left_out)


def _why_not(state: FeedState, now: datetime) -> str | None:
    """Why a source must not be asked now; None where it may be."""
    if state.disabled_at is not None:
        said = f"the server said on {state.disabled_at:%Y-%m-%d} that it is gone (410)"
        return f"{said}; take it off the feeds, or `frontwire feeds enable` it"
    if state.next_read_at is None or state.next_read_at <= now:
        return None
    failed = f"it failed in {state.failures} runs in a row; " if state.failures else ""
    return f"{failed}not asked again before {state.next_read_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _later(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=seconds)
