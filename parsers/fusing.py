"""Several tellings of one thing in; the one type, date, assertion, root that they amount to out."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import Final, TypeVar

from parsers.records import Assertion, Basis, Level, Mention, Report, When

CAPTURED: Final = "territory_captured"
TAKEN: Final = "territory_taken_peacefully"
REGAINED: Final = "territory_regained"
LOST: Final = "territory_lost_or_withdrawn"
GAINS: Final = frozenset({CAPTURED, TAKEN, REGAINED})
TERRITORY: Final = GAINS | {LOST}
SPECIFIC: Final = (REGAINED, TAKEN, CAPTURED)  # the word that says most wins a tie
STRENGTH: Final[tuple[Assertion, ...]] = ("confirmed", "reported", "contested", "claimed", "denied")
LEVELS: Final[dict[Assertion, Level]] = {
    "confirmed": "firm",
    "reported": "firm",
    "claimed": "claim",
    "contested": "contested",
    "denied": "contested",
}
WEIGHT: Final[dict[Level, int]] = {"firm": 2, "contested": 1, "claim": 0}
UNKNOWN: Final = When()
SAME: Final = 1  # days that two tellings of one thing may differ

T = TypeVar("T", bound=Hashable)


def in_order(report: Report) -> tuple[object, ...]:
    """A report -> its place in the one order in which everything is replayed."""
    m = report.mention
    stated = report.stated or report.published
    return (report.published, stated, report.seq, m.article_id, m.start, m.stop, m.mention_id)


def scope_of(mention: Mention) -> str:
    """A mention -> the scope that it is resolved in."""
    return mention.admin1 or mention.country or "unplaced"


def when_of(mention: Mention) -> When:
    """A mention -> its days; one known end stands for both."""
    start, end = mention.date_start or mention.date_end, mention.date_end or mention.date_start
    if start is None or end is None:
        return UNKNOWN
    return When(start=min(start, end), end=max(start, end), precision=mention.date_precision)


def bounds(when: When) -> tuple[date, date] | None:
    """An interval -> both its days, or None where it is unknown."""
    if when.start is None or when.end is None:
        return None
    return when.start, when.end


def days_apart(one: When, other: When) -> int | None:
    """Two intervals -> 0 where they overlap, else the days from one to the other; None: one is unknown."""
    a, b = bounds(one), bounds(other)
    if a is None or b is None:
        return None
    return max(0, (b[0] - a[1]).days, (a[0] - b[1]).days)


def is_after(one: When, other: When) -> bool:
    """True where all of one lies later than all of the other; False also where either is unknown."""
    a, b = bounds(one), bounds(other)
    return a is not None and b is not None and a[0] > b[1]


def narrowest(whens: Iterable[When]) -> When:
    """Intervals -> the shortest known one; of equals the one told most often, then first."""
    known = [w for w in whens if bounds(w)]
    if not known:
        return UNKNOWN
    counted = Counter(known)
    return min(counted, key=lambda w: (_length(w), -counted[w]))


def usual_date(whens: Iterable[When]) -> When:
    """Intervals of one article -> the one told most often, then first."""
    return most_common([w for w in whens if bounds(w)]) or UNKNOWN


def most_common(values: Iterable[T | None]) -> T | None:
    """Values -> the most frequent known one; of equals the first."""
    counted = Counter(v for v in values if v is not None and v != "unknown")
    return counted.most_common(1)[0][0] if counted else None


def best_type(types: Sequence[str]) -> str:
    """Types of one event -> the usual one; of equals the one that says most."""
    counted = Counter(types)
    rank = {name: place for place, name in enumerate(SPECIFIC)}
    return min(counted, key=lambda name: (-counted[name], rank.get(name, len(rank)), name))


def fuse_article(mentions: Sequence[Mention]) -> Assertion:
    """Mentions by one article of one event -> its verdict: what it upholds itself is firm, whoever denies it.

    A claim is contested by the denial of the same capture only: of the same holder, if both name one, and the same day.
    """
    seen = {m.assertion for m in mentions}
    firm = next((word for word in STRENGTH if word in seen and LEVELS[word] == "firm"), None)
    if firm:
        return firm
    if seen == {"denied"}:
        return "denied"
    claims, denials = ([m for m in mentions if m.assertion == word] for word in ("claimed", "denied"))
    rival = any(_is_same_capture(claim, denial) for claim in claims for denial in denials)
    return "contested" if rival or "contested" in seen else "claimed"


def _is_same_capture(one: Mention, other: Mention) -> bool:
    """True unless holder or day says otherwise."""
    if one.actor and other.actor and one.actor != other.actor:
        return False
    return (days_apart(when_of(one), when_of(other)) or 0) <= SAME


def fuse_articles(verdicts: Sequence[Assertion]) -> Assertion:
    """Verdicts of articles in order -> the event's: the last word of a denial stands until somebody answers it."""
    denials = [at for at, verdict in enumerate(verdicts) if verdict == "denied"]
    if not denials:
        return next((word for word in STRENGTH if word in verdicts), "reported")
    answers = verdicts[denials[-1] + 1 :]
    if not answers:
        return "denied"
    return "confirmed" if "confirmed" in answers else "contested"


def root_of(report: Report) -> str:
    """A report -> who gathered it; without a root the outlet, without an outlet one unknown source for all."""
    return report.mention.root_source or report.outlet or "unknown"


def clearest(reports: Sequence[Report]) -> Report:
    """Reports in order -> the one to quote: the first actual firm one, else the first that is not denied."""
    firm = (r for r in reports if r.mention.modality == "actual" and LEVELS[r.mention.assertion] == "firm")
    standing = (r for r in reports if r.mention.assertion != "denied")
    return next(firm, None) or next(standing, None) or reports[0]


def read_basis(mention: Mention) -> Basis | None:
    """A mention -> whether it speaks of a province, of its capital, or of neither."""
    if mention.admin1 is None:
        return None
    if mention.place_kind == "province":
        return "province"
    return "capital" if mention.seat and mention.place_kind == "city" else None


def _length(when: When) -> int:
    """An interval -> its days less one; unknown is longer than anything."""
    both = bounds(when)
    return (both[1] - both[0]).days if both else date.max.toordinal()
