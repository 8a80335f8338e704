"""Reports in order in, events out, and for each mention the event it belongs to with the reason in words."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from parsers.fusing import (
    GAINS,
    LEVELS,
    LOST,
    REGAINED,
    SAME,
    TAKEN,
    TERRITORY,
    UNKNOWN,
    best_type,
    bounds,
    clearest,
    days_apart,
    fuse_article,
    fuse_articles,
    is_after,
    most_common,
    narrowest,
    read_basis,
    root_of,
    scope_of,
    when_of,
)
from parsers.records import Assertion, Basis, Event, EventMention, Extent, Mention, Method, Report, When, stable_id

UNDATED: Final = timedelta(days=7)  # publications so close may tell of one thing where a date is missing
LATE_NEWS: Final = timedelta(days=3)  # so long after the next change an undated word may still tell of the old one

Key = tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """An event while its mentions come in, one by one, in order."""

    key: Key
    reports: list[Report] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    actor: str | None = None
    when: When = UNKNOWN
    number: int = 0  # in order of opening

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

    def add(self, report: Report, reason: str) -> None:
        self.reports.append(report)
        self.reasons.append(reason)
        self.actor = self.actor or report.mention.actor
        self.when = narrowest([self.when, when_of(report.mention)])


def join_reports(reports: Sequence[Report]) -> tuple[list[Event], list[EventMention]]:
    """Reports in order -> events in order of opening, and one link for each mention."""
    identities = find_identities(reports)
    buckets: dict[Key, list[Draft]] = {}
    drafts: list[Draft] = []
    for report in reports:
        identity = identities[report.mention.article_id, report.mention.mention_id]
        key = (
            _territory_key(report.mention, identity)
            if report.mention.type in TERRITORY
            else _other_key(report, identity)
        )
        home, reason = _find_home(report, buckets, key)
        if home is None:
            home = Draft(key, number=len(drafts))
            drafts.append(home)
            buckets.setdefault(key, []).append(home)
        home.add(report, reason)
    ids = _name_drafts(drafts)
    events = [_write_event(draft, event_id) for draft, event_id in zip(drafts, ids, strict=True)]
    links = [link for draft, event_id in zip(drafts, ids, strict=True) for link in _write_links(draft, event_id)]
    return events, links


def find_identities(reports: Sequence[Report]) -> dict[tuple[str, str], str]:
    """Reports -> what place each speaks of, in its scope; a name without a number takes the number it has elsewhere."""
    numbers: dict[str, set[str]] = {}
    for m in (r.mention for r in reports):
        if m.place_id is not None:
            numbers.setdefault(_name_key(m), set()).add(m.place_id)
    identities = {}
    for m in (r.mention for r in reports):
        known = numbers.get(_name_key(m), set())
        place_id = m.place_id or (next(iter(known)) if len(known) == 1 else None)
        named = m.place or m.place_text
        identities[m.article_id, m.mention_id] = (
            f"{scope_of(m)}#{place_id}" if place_id else _name_key(m) if named else ""
        )
    return identities


def _name_key(m: Mention) -> str:
    """A mention -> its scope, whether it means a whole province, and the folded name."""
    plain = unicodedata.normalize("NFKD", m.place or m.place_text or "").casefold()
    kind = "province" if m.place_kind == "province" else "place"
    return f"{scope_of(m)}:{kind}:{''.join(c for c in plain if c.isalnum())}"


def _territory_key(m: Mention, identity: str) -> Key:
    """A change of control -> what it can only be joined within: place, side, modality."""
    side = "loss" if m.type == LOST else "gain"
    return ("territory", m.modality, identity or f"{m.article_id}:{m.mention_id}", side)


def _other_key(report: Report, identity: str) -> Key:
    """Any other event -> type, modality, actor, place, date, all equal; with no actor and place the article's own."""
    m = report.mention
    day = m.date_start or m.date_end or report.published.date()
    anchor = "" if m.actor or identity else m.article_id
    return ("other", m.modality, scope_of(m), identity, m.type, m.actor or "", day.isoformat(), anchor)


def _find_home(report: Report, buckets: dict[Key, list[Draft]], key: Key) -> tuple[Draft | None, str]:
    """A report -> the event that it belongs to, if there is one, and why."""
    own = buckets.get(key, [])
    if key[0] == "other":
        return (own[0], "same type, actor, place and date") if own else (None, "opened it")
    opposite = buckets.get((*key[:3], "gain" if key[3] == "loss" else "loss"), [])
    fitting = [d for d in own if _fits(report, d) and not _is_cut_off(report, d, own, opposite)]
    if not fitting:
        return None, _why_opened(report, own)
    best = max(fitting, key=lambda d: _closeness(report, d))
    return best, _why_joined(report, best)


