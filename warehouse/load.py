"""Rows in, rows stored: MERGE from a staging table, always inside the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse.ask import as_parameter
from warehouse.connection import Connection
from warehouse.errors import RowError, first_line
from warehouse.scripts import read_script
from warehouse.staging import Row, for_table, stage

NEWS = ("article", "article_version", "article_copy", "mention", "retired_mention")
MERGED = (*NEWS, "place", "source", "feed_item", "rejected", "raw", "run", "delivery", "crosswalk", "actor")
# Made equal to what is given; control_ledger by further entries only.
REPLACED: Mapping[str, tuple[str, ...]] = {
    "event": ("event_id",),
    "event_mention": ("event_id", "mention_id"),
    "event_transition": ("event_id", "step"),
    "event_refusal": ("event_id", "refused_id"),
    "control_ledger": ("line_id",),
    "alert": ("alert_id",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What `replace_scopes` changed."""

    events_new: int
    events_updated: int
    events_removed: int
    alerts_new: int


NOTHING = Changes(events_new=0, events_updated=0, events_removed=0, alerts_new=0)


def merge(con: Connection, table: str, rows: Iterable[Row]) -> int:
    """Store rows; how many are new. What happens to a known row stands in loads/TABLE.sql."""
    if table not in MERGED:
        raise RowError(table, f"not a table to merge into; known: {', '.join(MERGED)}")
    if not stage(con, table, rows):
        con.execute(for_table("unstage", table))
        return 0
    before = _count(con, table)
    _run(con, table, read_script("loads", table))
    con.execute(for_table("unstage", table))
    return _count(con, table) - before


def replace_scopes(
    con: Connection,
    scopes: Sequence[str],
    *,
    events: Iterable[Row],
    links: Iterable[Row],
    ledger: Iterable[Row],
    alerts: Iterable[Row],
    transitions: Iterable[Row] = (),
    refusals: Iterable[Row] = (),
    now: datetime,
) -> Changes:
    """Make the rows of these scopes equal to what is given; known alerts keep their raised_at, told ones stay."""
    given = {"event": events, "event_mention": links, "event_transition": transitions, "event_refusal": refusals}
    given |= {"control_ledger": ledger, "alert": alerts}
    for table, rows in given.items():
        stage(con, table, _checked(table, rows, frozenset(scopes)))
    _run(con, "scope", read_script("loads", "scope"), {"scopes": as_parameter(list(scopes)), "now": now})
    _run(con, "alert", read_script("loads", "keep_raised_at"))
    for table in REPLACED:
        _run(con, table, for_table("known", table))
    changes = _count_changes(con)
    for table in REPLACED:
        _run(con, table, read_script("loads", table))
    for table in REPLACED:
        con.execute(for_table("unstage", table))
    con.execute(read_script("loads", "forget_scope"))
    return changes


def _checked(table: str, rows: Iterable[Row], scopes: frozenset[str]) -> Iterable[Row]:
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        key = tuple(row.get(column) for column in REPLACED[table])
        if row.get("scope") not in scopes:
            raise RowError(table, f"{key[0]} is of scope {row.get('scope')}, which is not being replaced")
        if key in seen:
            raise RowError(table, f"{' '.join(map(str, key))} was given twice")
        seen.add(key)
        yield row


def _count(con: Connection, table: str) -> int:
    row = con.execute(for_table("count", table)).fetchone()
    return int(row[0]) if row else 0


def _count_changes(con: Connection) -> Changes:
    row = con.execute(read_script("loads", "changes")).fetchone() or (0, 0, 0, 0)
    return Changes(events_new=row[0], events_updated=row[1], events_removed=row[2], alerts_new=row[3])


def _run(con: Connection, table: str, script: str, parameters: Mapping[str, object] | None = None) -> None:
    try:
        con.execute(script, dict(parameters or {}))
    except duckdb.ConstraintException as exc:
        raise RowError(table, f"a row does not fit: {first_line(exc)}") from exc
