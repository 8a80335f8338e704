"""A base in a town stands for itself, never for the town."""

from datetime import UTC, datetime

import pytest

from parsers.reading.mentions import read_mentions
from parsers.records import Article


def read(text: str, title: str = "") -> set[tuple[str | None, str | None, str | None]]:
    article = Article(article_id="a", title=title, text=text, published=datetime(2025, 11, 2, tzinfo=UTC))
    return {(m.place, m.place_kind, m.admin1) for m in read_mentions(article) if m.type == "territory_captured"}


@pytest.mark.parametrize(
    ("text", "place", "kind", "admin1"),
    [
        ("The RSF captured the army headquarters in El Fasher on Sunday.", "El Fasher headquarters", "base", "SD-DN"),
        (
            "The RSF seized the base of the army's 22nd Division at Babanusa on Friday.",
            "Babanusa base",
            "base",
            "SD-GK",
        ),
        ("M23 fighters seized Goma airport on Monday.", "Goma airport", "other", "CD-NK"),
        ("Taliban fighters overran an army base in Ghormach district on Tuesday.", "Ghormach base", "base", "AF-BDG"),
    ],
)
def test_a_site_is_captured_and_not_its_town(text: str, place: str, kind: str, admin1: str) -> None:
    assert read(text) == {(place, kind, admin1)}


def test_the_camp_is_the_one_in_the_town_last_told_of() -> None:
    told = read("Fighters of the RSF reached El Fasher on Friday. On Sunday they captured the headquarters.")
    assert ("El Fasher headquarters", "base", "SD-DN") in told


def test_mines_cleared_in_a_town_are_no_site() -> None:
    assert read("The army cleared mines in El Fasher after the RSF had left.") == set()
