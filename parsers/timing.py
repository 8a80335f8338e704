"""Reports in, the same out with times that no wrong date can capture: changes of control, per scope, in any order.

An article dated more than two days after it was first seen is a mistake, or of a stream that plays in the future. As
long as its scope has no dated news of the fortnight in which it was seen, its times stand, and such a stream keeps its
order. Else it counts as published when it was first seen, and the days that it gives beyond that are unknown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from parsers.fusing import TERRITORY, scope_of
from parsers.records import Mention, Report

AHEAD: Final = timedelta(days=2)  # time zones, embargoes, clocks that are fast
LIVE: Final = timedelta(days=14)  # news so old are still those of the day


def settle_times(reports: Sequence[Report]) -> list[Report]:
    """Reports of some scopes -> the same in the same order, with times that can be believed."""
    latest = _find_latest(reports)
    last = [latest.get(scope_of(report.mention)) for report in reports]
    return [_settle_end(_settle(report, at), at) for report, at in zip(reports, last, strict=True)]


def is_ahead(report: Report) -> bool:
    """True for an article that says it was published after anybody could have seen it."""
    return report.seen is not None and report.published - report.seen > AHEAD


def _is_ordered(report: Report) -> bool:
    """True for a change of control: of other events the order does not matter."""
    return report.mention.type in TERRITORY


def _find_latest(reports: Iterable[Report]) -> dict[str, datetime]:
    """Reports -> per scope when the latest article with a date of its own that can be true was published."""
    latest: dict[str, datetime] = {}
    for report in reports:
        scope = scope_of(report.mention)
        if _is_ordered(report) and not is_ahead(report) and report.published != report.seen:
            latest[scope] = max(report.published, latest.get(scope, report.published))
    return latest


def _settle(report: Report, latest: datetime | None) -> Report:
    if report.seen is None or latest is None or not _is_ordered(report) or not is_ahead(report):
        return report
    if latest <= report.seen - LIVE:
        return report
    mention = _forget_days_after(report.mention, report.seen + AHEAD)
    return replace(report, published=report.seen, stated=report.published, mention=mention)


def _settle_end(report: Report, latest: datetime | None) -> Report:
    """A former text whose successor has a wrong date -> taken back when that came to us."""
    end, seen = report.retired_at, report.next_seen
    if end is None or seen is None or latest is None or end - seen <= AHEAD or latest <= seen - LIVE:
        return report
    return replace(report, retired_at=seen)


def _forget_days_after(mention: Mention, limit: datetime) -> Mention:
    days = [day for day in (mention.date_start, mention.date_end) if day is not None]
    if not days or max(days) <= limit.date():
        return mention
    return replace(mention, date_start=None, date_end=None, date_precision="unknown")
