"""A warehouse in; its events, ledger and alerts worked out anew from the mentions alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.copies import load_copies
from flows.loading import resolve_scopes
from warehouse.ask import ask
from warehouse.connection import transaction
from warehouse.errors import WarehouseMissing
from warehouse.load import Changes
from warehouse.migrate import migrate
from warehouse.snapshot import write_and_publish

SCOPES_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What differed; all zero proves that the stored result is the one that the mentions give."""

    scopes: int
    events_new: int
    events_updated: int
    events_removed: int
    alerts_new: int


def rebuild(db: Path) -> Rebuilt:
    """All or nothing, in one transaction; what was told stays (docs/alerts.md), new alerts wait for the next run."""
    if not db.exists():
        raise WarehouseMissing(db)
    now = datetime.now(UTC)
    with write_and_publish(db) as con:
        migrate(con)
        with transaction(con):
            load_copies(con)  # what no run has grouped yet: a warehouse from before copies were known
            scopes = [row["scope"] for row in ask(con, "all_scopes")]
            parts = [scopes[first : first + SCOPES_AT_ONCE] for first in range(0, len(scopes), SCOPES_AT_ONCE)]
            changes = [resolve_scopes(con, part, now=now) for part in parts]
    return _add_up(len(scopes), changes)


def _add_up(scopes: int, changes: Sequence[Changes]) -> Rebuilt:
    return Rebuilt(
        scopes=scopes,
        events_new=sum(c.events_new for c in changes),
        events_updated=sum(c.events_updated for c in changes),
        events_removed=sum(c.events_removed for c in changes),
        alerts_new=sum(c.alerts_new for c in changes),
    )
