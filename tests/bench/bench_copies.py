"""Prints what near copies cost: 5,000 new articles, and 100, against 10,000, 100,000 and 300,000; asserts nothing.

Run: python -m tests.bench.bench_copies [STORED...]
"""

import random
import resource
import sys
import tempfile
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from time import perf_counter, process_time

from flows.copies import load_copies
from tests.warehouse.rows import article_row
from warehouse.connection import Connection, open_writer, transaction
from warehouse.copies import find_copies
from warehouse.load import merge
from warehouse.migrate import migrate

WORDS = [f"w{n}" for n in range(40_000)]
WEIGHTS = list(accumulate(1 / (rank + 8) for rank in range(len(WORDS))))  # as in English: few words make most of a text
LENGTH = 400
CHUNK = 5000
COPIES = 10  # one new article in so many prints a stored text with another first line


def a_text(n: int) -> str:
    """The text of article n, always the same."""
    return " ".join(random.Random(n).choices(WORDS, cum_weights=WEIGHTS, k=LENGTH))  # noqa: S311 - no secret


def store(con: Connection, texts: Iterator[str], first: int) -> None:
    """Articles as a run would store them, one outlet each in turn."""
    rows = [article_row(f"{n:08}", n, text=text, outlet=f"Paper {n % 97}") for n, text in enumerate(texts, first)]
    with transaction(con):
        merge(con, "article", rows)


def measure(con: Connection, what: str, count: int, first: int) -> None:
    """New articles in; what sketching and comparing them costs, and the whole with credits and groups."""
    store(
        con,
        (f"From our desk: {a_text(n // 2)}" if n % COPIES == 0 else a_text(n) for n in range(first, first + count)),
        first,
    )
    for step in ("sketch and compare", "all, with credits and groups"):
        con.begin()
        begun, worked = perf_counter(), process_time()
        pairs = sum(len(found.pairs) for found in find_copies(con)) if step.startswith("sketch") else load_copies(con)
        seconds, work = perf_counter() - begun, process_time() - worked
        found = f"{pairs} pairs" if isinstance(pairs, int) else f"{len(pairs)} other roots"
        print(f"{what:<34}{step:<30}{seconds:8.3f} s {work:8.3f} s of processor {found:>20}")
        con.rollback() if step.startswith("sketch") else con.commit()


def main(sizes: list[int]) -> None:
    """Store, then measure at each size."""
    with tempfile.TemporaryDirectory() as folder, open_writer(Path(folder) / "w.duckdb") as con:
        migrate(con)
        stored, spent = 0, 0.0
        for size in sorted(sizes):
            while stored < size:
                store(con, map(a_text, range(stored, stored + CHUNK)), stored)
                begun = perf_counter()
                with transaction(con):
                    load_copies(con)
                spent += perf_counter() - begun
                stored += CHUNK
            print(f"{stored:,} stored, grouped in {spent:.1f} s")
            measure(con, f"5,000 new against {stored:,}", 5000, stored)
            measure(con, f"100 new against {stored + 5000:,}", 100, stored + 5000)
            stored += CHUNK
            con.execute("checkpoint")
        print(f"file {(Path(folder) / '.w.duckdb.writer').stat().st_size / 1e6:.0f} MB", end=", ")
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000, 300_000])
