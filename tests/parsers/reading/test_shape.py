"""What the surroundings of a place look like."""

import pytest

from parsers.reading.shape import find_shape
from parsers.records import Place, PlaceHit, PlaceKind


def hit(text: str, name: str, kind: PlaceKind) -> PlaceHit:
    at = text.index(name)
    return PlaceHit(start=at, stop=at + len(name), text=name, place=Place(name=name, kind=kind))


@pytest.mark.parametrize(
    "text",
    [
        "Khanaqin, in Diyala, was vacated.",
        "Zaranj, the capital of Diyala, fell.",
        "Zaranj in Diyala fell.",
        "Obe district of Diyala fell.",
    ],
)
def test_the_larger_place_behind_is_a_container(text: str) -> None:
    name = text.split(",")[0].split()[0]
    hits = [hit(text, name, "city"), hit(text, "Diyala", "province")]
    assert "container" in find_shape(hits[1], text, hits)
    assert "container" not in find_shape(hits[0], text, hits)


def test_a_list_holds_no_container() -> None:
    text = "Zaranj and Herat fell."
    hits = [hit(text, "Zaranj", "city"), hit(text, "Herat", "city")]
    assert "container" not in find_shape(hits[1], text, hits)


def test_a_name_that_heads_its_line_is_a_heading() -> None:
    text = "FARAH. No change.\n14:48 - Orikhiv: quiet."
    assert "heading" in find_shape(hit(text, "FARAH", "province"), text, [])
    assert "heading" in find_shape(hit(text, "Orikhiv", "city"), text, [])


def test_the_preposition_before_is_told() -> None:
    text = "They fled to Herat."
    assert "after.to" in find_shape(hit(text, "Herat", "city"), text, [])
