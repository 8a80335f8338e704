"""An event while its mentions come in, one by one, in order; the Event with its id, links and refusals out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from parsers.fusing import (
    GAINS,
    SAME,
    TAKEN,
    UNKNOWN,
    best_type,
    bounds,
    clearest,
    fuse_article,
    fuse_articles,
    most_common,
    narrowest,
    read_basis,
    when_of,
)
from parsers.holders import OneName
from parsers.lifecycle import find_roots
from parsers.records import (
    Assertion,
    Basis,
    Event,
    EventMention,
    Extent,
    Mention,
    Method,
    Refusal,
    Report,
    State,
    When,
    stable_id,
)

Key = tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """An event while its mentions come in, one by one, in order."""

    key: Key
    one_name: OneName
    reports: list[Report] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    actor: str | None = None  # the first that was named: the id stands on it
    called: str | None = None  # the best name for it by now
    when: When = UNKNOWN
    number: int = 0  # in order of opening
    refused: list[tuple["Draft", str]] = field(default_factory=list)  # look-alikes, with the reason

    @property
    def opened(self) -> datetime:
        return self.reports[0].published

    @property
    def last(self) -> Report:
        return self.reports[-1]

    @property
    def is_rebutted(self) -> bool:
        """True while a denial has the last word."""
        return self.last.mention.assertion == "denied"

    def can_be_of(self, actor: str | None) -> bool:
        """True where somebody can be its actor: one name serves both, or one of them is unknown."""
        return actor is None or self.called is None or self.one_name(self.called, actor) is not None

    def add(self, report: Report, reason: str) -> None:
        self.reports.append(report)
        self.reasons.append(reason)
        actor = report.mention.actor
        self.actor = self.actor or actor
        self.called = (self.one_name(self.called, actor) if self.called and actor else None) or self.called or actor
        self.when = narrowest([self.when, when_of(report.mention)])


def name_drafts(drafts: Sequence[Draft]) -> list[str]:
    """Events -> their ids: what, where, who, the day (else month) that the first report gave; twins are counted."""
    seen: Counter[tuple[object, ...]] = Counter()
    ids = []
    for draft in drafts:
        first = draft.reports[0]
        dates = bounds(when_of(first.mention))
        exact = dates is not None and (dates[1] - dates[0]).days <= SAME
        start = dates[0] if dates else first.published.date()
        what = (*draft.key, draft.actor, start.isoformat() if exact else f"{start:%Y-%m}")
        ids.append(stable_id("event", *what, *([seen[what]] if seen[what] else [])))
        seen[what] += 1
    return ids


def write_links(draft: Draft, event_id: str) -> list[EventMention]:
    """A draft -> one link a mention."""
    return [
        EventMention(event_id=event_id, mention_id=r.mention.mention_id, article_id=r.mention.article_id, reason=reason)
        for r, reason in zip(draft.reports, draft.reasons, strict=True)
    ]


def write_refusals(draft: Draft, event_id: str, ids: Sequence[str]) -> list[Refusal]:
    """A draft -> why its first mention was not taken for older events."""
    first = draft.reports[0].mention
    return [
        Refusal(
            event_id=event_id,
            refused_id=ids[other.number],
            mention_id=first.mention_id,
            article_id=first.article_id,
            reason=reason,
        )
        for other, reason in draft.refused
    ]


def write_event(draft: Draft, event_id: str, state: State) -> Event:
    """A draft -> what all its reports together tell; where they differ on the place the fullest speaks."""
    mentions = [r.mention for r in draft.reports]
    placed = max(mentions, key=_fullness)
    kind = best_type([m.type for m in mentions])
    extent = _fuse_extent(mentions)
    return Event(
        event_id=event_id,
        type=kind,
        actor=draft.called,
        target=most_common(m.target for m in mentions),
        place=placed.place,
        place_kind=placed.place_kind,
        place_id=placed.place_id,
        admin1=placed.admin1,
        country=placed.country,
        lat=placed.lat,
        lon=placed.lon,
        date_start=draft.when.start,
        date_end=draft.when.end,
        date_precision=draft.when.precision,
        modality=mentions[0].modality,
        assertion=_fuse_assertion(draft.reports),
        method=_fuse_method(mentions, kind),
        extent=extent,
        basis=_fuse_basis(placed, kind, extent, draft.actor),
        first_published=draft.opened,
        last_published=draft.last.published,
        quote=clearest(draft.reports).mention.quote,
        article_id=mentions[0].article_id,
        detail=most_common(m.detail for m in mentions),
        state=state,
        roots=find_roots(draft.reports),
    )


def _fullness(m: Mention) -> int:
    return sum(part is not None for part in (m.place, m.place_kind, m.place_id, m.admin1, m.country, m.lat))


def _fuse_assertion(reports: Sequence[Report]) -> Assertion:
    """Reports in order -> the verdict over the verdicts of their articles."""
    articles = groupby(reports, key=lambda r: r.mention.article_id)
    return fuse_articles([fuse_article([r.mention for r in own]) for _, own in articles])


def _fuse_method(mentions: Sequence[Mention], kind: str) -> Method:
    """The usual known method; a peaceful taking by nobody's word on it was without a fight."""
    return most_common(m.method for m in mentions) or ("without_fight" if kind == TAKEN else "unknown")


def _fuse_extent(mentions: Sequence[Mention]) -> Extent:
    """Full where anybody says so; partial only where all do."""
    extents = {m.extent for m in mentions}
    if "full" in extents:
        return "full"
    return "partial" if extents == {"partial"} else "unknown"


def _fuse_basis(placed: Mention, kind: str, extent: Extent, actor: str | None) -> Basis | None:
    """The basis of a province alert, where the event is of the sort that raises one."""
    qualifies = kind in GAINS and placed.modality == "actual" and extent != "partial" and actor
    return read_basis(placed) if qualifies else None


def say_when(when: When) -> str:
    """An interval -> `15 Aug 2021`, `15-16 Aug 2021`, `30 Jul - 2 Aug 2021`, `an unknown day`."""
    dates = bounds(when)
    if dates is None:
        return "an unknown day"
    start, end = dates
    if start == end:
        return _say_day(end)
    same_month = (start.year, start.month) == (end.year, end.month)
    return f"{start.day}-{_say_day(end)}" if same_month else f"{_say_day(start)} - {_say_day(end)}"


def _say_day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
