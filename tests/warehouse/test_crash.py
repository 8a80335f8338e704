"""kill -9 at any moment: no committed batch is lost, nothing is inconsistent."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.warehouse.rows import a_new_writer, a_story
from warehouse.check import find_faults
from warehouse.connection import open_reader
from warehouse.snapshot import publish

LOAD = """
import sys
from pathlib import Path
from tests.warehouse.rows import *
from warehouse.snapshot import write_and_publish
path = Path(sys.argv[1])
while True:
    with write_and_publish(path) as con:
        migrate(con)
        for _ in range(3):
            (n,) = con.execute("select count(*) from article").fetchone()
            articles = [article_row(f"a{i}", i, published="2021-08-15", url=f"u{i}") for i in range(n + 1, n + 41)]
            mentions = [mention_row(a, "m" + a["article_id"]) for a in articles]
            events = [event_row(a, "e" + a["article_id"]) for a in articles[-20:]]
            with transaction(con):
                merge(con, "article", articles)
                merge(con, "mention", mentions)
                replace_scopes(
                    con, ["AF-KHO"], events=events,
                    links=[link_row(e, m) for e, m in zip(events, mentions[-20:])],
                    ledger=[line_row(events[0], "l1")], alerts=[alert_row(events[0], "x1")], now=LOADED,
                )
            print(n + 40, flush=True)
"""


def test_no_batch_is_lost_or_half_there(tmp_path: Path) -> None:
    path, dice = tmp_path / "w.duckdb", random.Random(2021)  # noqa: S311 - when to kill is no secret
    promised = 0
    for _ in range(6):
        loader = subprocess.Popen([sys.executable, "-c", LOAD, str(path)], stdout=subprocess.PIPE, text=True)
        assert loader.stdout
        loader.stdout.readline()  # at least one batch is in
        time.sleep(dice.uniform(0, 0.8))
        loader.send_signal(signal.SIGKILL)
        out, _ = loader.communicate()
        complete = [int(line) for line in out.splitlines() if line.isdigit()]
        promised = max([promised, *complete])
        with a_new_writer(path) as con:
            (articles, mentions, events) = con.execute(
                "select (select count(*) from article), (select count(*) from mention), (select count(*) from event)"
            ).fetchall()[0]
            assert find_faults(con) == []
        assert articles == mentions
        assert articles >= promised
        assert (articles % 40, events) == (0, 20)
        promised = articles
    publish(path)
    with open_reader(path) as con:
        assert con.execute("select count(*) from article").fetchall() == [(promised,)]
        assert find_faults(con) == []


MIGRATE = """
import os, sys
from pathlib import Path
from warehouse.connection import open_writer
from warehouse.migrate import migrate
with open_writer(Path(sys.argv[1])) as con:
    migrate(con)
    con.execute("insert into run (run_id, started_at) values ('old', '2021-08-15 00:00:00+00')")
    os._exit(9)
"""


def test_a_first_run_that_is_killed_leaves_a_file_that_opens(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    assert subprocess.run([sys.executable, "-c", MIGRATE, str(path)], check=False).returncode == 9
    with a_new_writer(path) as con:
        assert con.execute("select run_id from run").fetchall() == [("old",)]


BETWEEN = """
import os, sys
from pathlib import Path
from warehouse.connection import open_writer
from warehouse.scripts import find_scripts, read_script
with open_writer(Path(sys.argv[1])) as con:
    con.execute(read_script("session", "make_migrations"))
    for name in find_scripts("schema"):
        con.execute(read_script("schema", name))
        con.execute(read_script("session", "mark_migration"), {"name": name})
    os._exit(9)
"""


def test_a_run_killed_while_it_makes_the_schema_leaves_a_file_that_opens(tmp_path: Path) -> None:
    """All of the schema then stands in the log only, which DuckDB replays."""
    path = tmp_path / "w.duckdb"
    assert subprocess.run([sys.executable, "-c", BETWEEN, str(path)], check=False).returncode == 9
    with a_new_writer(path) as con:
        a_story(con)
        assert find_faults(con) == []
