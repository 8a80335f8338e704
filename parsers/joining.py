"""Reports in order in, events out; for each mention the event it belongs to, and why to this one and to no other."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from parsers.drafts import Draft, Key, name_drafts, say_when, write_event, write_links, write_refusals
from parsers.fusing import (
    LEVELS,
    LOST,
    REGAINED,
    SAME,
    TERRITORY,
    bounds,
    days_apart,
    is_after,
    read_basis,
    root_of,
    scope_of,
    when_of,
)
from parsers.holders import OneName
from parsers.lifecycle import Ending, find_transitions
from parsers.records import Event, EventMention, Mention, Refusal, Report, Transition

UNDATED: Final = timedelta(days=7)  # publications so close may tell of one thing where a date is missing
LISTED: Final = 3  # so many look-alikes are named that a mention was not taken for
LATE_NEWS: Final = timedelta(days=3)  # so long after the next change an undated word may still tell of the old one
STATEMENT: Final = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What joining gives: events in order of opening, one link a mention, what was believed when, what was refused."""

    events: Sequence[Event]
    links: Sequence[EventMention]
    transitions: Sequence[Transition]
    refusals: Sequence[Refusal]


def join_reports(reports: Sequence[Report], one_name: OneName) -> Joined:
    """Reports in order -> the events that they tell of; `one_name` says which holders can be one."""
    drafts, buckets = _draft_events(reports, one_name)
    ids = name_drafts(drafts)
    named = list(zip(drafts, ids, strict=True))
    endings = _find_endings(buckets)
    steps = [find_transitions(event_id, d.reports, endings.get(d.number)) for d, event_id in named]
    return Joined(
        events=[write_event(d, event_id, own[-1].state) for (d, event_id), own in zip(named, steps, strict=True)],
        links=[link for d, event_id in named for link in write_links(d, event_id)],
        transitions=[step for own in steps for step in own],
        refusals=[refusal for d, event_id in named for refusal in write_refusals(d, event_id, ids)],
    )


def _draft_events(reports: Sequence[Report], one_name: OneName) -> tuple[list[Draft], dict[Key, list[Draft]]]:
    """Reports in order -> drafts in order of opening, and the same by what they can be joined within."""
    identities = find_identities(reports)
    buckets: dict[Key, list[Draft]] = {}
    drafts: list[Draft] = []
    wholes: dict[Key, Draft] = {}
    for report in reports:
        identity = identities[report.mention.article_id, report.mention.mention_id]
        key = (
            _territory_key(report.mention, identity)
            if report.mention.type in TERRITORY
            else _other_key(report, identity)
        )
        home, reason = _find_home(report, buckets, key)
        if home is None:
            refused = [*_find_refused(report, buckets, key), *_find_sibling(report, key, wholes)]
            home = Draft(key, one_name, number=len(drafts), refused=refused)
            drafts.append(home)
            buckets.setdefault(key, []).append(home)
        home.add(report, reason)
        if key[0] == "territory" and read_basis(report.mention):
            wholes[(key[1], scope_of(report.mention), key[3])] = home
    return drafts, buckets


def _find_refused(report: Report, buckets: Mapping[Key, Sequence[Draft]], key: Key) -> list[tuple[Draft, str]]:
    """The latest look-alikes of a report that opens an event, each with the reason why it was not the same."""
    if key[0] == "other":
        return []
    own = buckets.get(key, [])
    opposite = buckets.get(_opposite(key), [])
    return [(draft, _why_refused(report, draft, own, opposite)) for draft in own[-LISTED:]]


def _find_sibling(report: Report, key: Key, wholes: Mapping[Key, Draft]) -> list[tuple[Draft, str]]:
    """The event of the capital where the report speaks of its province, or the other way round, if it looks alike."""
    if key[0] == "other" or read_basis(report.mention) is None:
        return []
    other = wholes.get((key[1], scope_of(report.mention), key[3]))
    if other is None or other.key == key or not _fits(report, other):
        return []
    speaks, theirs = (read_basis(r.mention) for r in (report, other.reports[0]))
    return [(other, f"this speaks of the {speaks}, that of the {theirs}; the ledger counts them as one change")]


