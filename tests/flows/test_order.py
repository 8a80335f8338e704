"""Any order of arrival, in batches of any size: the same events, ledger and alerts in the warehouse."""

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.batch import ReadDocument, read_document
from flows.files import read_file
from flows.pages import PageReader
from parsers.records import Document
from tests.readings import load_all, read_documents, read_standing, standing_after
from tests.stories import LAW, some_news
from warehouse.connection import open_writer

STREAM = Path(__file__).parents[2].parent / "shared" / "gold" / "dev_stream" / "stream.jsonl"
SIZES = (1, 7, 30)


@settings(max_examples=4, deadline=None, phases=LAW)
@given(some_news(), st.sampled_from(SIZES), st.randoms(use_true_random=False))
def test_order_and_size_of_batches_are_irrelevant_and_a_second_time_adds_nothing(
    reports: list[Any], size: int, dice: random.Random
) -> None:
    found = read_documents(reports)
    mixed = dice.sample(found, len(found))
    with tempfile.TemporaryDirectory() as folder:
        whole = standing_after(Path(folder) / "whole.duckdb", found, size=100)
        parts = Path(folder) / "parts.duckdb"
        assert standing_after(parts, mixed, size=size) == whole
        load_all(parts, found, size=size)
        with open_writer(parts) as con:
            assert read_standing(con) == whole


@pytest.fixture(scope="module")
def stream() -> list[ReadDocument]:
    """The gold stream as our own reader reads it."""
    if not STREAM.exists():
        pytest.skip("the gold stream is not on this machine")
    with PageReader(max_body=1_000_000) as pages:
        documents = read_file(STREAM, source=str(STREAM), cap=1_000_000)
        outcomes = [one for d in documents if isinstance(d, Document) for one in read_document(d, pages)]
    return [one for one in outcomes if isinstance(one, ReadDocument)]


@pytest.mark.parametrize(
    "sizes", [(1, 7, 30), pytest.param((1, 7, 7, *[30] * 17), marks=pytest.mark.slow)], ids=["a few", "twenty"]
)
def test_shuffles_of_the_stream_in_batches_of_one_seven_and_thirty_are_equal(
    stream: Sequence[ReadDocument], tmp_path: Path, sizes: Sequence[int]
) -> None:
    whole = standing_after(tmp_path / "whole.duckdb", stream, size=100)
    assert len(whole["alert"]) > 20
    for seed, size in enumerate(sizes):
        mixed = random.Random(seed).sample(stream, len(stream))  # noqa: S311 - a shuffle, no secret
        assert standing_after(tmp_path / f"{seed}.duckdb", mixed, size=size) == whole, f"seed {seed}, batches of {size}"
