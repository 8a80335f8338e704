"""Prints rows a second for loading and replacing, and what a publish and the usual questions cost; asserts nothing.

Run: python -m tests.bench.bench_warehouse [ARTICLES]
"""

import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from tests.warehouse.rows import LOADED, alert_row, article_row, event_row, line_row, link_row, mention_row
from warehouse.ask import ask
from warehouse.check import find_faults
from warehouse.connection import open_reader, open_writer, transaction
from warehouse.load import merge, replace_scopes
from warehouse.migrate import migrate
from warehouse.snapshot import publish

MENTIONS_EACH = 5
BATCH = 20_000
BODY = "The Taliban captured Khost on Sunday, residents said. " * 40


@contextmanager
def timed(what: str, rows: int = 0) -> Iterator[None]:
    """Print how long the block takes, and rows a second."""
    start = perf_counter()
    yield
    seconds = perf_counter() - start
    rate = f"{rows / seconds:12,.0f} rows/s" if rows else ""
    print(f"{what:<44}{seconds:9.3f} s{rate}")


def main(articles: int) -> None:
    """Load, replace, publish, ask."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.duckdb"
        _load(path, articles)
        with timed("publish"):
            publish(path)
        print(f"{'size of the snapshot':<44}{path.stat().st_size / 1e6:9.1f} MB")
        _read(path)
    print(f"{'peak memory':<44}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:9.0f} MB")


def _load(path: Path, count: int) -> None:
    with open_writer(path) as con:
        with timed("migrate"):
            migrate(con)
        for first in range(0, count, BATCH):
            numbers = range(first, min(first + BATCH, count))
            articles = [article_row(f"a{n}", n, text=f"{BODY}{n}", published="2021-08-15") for n in numbers]
            mentions = [
                mention_row(a, f"m{i}{a['article_id']}", admin1=f"AF-{a['seq'] % 400}")
                for a in articles
                for i in range(MENTIONS_EACH)
            ]
            with transaction(con):
                with timed(f"merge article ({first:,} known)", len(articles)):
                    merge(con, "article", articles)
                with timed(f"merge mention ({first * MENTIONS_EACH:,} known)", len(mentions)):
                    merge(con, "mention", mentions)
        with timed("merge article again, all known", len(articles)), transaction(con):
            merge(con, "article", articles)
        mine = [m for m in mentions if m["admin1"] == "AF-7"]
        by_id = {a["article_id"]: a for a in articles}
        events = [event_row(by_id[m["article_id"]], f"e{m['mention_id']}", admin1="AF-7") for m in mine]
        given = {
            "events": events,
            "links": [link_row(e, m) for e, m in zip(events, mine, strict=True)],
            "ledger": [line_row(events[0], "l1")],
            "alerts": [alert_row(events[0], "x1")],
        }
        for what in ("replace one scope, new", "replace one scope, unchanged"):
            with timed(what, len(events)), transaction(con):
                replace_scopes(con, ["AF-7"], **given, now=LOADED)


def _read(path: Path) -> None:
    with timed("open a reader"), open_reader(path):
        pass
    with open_reader(path) as con:
        one = [article_row(f"b{n}", n) for n in range(100)]
        lists = {"article_ids": "article_id", "urls": "url", "text_hashes": "text_hash", "outlets": "outlet"}
        with timed("duplicates_of, 100 candidates"):
            ask(con, "duplicates_of", **{name: [row[column] for row in one] for name, column in lists.items()})
        with timed("reports_in_scopes, one of 400"):
            ask(con, "reports_in_scopes", scopes=["AF-7"])
        with timed("explain_event"):
            ask(con, "explain_event", event_id="em0a7")
        with timed("next_seq"):
            ask(con, "next_seq")
        with timed("control_now"):
            con.execute("from control_now").fetchall()
        with timed("event_coverage"):
            con.execute("select count(*) from event_coverage where outlets > 0").fetchall()
        with timed("find_faults"):
            faults = find_faults(con)
        print(f"{'faults':<44}{len(faults):9}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else BATCH)
