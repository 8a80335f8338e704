"""Small articles in, mentions out: what an analyst would note of them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.fusing import TERRITORY
from parsers.reading.mentions import read_mentions
from parsers.records import Article, Mention

SEED = Path(__file__).parents[3] / "seeds" / "articles" / "2021-08-15-jalalabad.txt"
SUNDAY = datetime(2021, 8, 15, tzinfo=UTC)


def read(
    text: str, *, title: str = "", outlet: str | None = None, published: datetime | None = SUNDAY
) -> list[Mention]:
    """The changes of control; the other types have tests of their own (test_happenings.py)."""
    article = Article(article_id="a", title=title, text=text, outlet=outlet, published=published)
    return [m for m in read_mentions(article) if m.type in TERRITORY]


def told(mentions: list[Mention]) -> set[tuple[str, str | None, str | None, str]]:
    return {(m.type.removeprefix("territory_"), m.place, m.actor, m.modality) for m in mentions}


def test_the_seed_article_tells_six_provinces() -> None:
    mentions = [m for m in read(SEED.read_text(encoding="utf-8")) if m.modality == "actual"]
    assert {m.admin1 for m in mentions} == {"AF-NAN", "AF-BAL", "AF-LOG", "AF-DAY", "AF-PKA", "AF-KNR"}
    lost = {(m.admin1, m.actor) for m in mentions if m.type == "territory_lost_or_withdrawn"}
    assert lost == {("AF-BAL", "Afghan government")}
    assert {m.actor for m in mentions if m.type != "territory_lost_or_withdrawn"} == {"Taliban"}


def test_the_seed_cities_fell_without_a_fight_on_that_sunday() -> None:
    mentions = read(SEED.read_text(encoding="utf-8"))
    for admin1 in ("AF-NAN", "AF-BAL"):
        assert "without_fight" in {m.method for m in mentions if m.admin1 == admin1}
        assert {m.date_start for m in mentions if m.admin1 == admin1} == {SUNDAY.date()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Taliban captured Kunduz on Saturday.", ("captured", "Kunduz", "Taliban", "actual")),
        ("Kunduz fell to the Taliban.", ("captured", "Kunduz", "Taliban", "actual")),
        ("Kunduz was seized by Taliban fighters on Saturday.", ("captured", "Kunduz", "Taliban", "actual")),
        ("The Taliban entered Kunduz unopposed.", ("taken_peacefully", "Kunduz", "Taliban", "actual")),
        ("Elders handed Kunduz over to the Taliban.", ("taken_peacefully", "Kunduz", "Taliban", "actual")),
        ("The Afghan army retook Kunduz from the Taliban.", ("regained", "Kunduz", "Afghan government", "actual")),
        ("Afghan forces withdrew from Kunduz.", ("lost_or_withdrawn", "Kunduz", "Afghan government", "actual")),
        ("The Taliban plan to capture Kunduz.", ("captured", "Kunduz", "Taliban", "planned")),
        ("The Taliban could capture Kunduz within days.", ("captured", "Kunduz", "Taliban", "hypothetical")),
        ("The Taliban have not captured Kunduz.", ("captured", "Kunduz", "Taliban", "negated")),
        ("The Taliban failed to capture Kunduz.", ("captured", "Kunduz", "Taliban", "negated")),
        ("The Taliban captured Kunduz in September 2015.", ("captured", "Kunduz", "Taliban", "background")),
    ],
)
def test_constructions(text: str, expected: tuple[str, str, str, str]) -> None:
    assert expected in told(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "The Taliban captured two commanders in Kunduz.",
        "The Afghan army seized drugs in Kunduz, the Taliban said.",
        "Night fell in Kunduz while the Taliban waited.",
        "The team from Kunduz captured the title, to the joy of the army.",
        "The Taliban will never forget Kunduz.",
    ],
)
def test_other_senses_are_silent(text: str) -> None:
    assert not [m for m in read(text) if m.modality == "actual"]


def test_a_denied_claim_is_actual_and_denied() -> None:
    found = read("The Afghan defence ministry denied that Kunduz had fallen to the Taliban.")
    assert [(m.modality, m.assertion) for m in found] == [("actual", "denied")]


def test_only_the_taker_says_so() -> None:
    found = read("The Taliban said they had captured Kunduz.", outlet="Example Post")
    assert [(m.assertion, m.root_source) for m in found] == [("claimed", "claim:Taliban")]


def test_the_losing_side_concedes() -> None:
    found = read("Afghan army officers admitted that Kunduz had fallen to the Taliban.")
    assert {m.assertion for m in found} == {"confirmed"}


def test_parts_of_a_city_are_partial() -> None:
    found = read("The Taliban captured parts of Kunduz on Saturday.")
    assert [m.extent for m in found] == ["partial"]


def test_the_city_means_the_city_named_before() -> None:
    found = read("Fighting raged around Kunduz for days. On Saturday the Taliban captured the city.")
    assert ("captured", "Kunduz", "Taliban", "actual") in told(found)


def test_the_capital_of_a_province_is_its_seat() -> None:
    found = read("The Taliban captured the capital of Helmand on Saturday.")
    assert {(m.place, m.admin1, m.seat) for m in found} == {("Lashkar Gah", "AF-HEL", True)}


def test_without_a_day_of_publication_a_weekday_stays_unknown() -> None:
    found = read("The Taliban captured Kunduz on Saturday.", published=None)
    assert [(m.date_start, m.date_precision) for m in found] == [(None, "unknown")]


def test_a_dateline_is_no_place_of_the_event() -> None:
    found = read("KABUL, Aug 8 (Reuters) - The Taliban captured Kunduz on Sunday, officials said.")
    assert {m.place for m in found} == {"Kunduz"}
    assert {m.root_source for m in found} == {"Reuters"}


WORDS = st.sampled_from(
    [
        "The",
        "Taliban",
        "army",
        "rebels",
        "captured",
        "fell",
        "to",
        "seized",
        "Kunduz",
        "Herat",
        ",",
        ".",
        "not",
        "if",
        "denied",
        "on",
        "Saturday",
        "5,000",
        "“the",
        "city”",
        "\n",
        "withdrew",
        "from",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_every_quote_is_a_slice_of_its_text(text: str) -> None:
    for m in read(text, title="Kunduz falls to Taliban"):
        assert text[m.start : m.stop] == m.quote
        assert m.quote


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Russia's Defence Ministry said its forces had captured the village of Robotyne in Ukraine.", "claimed"),
        ("Russian troops have taken Robotyne, the Kremlin said; Kyiv says fighting for it goes on.", "claimed"),
    ],
)
def test_a_ministry_speaks_for_the_state_that_owns_it(text: str, assertion: str) -> None:
    assert {m.assertion for m in read(text) if m.type == "territory_captured"} == {assertion}


def test_a_headline_is_told_though_the_body_does_not_name_the_place() -> None:
    title, text = "M23 rebels seize Kanyabayonga in eastern Congo", "Two aid workers slept badly. The town was calm."
    article = Article(article_id="a", title=title, text=text, published=SUNDAY)
    (mention,) = (m for m in read_mentions(article) if m.type == "territory_captured")
    assert (mention.place, mention.actor, mention.quote) == ("Kanyabayonga", "M23", "The town was calm.")