def _find_endings(buckets: Mapping[Key, Sequence[Draft]]) -> dict[int, Ending]:
    """Gains of towns and districts -> what undid them: the next one's gain, or the holder's own loss."""
    endings: dict[int, Ending] = {}
    for key, own in buckets.items():
        if key[0] != "territory" or key[1] != "actual" or key[3] != "gain":
            continue
        opposite = buckets.get(_opposite(key), [])
        for draft in own:
            if any(read_basis(r.mention) for r in draft.reports):
                continue  # of these the ledger keeps account
            later = [r for r in _find_rivals(draft, own, opposite) if _is_later(r, draft) and not r.is_rebutted]
            if later:
                first = min(later, key=lambda r: (r.opened, r.number))
                how = "was reported to have left" if first.key[3] == "loss" else "was reported to have taken it"
                endings[draft.number] = Ending(report=first.reports[0], reason=f"{first.called} {how}")
    return endings


def find_identities(reports: Sequence[Report]) -> dict[tuple[str, str], str]:
    """Reports -> what place each speaks of; a name without a number takes the one that it has nearby."""
    numbers: dict[Key, set[str]] = {}
    for r in reports:
        if r.mention.place_id is not None:
            numbers.setdefault(_neighbours(r), set()).add(r.mention.place_id)
    identities = {}
    for r in reports:
        m, known = r.mention, numbers.get(_neighbours(r), set())
        place_id = m.place_id or (next(iter(known)) if len(known) == 1 else None)
        named = m.place or m.place_text
        identities[m.article_id, m.mention_id] = (
            f"{scope_of(m)}#{place_id}" if place_id else _name_key(m) if named else ""
        )
    return identities


def _neighbours(report: Report) -> Key:
    """A report -> what its place is named among: changes of control all together, other events by type and day."""
    m = report.mention
    return (_name_key(m),) if m.type in TERRITORY else (_name_key(m), m.type, _day_of(report))


def _day_of(report: Report) -> str:
    """A report -> its first possible day, else that of its publication."""
    m = report.mention
    return (m.date_start or m.date_end or report.published.date()).isoformat()


def _name_key(m: Mention) -> str:
    """A mention -> its scope, whether it means a whole province, and the folded name."""
    plain = unicodedata.normalize("NFKD", m.place or m.place_text or "").casefold()
    kind = "province" if m.place_kind == "province" else "place"
    return f"{scope_of(m)}:{kind}:{''.join(c for c in plain if c.isalnum())}"


def _opposite(key: Key) -> Key:
    """The losses to these gains, the gains to these losses."""
    return (*key[:3], "gain" if key[3] == "loss" else "loss")


def _territory_key(m: Mention, identity: str) -> Key:
    """A change of control -> what it can only be joined within: place, side, modality."""
    side = "loss" if m.type == LOST else "gain"
    return ("territory", m.modality, identity or f"{m.article_id}:{m.mention_id}", side)


def _other_key(report: Report, identity: str) -> Key:
    """Any other event -> type, sub-field, modality, actor, place, date, all equal.

    Words are events of their own: two statements of a day are two. Where place or actor is unknown, nothing says
    that two articles tell of one thing: the event is the article's own.
    """
    m = report.mention
    who = m.actor or m.actor_text or ""
    anchor = "" if who and identity else m.article_id
    if m.type == STATEMENT:
        anchor = m.mention_id
    what = (m.type, m.detail or "", m.actor or "", m.actor_text or "" if m.actor is None else "")
    return ("other", m.modality, scope_of(m), identity, *what, _day_of(report), anchor)


def _find_home(report: Report, buckets: dict[Key, list[Draft]], key: Key) -> tuple[Draft | None, str]:
    """A report -> the event that it belongs to, if there is one, and why."""
    own = buckets.get(key, [])
    if key[0] == "other":
        return (own[0], "same type, actor, place and date") if own else (None, "opened it")
    opposite = buckets.get(_opposite(key), [])
    fitting = [d for d in own if _fits(report, d) and not _is_cut_off(report, d, own, opposite)]
    if not fitting:
        return None, _why_opened(report, own)
    best = max(fitting, key=lambda d: _closeness(report, d))
    return best, _why_joined(report, best)


