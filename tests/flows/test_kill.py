"""kill -9 at any step of load, resolve, alert and send: the same tables, each alert told, repeats by one key."""

import json
import random
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories import a_report
from tests.loopback import Loopback, Reply
from tests.readings import LOADED, load_all, open_told, read_documents, read_standing, tell
from warehouse.check import find_faults
from warehouse.connection import open_reader, open_writer

ROOT = Path(__file__).parents[2]
PROVINCES = ("BDS", "BDG", "BGL", "BAL", "BAM", "DAY", "FRA", "FYB", "GHA", "GHO")
RUN = """
import sys
from pathlib import Path
from tests.flows.test_kill import articles, load_in_fives
db, channel, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
found = articles(count)
print("go", flush=True)
load_in_fives(db, channel, found)
print("done", flush=True)
"""


def articles(count: int) -> list[Any]:
    """A new holder of some province every hour; each is an alert."""
    actors = ("Taliban", "Afghan government")
    reports = []
    for n in range(count):
        code, turn = PROVINCES[n % len(PROVINCES)], n // len(PROVINCES)
        published = datetime.fromisoformat("2021-01-01T00:00+00:00") + timedelta(days=4 * turn, minutes=n)
        place = {"admin1": f"AF-{code}", "place": code, "place_id": f"p{code}", "article_id": f"a{n:04}"}
        actor = actors[turn % 2]
        reports.append(a_report(published=published, actor=actor, day=published.date(), root_source=f"R{n}", **place))
    return read_documents(reports)


def load_in_fives(db: Path, channel: str, found: list[Any]) -> None:
    """What a run does from the reading on."""
    run_id = f"run-{random.getrandbits(32):x}"
    open_told(db, channel)
    load_all(db, found, size=5)
    tell(db, channel, run_id=run_id)


def _count_owed(db: Path) -> int:
    with open_reader(db) as con:
        told = "select alert_id from delivery where delivered_at is not null"
        found = con.execute(f"select count(*) from alert where alert_id not in ({told})").fetchone()  # noqa: S608
    return int(found[0]) if found else 0


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.slow)])
def test_killed_runs_lose_no_alert_and_repeat_it_under_its_key_only(
    tmp_path: Path, loopback: Loopback, kills: int
) -> None:
    loopback.route("/hook", Reply(body=b"ok", delay=0.02))
    db, channel, dice = tmp_path / "news.duckdb", f"json://{loopback.host}/hook", random.Random(kills)  # noqa: S311
    landed, longest = 0, 2.0
    for number in range(kills):
        command = [sys.executable, "-c", RUN, str(db), channel, str(10 * (number + 1))]
        run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert run.stdout
        assert run.stdout.readline() == "go\n"
        since = time.monotonic()
        time.sleep(dice.uniform(0, longest))
        run.send_signal(signal.SIGKILL)
        out, _ = run.communicate()
        if "done" in out:
            longest = max(0.3, time.monotonic() - since)
        landed += "done" not in out
        if db.exists():
            with open_reader(db) as con:
                assert find_faults(con) == []
    assert landed >= kills / 2, "kills that came too late prove nothing"
    load_in_fives(db, channel, articles(10 * kills))
    while _count_owed(db):  # a run sends for 15 s at most; the next one goes on
        tell(db, channel)
    clean = tmp_path / "clean.duckdb"
    load_all(clean, articles(10 * kills), size=5, now=LOADED)
    with open_writer(db) as con, open_writer(clean) as other:
        assert read_standing(con) == read_standing(other)
        assert find_faults(con) == []
        raised = {alert_id for (alert_id,) in con.execute("select alert_id from alert").fetchall()}
    keys = [(json.loads(r.body)["alert_id"], r.headers["idempotency-key"]) for r in loopback.asked("/hook")]
    assert {alert_id for alert_id, _ in keys} == raised
    assert all(alert_id == key for alert_id, key in keys)
    assert len(raised) == 10 * kills
