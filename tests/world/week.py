"""A folder in, a week of runs over the world out: what each run said, what was asked, where sockets went.

A process of its own, so that its memory can be measured and each of its sockets is seen.
"""

import json
import sys
from pathlib import Path

from flows.pipeline import run_pipeline
from flows.settings import load_settings
from tests.world.process import World
from tests.world.scenario import DAYS
from warehouse.connection import transaction
from warehouse.snapshot import write_and_publish

COUNTED = ("read", "new", "updated", "duplicate", "rejected")
DEADLINE = 4


def main(folder: Path) -> None:
    """Seven days, the last one twice."""
    sockets: list[str] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "socket.connect" and isinstance(arguments[1], tuple):
            sockets.append(str(arguments[1][0]))

    sys.addaudithook(watch)
    runs = []
    with World() as world:
        fetch = {"allow_hosts": world.allow_hosts, "deadline_seconds": DEADLINE, "interval_seconds": 0}
        settings = load_settings(None, db=folder / "news.duckdb", fetch=fetch)
        for day in (*range(1, DAYS + 1), DAYS):
            world.turn_to(day)
            if runs:
                let_a_day_pass(settings.db)
            summary = run_pipeline(world.feeds, settings, direct=True)
            runs.append({name: getattr(summary, name) for name in COUNTED} | {"day": day})
            runs[-1]["rejections"] = [
                {"name": one.name, "code": one.code, "was_read": bool(one.document and one.document.archived)}
                for one in summary.rejections
            ]
        told = {"runs": runs, "places": world.places, "forbidden_host": world.forbidden, **world.read_log()}
    (folder / "week.json").write_text(json.dumps({**told, "sockets": sorted(set(sockets))}))


def let_a_day_pass(db: Path) -> None:
    """A warehouse in; what was to wait waits a day less: the week of the world takes seconds."""
    with write_and_publish(db) as con, transaction(con):
        con.execute("update source set next_read_at = next_read_at - interval 1 day")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