def _closeness(report: Report, draft: Draft) -> tuple[bool, bool, int]:
    """How well a report fits an event: by holder, then by date, then the latest."""
    apart = days_apart(draft.when, when_of(report.mention))
    return draft.called == report.mention.actor, apart == 0, draft.number


def _fits(report: Report, draft: Draft) -> bool:
    """True where holder and time can be the same."""
    if not draft.can_be_of(report.mention.actor):
        return False
    apart = days_apart(draft.when, when_of(report.mention))
    if apart is not None:
        return apart <= SAME
    return report.published - draft.last.published <= UNDATED


def _is_cut_off(report: Report, draft: Draft, own: Iterable[Draft], opposite: Iterable[Draft]) -> bool:
    """True where something ended the event before the report's: its denial, another holder, the holder's own loss."""
    if draft.is_rebutted and _rises_again(report, draft):
        return True
    return any(_lies_between(rival, draft, report) for rival in _find_rivals(draft, own, opposite))


def _find_rivals(draft: Draft, own: Iterable[Draft], opposite: Iterable[Draft]) -> Iterator[Draft]:
    """What may have ended an event at its place: other holders, and the holder's own loss (or, of a loss, its gain)."""
    if draft.key[3] == "gain":
        yield from (d for d in own if not draft.can_be_of(d.called))
    yield from (d for d in opposite if d.called and draft.called and draft.can_be_of(d.called))


def _is_later(rival: Draft, draft: Draft) -> bool:
    """True where the rival's event came after the draft's, by its days, else by its first report."""
    return is_after(rival.when, draft.when) or (not is_after(draft.when, rival.when) and rival.number > draft.number)


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
    if not _is_later(rival, draft):
        return False
    says_back = report.mention.type == REGAINED and all(r.mention.type != REGAINED for r in draft.reports)
    if bounds(when) and bounds(rival.when):
        return not is_after(rival.when, when) and (says_back or days_apart(draft.when, when) != 0)
    return says_back or report.published - rival.opened > LATE_NEWS


def _why_refused(report: Report, draft: Draft, own: Sequence[Draft], opposite: Sequence[Draft]) -> str:
    """Words for a look-alike that a report was not taken for."""
    actor, when = report.mention.actor, when_of(report.mention)
    if not draft.can_be_of(actor):
        return f"another holder: {draft.called}, not {actor}"
    apart = days_apart(draft.when, when)
    if apart is not None and apart > SAME:
        return f"{apart} days apart: {say_when(draft.when)} and {say_when(when)}"
    if apart is None and report.published - draft.last.published > UNDATED:
        days = (report.published - draft.last.published).days
        return f"a date is unknown, and its last report is {days} days older"
    if draft.is_rebutted and _rises_again(report, draft):
        return "that one had been denied, and this is news after the denial"
    rival = next((r for r in _find_rivals(draft, own, opposite) if _lies_between(r, draft, report)), None)
    between = f"{rival.called} {'lost' if rival.key[3] == 'loss' else 'took'} it" if rival else "another change came"
    return f"{between} in between"


def _why_opened(report: Report, own: Sequence[Draft]) -> str:
    """Words for the first mention of an event."""
    if not own:
        return "opened it: nothing like it was known of this place"
    actor = report.mention.actor or "somebody"
    return f"opened it: of {len(own)} known here none fits {actor} and {say_when(when_of(report.mention))}"


def _why_joined(report: Report, draft: Draft) -> str:
    """Words for a mention that joins."""
    m = report.mention
    outlets = {r.outlet or "unknown outlet" for r in [*draft.reports, report]}
    holder = "holder"
    if m.actor != draft.called:
        both = m.actor and draft.called
        holder = f"holder ({draft.called}, {m.actor})" if both else "a holder named on one side only"
    said = f"same place and {holder}, {len(outlets)} outlet{'s' if len(outlets) > 1 else ''}"
    if bounds(draft.when) and bounds(when_of(m)):
        said += f", dates {say_when(draft.when)} and {say_when(when_of(m))}"
    else:
        days = (report.published - draft.last.published).days
        said += f", a date is unknown, published {days} day{'' if days == 1 else 's'} apart"
    return said + ("; denies it" if m.assertion == "denied" and not draft.is_rebutted else "")
