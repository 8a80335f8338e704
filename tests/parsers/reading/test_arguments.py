"""Heads of arguments become places and actors."""

import pytest

from parsers.reading.readers import read_both
from parsers.records import Article


def places(text: str) -> list[tuple[str, str | None, str]]:
    both = read_both(Article(article_id="a", title="", text=text))
    assert both is not None
    return [(r.found.hit.place.name, r.found.hit.place.admin1, r.found.extent) for r in both.rulings]


def actors(text: str) -> set[str | None]:
    both = read_both(Article(article_id="a", title="", text=text))
    assert both is not None
    return {r.actor.name for r in both.rulings if r.actor}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Taliban captured the city of Kunduz.", [("Kunduz", "AF-KDZ", "full")]),
        ("The Taliban captured parts of Kunduz.", [("Kunduz", "AF-KDZ", "partial")]),
        ("The Taliban captured the whole of Kunduz.", [("Kunduz", "AF-KDZ", "full")]),
        ("The Taliban captured the capital of Helmand province.", [("Lashkar Gah", "AF-HEL", "full")]),
        ("The Taliban captured two districts of Helmand province.", [("Helmand", "AF-HEL", "partial")]),
        (
            "The Taliban captured Kunduz, Herat and Ghazni.",
            [("Kunduz", "AF-KDZ", "full"), ("Herat", "AF-HER", "full"), ("Ghazni", "AF-GHA", "full")],
        ),
        ("The Taliban captured Sharana in Paktika.", [("Sharana", "AF-PKA", "full")]),
    ],
)
def test_places(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Fighters of the Taliban captured Kunduz.", "Taliban"),
        ("The Taliban rested. They captured Kunduz.", "Taliban"),
        ("Russia captured Bakhmut from the Ukrainian army.", "Russia"),
        ("Syrian insurgents captured Hama from the army.", "Syrian rebels"),  # the side, where no group of it is named
    ],
)
def test_actors(text: str, actor: str) -> None:
    assert actor in actors(text)
