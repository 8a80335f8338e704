"""Floors under our own gold of the other event types, a set each: raised on purpose, never lowered."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

OWN = Path(__file__).parent / "gold"


class Floor(NamedTuple):
    recall: float
    precision: float  # of the types that the gold lists completely


# other_more was written before the reader's errors were read, and its second half was never looked at for them.
FLOORS = {
    "other_tuning": Floor(recall=0.91, precision=0.91),
    "other_more": Floor(recall=0.80, precision=0.86),
    "tuning": Floor(recall=0.86, precision=0.90),
}


@pytest.fixture(scope="module", params=FLOORS)
def scored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    name: str = request.param
    found = tmp_path_factory.mktemp("own") / "mentions.jsonl"
    words = [sys.executable, "-m", "flows.cli", "extract", str(OWN / name / "articles.jsonl"), "--format", "jsonl"]
    with found.open("wb") as out:
        subprocess.run(words, check=True, stdout=out)
    scorer = [sys.executable, str(OWN / "score.py"), "mentions", str(OWN / name), str(found), "--json"]
    done = subprocess.run(scorer, check=True, capture_output=True, text=True)
    return name, json.loads(done.stdout)["other"]


def test_other_events_are_found(scored: tuple[str, dict[str, Any]]) -> None:
    name, other = scored
    assert other["recall"] >= FLOORS[name].recall


def test_what_is_read_is_right(scored: tuple[str, dict[str, Any]]) -> None:
    name, other = scored
    assert other["precision"] >= FLOORS[name].precision
