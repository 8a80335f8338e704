"""Near copies by MinHash: found at any order of arrival, short texts only where equal, sketches of a known make."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.rows import a_writer, article_row
from warehouse.connection import Connection, transaction
from warehouse.copies import find_copies, read_algorithm
from warehouse.load import merge

WORDS = [f"{a}{b}{c}" for a in ("ka", "lo", "mi", "ru", "te") for b in ("ban", "dor", "sil", "vek") for c in "aeiou"]
GOLDEN = (
    "hash() or the splitting of words has changed in this DuckDB. Nothing is lost: the mark in the algorithm's name"
)
GOLDEN += " changes too, and all texts are sketched anew at the next run. Put the new values here if that is meant."


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with a_writer(tmp_path / "w.duckdb") as con:
        yield con


def a_text(seed: int, words: int = 200) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))  # noqa: S311 - no secret


def pairs_of(con: Connection, *texts: str, chunk: int = 5000) -> set[tuple[str, str]]:
    """The pairs among texts a1, a2, ..., which arrive in this order."""
    with transaction(con):
        merge(con, "article", [article_row(f"a{n}", n, text=text) for n, text in enumerate(texts, 1)])
        return {tuple(sorted(pair)) for found in find_copies(con, chunk=chunk) for pair in found.pairs}  # type: ignore[misc]


def test_the_sketch_is_of_a_known_make(con: Connection) -> None:
    pairs_of(con, "The Taliban captured Khost on Sunday, residents said.", a_text(1))
    assert read_algorithm(con) == "minhash-64x3-v1-12db3251c725be15", GOLDEN
    made = con.execute("select seq, shingles, len(sketch), sketch[1] from copy_sketch order by seq").fetchall()
    assert made == [(1, 1, 1, 3416139697), (2, 198, 61, 30193527)], GOLDEN
    bands = con.execute("select seq, count(*), bit_xor(band) from copy_band group by seq order by seq").fetchall()
    assert bands == [(1, 1, 2085559615), (2, 21, 2238804952)], GOLDEN


def test_a_cut_credit_and_other_spellings_are_a_copy(con: Connection) -> None:
    text = "KABUL, Aug 15 (Reuters) - " + a_text(1)
    words = text.split()
    spelt = " ".join(w + "x" if n % 25 == 0 else w.upper() for n, w in enumerate(words[4:]))
    shortened = " ".join(words[: len(words) * 2 // 3])
    assert pairs_of(con, text, spelt, a_text(2), shortened) == {("a1", "a2"), ("a1", "a4"), ("a2", "a4")}


def test_a_few_shared_sentences_are_no_copy(con: Connection) -> None:
    shared = a_text(9, 40)
    assert pairs_of(con, f"{shared} {a_text(1)}", f"{a_text(2)} {shared}", a_text(3)) == set()


def test_brief_texts_are_copies_only_where_equal(con: Connection) -> None:
    brief = "The Taliban captured the city of Khost on Sunday, residents said, after a day of fighting."
    equal = brief.upper().replace(",", " –")
    assert pairs_of(con, brief, brief.replace("Khost", "Herat"), equal, f"{brief} {a_text(1)}") == {("a1", "a3")}


@pytest.mark.parametrize("chunk", [1, 2, 5000])
def test_each_pair_is_found_however_the_texts_come_in(con: Connection, chunk: int) -> None:
    texts = [a_text(n // 3) + f" {n}" for n in range(9)]
    expected = {(f"a{i}", f"a{j}") for i in range(1, 10) for j in range(i + 1, 10) if (i - 1) // 3 == (j - 1) // 3}
    assert pairs_of(con, *texts, chunk=chunk) == expected


def test_a_text_without_a_word_copies_nothing(con: Connection) -> None:
    assert pairs_of(con, "…", "—", "") == set()
    assert con.execute("select count(*) from copy_sketch").fetchall() == [(3,)]


def test_texts_sketched_in_another_way_are_sketched_anew(con: Connection) -> None:
    pairs_of(con, a_text(1), a_text(1) + " b")
    con.execute("update copy_sketch set algorithm = 'of old'")
    with transaction(con):
        assert [found.pairs for found in find_copies(con)] == [[("a1", "a2")]]
    counts = "select count(*), count(distinct algorithm), (select count(distinct seq) from copy_band) from copy_sketch"
    assert con.execute(counts).fetchall() == [(2, 1, 2)]
    assert list(find_copies(con)) == []
