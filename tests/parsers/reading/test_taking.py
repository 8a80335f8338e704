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


def test_forces_that_back_a_side_are_that_side(gains: Gains) -> None:
    told = gains(
        "TRIPOLI, June 27 - Forces backing Libya's internationally recognised government have recaptured Gharyan from "
        "Khalifa Haftar's Libyan National Army (LNA), residents said on Thursday.",
        day=(2019, 6, 27),
    )
    assert taken(told, "Gharyan").actor == "GNA"


def test_of_two_sides_that_act_together_the_first_named_counts(gains: Gains) -> None:
    told = gains("M23 rebels and Rwandan troops captured Goma on Monday, residents said.", day=(2025, 1, 28))
    assert taken(told, "Goma").actor == "M23"


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


@pytest.mark.parametrize(
    "text",
    [
        "The Houthis offered no word on the vessel, which they captured off Hodeidah on Sunday.",
        "The Taliban signed the accord of Washington on Sunday after they had taken the road.",
    ],
)
def test_where_it_lies_or_was_signed_changes_no_hands(gains: Gains, text: str) -> None:
    assert not [m for m in gains(text) if m.place in ("Hodeidah", "Washington")]


def test_districts_of_a_province_are_parts_of_it(gains: Gains) -> None:
    told = gains("Resistance fighters drove the Taliban out of three districts of Baghlan province on Friday.")
    assert all(m.extent == "partial" for m in told if m.place == "Baghlan")


def test_a_role_that_no_group_of_the_text_is_called_by_keeps_its_meaning(gains: Gains) -> None:
    told = gains(
        "ADEN, Aug 11 - Yemeni southern separatists have taken over Aden after four days of battles with their allies "
        "in the war against the Houthi movement, residents said.",
        day=(2019, 8, 11),
    )
    assert taken(told, "Aden").actor == "STC"


def test_the_capital_of_a_province_is_shown_to_the_judge_as_one_name(gains: Gains) -> None:
    told = gains(
        "The capital of Takhar province was in Taliban hands by Sunday evening, an official and two residents said."
    )
    assert taken(told, "Taloqan").actor == "Taliban"


def test_the_head_of_a_communique_is_no_town_told_of(gains: Gains) -> None:
    told = gains(
        "JOINT OPERATIONS COMMAND – BAGHDAD, 5 October 2017\n\nThe army completed today the liberation of Hawija in "
        "Kirkuk province. Daesh had occupied the town since June 2014.",
        day=(2017, 10, 5),
    )
    assert "Baghdad" not in {m.place for m in told}
