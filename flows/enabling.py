"""Addresses of sources in; those that are left alone since they were gone or failed are asked again by the next run."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flows.exits import WRONG_USAGE, CommandError
from flows.journal import find_journals
from flows.loading import load_journals, read_memory, source_row
from flows.manners import enabled
from warehouse.connection import transaction, writer_path
from warehouse.load import merge
from warehouse.snapshot import write_and_publish


def enable_sources(db: Path, urls: Sequence[str], *, now: datetime) -> list[str]:
    """Those of the sources that were disabled or failing; CommandError where one was never read."""
    if not writer_path(db).exists():
        raise CommandError(f"there is no warehouse {db} yet: run `frontwire run` first", status=WRONG_USAGE)
    with write_and_publish(db) as con, transaction(con):
        load_journals(con, find_journals(db), now=now)  # what a killed run knew would disable it again
        known = read_memory(con, urls, now=now).states
        unknown = [url for url in urls if url not in known]
        if unknown:
            why = f"{unknown[0]} was never read: see the column `url` of table `source`"
            raise CommandError(why, status=WRONG_USAGE)
        changed = [state for url in urls if (state := enabled(known[url])) != known[url]]
        merge(con, "source", [source_row(state, now=now) for state in changed])
    return [state.url for state in changed]
