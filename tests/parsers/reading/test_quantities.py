"""How many of what a text says."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.reading.numbers import read_number
from parsers.reading.quantities import find_quantities


def told(text: str) -> list[tuple[str, int | None, int | None, str]]:
    return [(q.what, q.low, q.high, q.op) for q in (hit.quantity for hit in find_quantities(text))]


ONE = [
    ("94 insurgents had been killed", ("killed", 94, 94, "exactly")),
    ("They left behind nine bodies.", ("killed", 9, 9, "exactly")),
    ("killing at least 23.", ("killed", 23, None, "at_least")),
    ("a death toll of 45", ("killed", 45, 45, "exactly")),
    ("More than 1,000 people have been killed in Afghanistan", ("killed", 1000, None, "more_than")),
    ("Two health staff injured by stray fire", ("wounded", 2, 2, "exactly")),
    ("Some 26,000 people have fled toward Tawila", ("displaced", 26000, 26000, "about")),
    ("over 5.6 million displaced", ("displaced", 5_600_000, None, "more_than")),
    ("Finland will evacuate 130 Afghans", ("evacuated", 130, 130, "exactly")),
    ("increase troop deployment by 2,000 to 5,000 to evacuate civilians", ("troops", 2000, 5000, "exactly")),
    ("sent three thousand troops", ("troops", 3000, 3000, "exactly")),
    ("between 20 and 30 civilians", ("people", 20, 30, "exactly")),
    ("up to 7,000 arrivals", ("arrivals", None, 7000, "fewer_than")),
    ("dozens of soldiers were killed", ("killed", None, None, "about")),
    ("several hundred families", ("people", None, None, "about")),
    ("a dozen fighters", ("troops", 12, 12, "exactly")),
    ("three hundred prisoners", ("prisoners", 300, 300, "exactly")),
    ("captured five districts", ("districts", 5, 5, "exactly")),
    ("a third of the country", ("share", 33, 33, "exactly")),
    ("60% of the city", ("share", 60, 60, "exactly")),
    ("one soldier was killed", ("killed", 1, 1, "exactly")),
]
MANY = [
    ("killed 12 soldiers and wounded 19.", [("killed", 12, 12, "exactly"), ("wounded", 19, 19, "exactly")]),
    ("12 dead and 30 missing", [("killed", 12, 12, "exactly"), ("missing", 30, 30, "exactly")]),
    ("Five agencies have relocated 62 staff", [("agencies", 5, 5, "exactly"), ("evacuated", 62, 62, "exactly")]),
    (
        "controls more than half of Afghanistan's 34 provinces",
        [("share", 50, None, "more_than"), ("provinces", 34, 34, "exactly")],
    ),
]
SILENT = [
    "on 6 August 2021 at 15:30, in 2014",
    "a 12-year-old boy; Ahmad, 34, said",
    "for 20 years, 40 km from the city",
    "no one died",
    "$5 million",
    "won 3-1 with 2 goals",
    "Highway 1, M23 and the 201st division",
    "",
]


@pytest.mark.parametrize(("text", "expected"), [*((text, [one]) for text, one in ONE), *MANY])
def test_quantities_are_read(text: str, expected: list[tuple[str, int | None, int | None, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_times_ages_and_distances_count_nobody(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.2 million", 1_200_000),
        ("two hundred and six", 206),
        ("thirty-one", 31),
        ("12k", 12_000),
        ("many", None),
        ("", None),
    ],
)
def test_numbers_are_read(text: str, number: int | None) -> None:
    assert read_number(text) == number


WORDS = [
    "12",
    "1,000",
    "killed",
    "and",
    "wounded",
    "at least",
    "two",
    "hundred",
    "people",
    "of",
    "half",
    "-",
    "\n",
    "dozens",
    "to",
    "%",
]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)))
@settings(max_examples=150, deadline=None)
def test_quotes_are_slices_apart_and_in_order(text: str) -> None:
    end = 0
    for hit in find_quantities(text):
        q = hit.quantity
        assert text[hit.start : hit.stop] == q.quote
        assert end <= hit.start < hit.stop
        assert q.low is None or q.high is None or q.low <= q.high
        end = hit.stop


@pytest.mark.parametrize("piece", ["1", "two ", "12 people ", "killed 3 and ", "1.000,"])
def test_long_odd_texts_take_linear_time(piece: str) -> None:
    begun = perf_counter()
    find_quantities(piece * (100_000 // len(piece)))
    assert perf_counter() - begun < 8
