"""Short texts in, who took what by whose word out: the clause, the judge's pointing and the article together."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from parsers.reading.mentions import read_mentions
from parsers.records import Article, Mention

GAINS = ("territory_captured", "territory_taken_peacefully", "territory_regained")
Gains = Callable[..., list[Mention]]


@pytest.fixture
def gains() -> Gains:
    def read(text: str, *, title: str = "", day: tuple[int, int, int] = (2021, 8, 15)) -> list[Mention]:
        published = datetime(*day, 12, tzinfo=UTC)
        found = read_mentions(Article(article_id="a", title=title, text=text, published=published))
        return [m for m in found if m.type in GAINS and m.modality in ("actual", "background")]

    return read


def taken(mentions: list[Mention], place: str) -> Mention:
    return next(m for m in mentions if m.place == place)


def test_who_leaves_takes_nothing(gains: Gains) -> None:
    told = gains(
        "Hayat Tahrir al-Sham attacked on Wednesday. By Saturday noon the last units of the Syrian army in Aleppo had "
        "gone, and the fighters were in control of the city, residents said.",
        day=(2024, 12, 1),
    )
    assert all(m.actor != "Syrian government" for m in told)


@pytest.mark.parametrize(
    ("rest", "assertion"),
    [
        (", a claim the army rejected.", "contested"),
        (". The army denied the claim.", "contested"),
        (". The army sent the claim to the press.", "claimed"),
    ],
)
def test_a_claim_that_the_other_side_rejects_is_contested(gains: Gains, rest: str, assertion: str) -> None:
    text = f"Sudan's Rapid Support Forces said on Saturday they had taken control of Singa in Sennar state{rest}"
    assert taken(gains(text, day=(2024, 6, 30)), "Singa").assertion == assertion


def test_an_armed_group_that_tells_of_a_fall_claims_it(gains: Gains) -> None:
    told = gains("KABUL, Aug 13 - The Taliban said on Friday that Ghazni had fallen after two days of siege.")
    assert (taken(told, "Ghazni").actor, taken(told, "Ghazni").assertion) == ("Taliban", "claimed")


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        (
            "Rebels advancing through the Central African Republic on Sunday seized Bambari, sources said.",
            "Bambari",
            15,
        ),
        ("The Taliban entered Farah on Friday. The day before, the group had seized Ghazni.", "Ghazni", 12),
    ],
)
def test_the_day_belongs_to_the_verb_beside_it(gains: Gains, text: str, place: str, day: int) -> None:
    assert taken(gains(text), place).date_start == date(2021, 8, day)


BACKERS = (
    "TRIPOLI, June 27 - Forces backing Libya's internationally recognised government have recaptured Gharyan from "
    "Khalifa Haftar's Libyan National Army (LNA), residents said on Thursday."
)
SOUTHERNERS = (
    "ADEN, Aug 11 - Yemeni southern separatists have taken over Aden after four days of battles with their allies "
    "in the war against the Houthi movement, residents said."
)


@pytest.mark.parametrize(
    ("text", "place", "taker"),
    [
        (BACKERS, "Gharyan", "GNA"),  # whom they back
        (SOUTHERNERS, "Aden", "STC"),  # no group that the text names is called so
    ],
)
def test_who_took_it(gains: Gains, text: str, place: str, taker: str) -> None:
    assert taken(gains(text, day=(2019, 8, 12)), place).actor == taker


def test_a_ship_off_a_town_is_not_the_town(gains: Gains) -> None:
    told = gains("The Houthis offered no word on the vessel, which they captured off Hodeidah on Sunday.")
    assert "Hodeidah" not in {m.place for m in told}


def test_the_first_of_them_is_not_all_of_them(gains: Gains) -> None:
    told = gains(
        "Resistance groups drove the Taliban out of three districts of Baghlan province on Friday, days after the "
        "fall of Kabul, but appear to have lost the first of them again."
    )
    assert "them" not in {m.place_text for m in told}


def test_the_head_of_a_communique_is_no_town_told_of(gains: Gains) -> None:
    told = gains(
        "JOINT OPERATIONS COMMAND – BAGHDAD, 5 October 2017\n\nThe army completed today the liberation of the centre "
        "of Hawija district in Kirkuk province. Daesh had occupied the town since June 2014.",
        day=(2017, 10, 5),
    )
    assert "Baghdad" not in {m.place for m in told}


def test_the_capital_of_a_province_is_one_name(gains: Gains) -> None:
    told = gains("The capital of Takhar province was in Taliban hands by Sunday evening, two residents said.")
    assert taken(told, "Taloqan").place_text == "capital of Takhar"
