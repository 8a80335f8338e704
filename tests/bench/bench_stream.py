"""Prints what each thousand articles of a long stream cost to load, with events, ledger, alerts; asserts nothing.

Run: python -m tests.bench.bench_stream [ARTICLES [PROVINCES]]. The mentions are made up, so that the extractor
costs nothing; all behind it is the real `load_reading`. The news moves on: each month other provinces have most of
it. Seconds are of the processor, since other programs may have the machine.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import process_time

from flows.batch import BATCH_DOCUMENTS, ReadDocument
from parsers.records import Report
from tests.factories import a_report
from tests.readings import load_all, read_documents
from warehouse.check import find_faults
from warehouse.connection import open_writer

START = datetime(2021, 1, 1, tzinfo=UTC)
A_DAY = 150  # articles
FRONT = 12  # provinces with most of the news of a month
STEP = 1000
MEASURED = 5  # thousands
OTHER = ("attack", "casualty_report", "statement", "armed_clash", "displacement")
WORDS = [f"word{n:04}" for n in range(5000)]  # no two articles are near copies: see bench_copies for these


def find_articles(count: int, provinces: int) -> Iterator[ReadDocument]:
    """One article after the other: three mentions each, every fifth tells a change of control."""
    dice = random.Random(1)  # noqa: S311 - a stream, no secret
    for n in range(count):
        published = START + timedelta(days=n // A_DAY, minutes=n % A_DAY)
        yield read_documents(_make_reports(n, published, provinces, dice))[0]


def _make_reports(n: int, published: datetime, provinces: int, dice: random.Random) -> list[Report]:
    month = (published - START).days // 30
    reports = []
    for part in range(3):
        front = dice.random() < 0.7
        number = (month * FRONT + dice.randrange(FRONT)) % provinces if front else dice.randrange(provinces)
        change = part == 0 and n % 5 == 0
        day = (published - timedelta(days=dice.randrange(3))).date()
        place = {"admin1": f"AF-{number:03}", "place": f"Town {number}", "place_id": f"p{number}"}
        reports.append(
            a_report(
                article_id=f"a{n:06}",
                published=published,
                outlet=f"Outlet {dice.randrange(60)}",
                root_source=dice.choice(["AFP", "AP", "Reuters", None]),
                type="territory_captured" if change else dice.choice(OTHER),
                actor=dice.choice(["Taliban", "Taliban", "ISKP", "Afghan government"]),
                day=day,
                start=part,
                quote=" ".join(dice.choices(WORDS, k=30)),
                **place,
            )
        )
    return reports


def main(count: int, provinces: int) -> None:
    """Measure five thousand at the start, in the middle, at the end; in between larger batches give the same rows."""
    if count < 4 * MEASURED * STEP:
        raise SystemExit(f"at least {4 * MEASURED * STEP:,} articles are needed to see any growth")
    with tempfile.TemporaryDirectory() as folder:
        db, stream, loaded = Path(folder) / "w.duckdb", find_articles(count, provinces), 0
        medians = []
        for start in (2 * STEP, count // 2, count - MEASURED * STEP):
            while loaded < start:
                loaded += _load(db, stream, size=STEP)[0]
            costs = [_load(db, stream, size=BATCH_DOCUMENTS)[1] for _ in range(MEASURED)]
            loaded += MEASURED * STEP
            medians.append(sorted(costs)[MEASURED // 2])
            spread = f"({min(costs):.2f} to {max(costs):.2f})"
            print(f"after {start:8,} articles {medians[-1]:6.2f} s a thousand {spread}", flush=True)
        print(f"{medians[-1] / medians[0]:.2f} times as much at the end")
        with open_writer(db) as con:
            for table in ("mention", "event", "control_ledger", "alert"):
                print(f"{table:<16}{con.table(table).shape[0]:10,} rows")
            print(f"{'faults':<16}{len(find_faults(con)):10}")


def _load(db: Path, stream: Iterator[ReadDocument], *, size: int) -> tuple[int, float]:
    """The next thousand articles in, their number and seconds out."""
    found = list(islice(stream, STEP))
    since = process_time()
    load_all(db, found, size=size, now=START)
    return len(found), process_time() - since


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:3]]
    main(*words, *(100_000, 400)[len(words) :])
