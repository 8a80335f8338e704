"""One province while its news is replayed (ledger.py): who held it when, by whose word, and what was written down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from parsers.holders import OneName
from parsers.provinces import Telling
from parsers.records import Alert, LedgerLine, Level, When

EventOf = Mapping[tuple[str, str], str]
HomeState = Callable[[str, str], bool]
Change = Literal["captured", "regained", "captured_again"]
Opening = Literal["new_capture", "recaptured", "captured_again"]
CHANGES: Final[dict[Opening, Change]] = {
    "new_capture": "captured",
    "recaptured": "regained",
    "captured_again": "captured_again",
}
RECENT: Final = timedelta(days=14)  # so long after its last word a holder is still meant by another name


@dataclass(slots=True, kw_only=True)
class Episode:
    """One holder's time in a province while it is replayed; `number` counts the times that this holder took it."""

    holder: str  # the first name that was told
    called: str  # the best name for the holder by now
    number: int
    kind: Opening
    first: Telling
    when: When
    level: Level
    before: "Episode | None"  # who held it as far as the ledger knew
    prior_holder: str | None
    event_id: str
    roots: list[str]
    last_told: Telling
    regained_told: bool
    voices: list[Telling]  # all that told it
    retracted_by: str | None = None  # the article that was the last to tell it, and took it back
    denied_on: date | None = None
    denied_by: str | None = None  # the mention
    left_on: date | None = None  # the holder was reported to have left; no ledger line, no alert


@dataclass(slots=True)
class Province:
    """The state of one province while it is replayed."""

    admin1: str
    event_of: EventOf
    home_state: HomeState
    one_name: OneName
    current: Episode | None = None
    holder: str | None = None
    episodes: list[Episode] = field(default_factory=list)
    implied: dict[str, Opening] = field(default_factory=dict)  # holders known only from words on others
    lines: list[LedgerLine] = field(default_factory=list)
    alerts: list[tuple[datetime, Alert]] = field(default_factory=list)  # with the time that orders them


def find_holder(province: Province, telling: Telling) -> Telling:
    """A telling -> the same, its actor under the name by which the province knows it: "HTS" told as "the rebels"."""
    target, current = telling.target, province.current
    if target and current and province.one_name(current.called, target):
        target = current.holder
    return replace(telling, actor=_known_as(province, telling), target=target)


def _known_as(province: Province, telling: Telling) -> str:
    actor, current = telling.actor, province.current
    if current and province.one_name(current.called, actor):
        return current.holder
    if any(episode.holder == actor for episode in province.episodes):
        return actor
    recent = (e for e in reversed(province.episodes) if telling.published - e.last_told.published <= RECENT)
    return next((e.holder for e in recent if province.one_name(e.called, actor)), actor)


def best_name(province: Province, known: str, telling: Telling) -> str:
    """The name of a holder so far, and one more word on it -> the better name."""
    return province.one_name(known, telling.report.mention.actor or known) or known