def _closeness(report: Report, draft: Draft) -> tuple[bool, bool, int]:
    """How well a report fits an event: by holder, then by date, then the latest."""
    apart = days_apart(draft.when, when_of(report.mention))
    return draft.actor == report.mention.actor, apart == 0, draft.number


def _fits(report: Report, draft: Draft) -> bool:
    """True where holder and time can be the same."""
    actor = report.mention.actor
    if actor is not None and draft.actor is not None and actor != draft.actor:
        return False
    apart = days_apart(draft.when, when_of(report.mention))
    if apart is not None:
        return apart <= SAME
    return report.published - draft.last.published <= UNDATED


def _is_cut_off(report: Report, draft: Draft, own: Iterable[Draft], opposite: Iterable[Draft]) -> bool:
    """True where something ended the event before the report's: its denial, another holder, the holder's own loss."""
    if draft.is_rebutted and _rises_again(report, draft):
        return True
    rivals = [d for d in own if draft.key[3] == "gain" and d.actor and draft.actor and d.actor != draft.actor]
    rivals += [d for d in opposite if d.actor and d.actor == draft.actor]
    return any(_lies_between(rival, draft, report) for rival in rivals)


def _rises_again(report: Report, draft: Draft) -> bool:
    """True for news after a denial: told firmly, by another article, of a day that the denial did not know."""
    m = report.mention
    if m.assertion == "denied" or m.article_id == draft.last.mention.article_id:
        return False
    dates = bounds(when_of(m))
    if dates:
        return days_apart(draft.when, when_of(m)) != 0 and dates[1] >= draft.last.published.date()
    told = {root_of(r) for r in draft.reports if r.mention.assertion != "denied"}
    return LEVELS[m.assertion] == "firm" and root_of(report) not in told


def _lies_between(rival: Draft, draft: Draft, report: Report) -> bool:
    """True where the rival's event came after the draft's and before what the report tells."""
    when = when_of(report.mention)
    later = is_after(rival.when, draft.when) or (not is_after(draft.when, rival.when) and rival.number > draft.number)
    if not later:
        return False
    says_back = report.mention.type == REGAINED and all(r.mention.type != REGAINED for r in draft.reports)
    if bounds(when) and bounds(rival.when):
        return not is_after(rival.when, when) and (says_back or days_apart(draft.when, when) != 0)
    return says_back or report.published - rival.opened > LATE_NEWS


def _why_opened(report: Report, own: Sequence[Draft]) -> str:
    """Words for the first mention of an event."""
    if not own:
        return "opened it: nothing like it was known of this place"
    actor = report.mention.actor or "somebody"
    return f"opened it: of {len(own)} known here none fits {actor} and {_say_when(when_of(report.mention))}"


def _why_joined(report: Report, draft: Draft) -> str:
    """Words for a mention that joins."""
    m = report.mention
    outlets = {r.outlet or "unknown outlet" for r in [*draft.reports, report]}
    holder = "holder" if m.actor == draft.actor else "a holder named on one side only"
    said = f"same place and {holder}, {len(outlets)} outlet{'s' if len(outlets) > 1 else ''}"
    if bounds(draft.when) and bounds(when_of(m)):
        said += f", dates {_say_when(draft.when)} and {_say_when(when_of(m))}"
    else:
        days = (report.published - draft.last.published).days
        said += f", a date is unknown, published {days} day{'' if days == 1 else 's'} apart"
    return said + ("; denies it" if m.assertion == "denied" and not draft.is_rebutted else "")


def _say_when(when: When) -> str:
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


def _name_drafts(drafts: Sequence[Draft]) -> list[str]:
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


def _write_links(draft: Draft, event_id: str) -> list[EventMention]:
    """A draft -> one link a mention."""
    return [
        EventMention(event_id=event_id, mention_id=r.mention.mention_id, article_id=r.mention.article_id, reason=reason)
        for r, reason in zip(draft.reports, draft.reasons, strict=True)
    ]


def _write_event(draft: Draft, event_id: str) -> Event:
    """A draft -> what all its reports together tell; where they differ on the place the fullest speaks."""
    mentions = [r.mention for r in draft.reports]
    placed = max(mentions, key=_fullness)
    kind = best_type([m.type for m in mentions])
    extent = _fuse_extent(mentions)
    return Event(
        event_id=event_id,
        type=kind,
        actor=draft.actor,
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
