"""Floors under the passages of tests/gold/spotting: raised on purpose, never lowered."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.spotting import score, strip

FOLDER = Path(__file__).parent / "gold" / "spotting"


class Floor(NamedTuple):
    recall: float
    precision: float  # of the types of the closed list
    every: int = 1  # every third passage will do where errors were read


# The passages of held_out were never read.
FLOORS = {
    "one": Floor(recall=0.27, precision=0.72, every=3),
    "two": Floor(recall=0.17, precision=0.66, every=3),
    "held_out": Floor(recall=0.11, precision=0.76),
}


@pytest.mark.parametrize("name", FLOORS)
def test_passages_stay_above_their_floors(name: str) -> None:
    found = score(FOLDER / f"{name}.txt", FLOORS[name].every)
    assert found.recall >= FLOORS[name].recall
    assert found.precision >= FLOORS[name].precision


def test_marks_are_stripped() -> None:
    text, marks = strip("Nobody was [hurt|casualty_report-] as they [fled|displacement].")
    assert text == "Nobody was hurt as they fled."
    assert [(m.at, m.type, m.unreal) for m in marks] == [(11, "casualty_report", True), (24, "displacement", False)]
