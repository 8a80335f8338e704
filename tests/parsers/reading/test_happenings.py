"""The other 22 event types, read from small articles: who, whom, where, when, how real, how many, on whose word."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from parsers.fusing import TERRITORY
from parsers.reading.happenings import read_happenings
from parsers.reading.mentions import read_mentions
from parsers.reading.readers import open_article
from parsers.records import Article, Mention

SUNDAY = datetime(2021, 8, 15, tzinfo=UTC)
AROUND = "The Taliban and the Afghan army have fought for years.\n\n"


def read(text: str, **known: Any) -> list[Mention]:
    article = Article(article_id="a", title="", text=AROUND + text, **{"published": SUNDAY, **known})
    return [m for m in read_mentions(article) if m.type not in TERRITORY and m.start >= len(AROUND)]


def only(text: str, kind: str, **known: Any) -> Mention:
    (mention,) = [m for m in read(text, **known) if m.type == kind]
    return mention


@pytest.mark.parametrize(
    ("text", "kind", "detail", "actor", "place"),
    [
        ("Taliban fighters attacked a convoy near Kunduz.", "attack", "ground", "Taliban", "Kunduz"),
        ("Russian jets bombed a depot in Kharkiv.", "attack", "air", "Russia", "Kharkiv"),
        ("The Taliban have surrounded Ghazni.", "territory_threatened", "siege", "Taliban", "Ghazni"),
        ("Germany closed its embassy in Kabul.", "embassy_status", "closing", "Germany", "Kabul"),
        ("The Afghan army arrested six men in Herat.", "detention_or_release", "arrest", "Afghan government", "Herat"),
        ("The governor declared a curfew in Kandahar.", "mobilisation_or_security_measure", "curfew", None, "Kandahar"),
    ],
)
def test_who_did_what_where(text: str, kind: str, detail: str, actor: str | None, place: str) -> None:
    found = only(text, kind)
    assert (found.detail, found.place) == (detail, place)
    assert actor is None or found.actor == actor


def test_two_sides_of_a_clash_are_actor_and_target() -> None:
    found = only("Clashes between the Taliban and Afghan forces broke out in Kunduz.", "armed_clash")
    assert (found.actor, found.target) == ("Taliban", "Afghan government")


def test_each_person_of_a_list_is_a_mention() -> None:
    found = read("President Ashraf Ghani and Atta Mohammad Noor fled to Uzbekistan.")
    assert [(m.type, m.actor_text) for m in found if m.place == "Uzbekistan"] == [
        ("leader_flight_or_exit", "President Ashraf Ghani"),
        ("leader_flight_or_exit", "Atta Mohammad Noor"),
    ]


def test_a_surname_keeps_the_side_of_the_full_name() -> None:
    found = read("Afghan President Ashraf Ghani vowed to resist.\n\nGhani vowed to defend Kabul.")
    assert [m.actor for m in found if m.detail == "vows"] == ["Afghan government", "Afghan government"]


@pytest.mark.parametrize(
    ("text", "kind", "numbers"),
    [
        ("At least 30 people were killed in Kunduz.", "casualty_report", [("killed", 30, None)]),
        (
            "Seven soldiers and more than 60 rebels died.",
            "casualty_report",
            [("killed", 7, 7), ("killed", 60, None)],
        ),
        ("At least 43 of his men were killed in Kunduz.", "casualty_report", [("killed", 43, None)]),
        ("A mortar round killed a girl in Kunduz.", "casualty_report", [("killed", 1, 1)]),
        ("Ahmad Karimi and Omar Said were killed in Kunduz.", "casualty_report", [("killed", 2, 2)]),
        ("Six thousand people left Kunduz with the soldiers.", "displacement", [("displaced", 6000, 6000)]),
        ("Canada has sent 200 soldiers to Kabul.", "troop_deployment", [("troops", 200, 200)]),
    ],
)
def test_numbers_say_what_is_counted(text: str, kind: str, numbers: list[tuple[str, int, int | None]]) -> None:
    assert [(q.what, q.low, q.high) for q in only(text, kind).quantities] == numbers


def test_dozens_are_kept_without_a_number() -> None:
    (dead,) = only("Dozens of soldiers were killed in Kunduz.", "casualty_report").quantities
    assert (dead.what, dead.low, dead.high) == ("killed", None, None)


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("Germany will close its embassy in Kabul.", "embassy_status", "planned"),
        ("Officials said Germany would close its embassy in Kabul.", "embassy_status", "planned"),
        ("Germany's embassy in Kabul will remain open.", "embassy_status", "actual"),
        ("The governor ordered the evacuation of children from Kunduz.", "evacuation", "planned"),
        ("Foreign troops prepare to withdraw from Afghanistan.", "troop_withdrawal", "planned"),
        ("Residents fear clashes in Kunduz.", "armed_clash", "hypothetical"),
        ("The Taliban attacked a convoy near Kunduz in May 2015.", "attack", "background"),
    ],
)
def test_how_real(text: str, kind: str, modality: str) -> None:
    assert only(text, kind).modality == modality


def test_an_announcement_dates_no_plan() -> None:
    found = only("Germany said on Saturday it will close its embassy in Kabul.", "embassy_status")
    assert found.date_start is None


def test_the_day_of_the_event_is_read() -> None:
    found = only("The Taliban attacked a convoy near Kunduz on Saturday.", "attack")
    assert (found.date_start, found.date_precision) == (date(2021, 8, 14), "day")


def test_who_only_passes_on_the_news_makes_no_statement() -> None:
    found = read("The defence ministry said the Taliban had attacked a convoy near Kunduz.")
    assert [m.type for m in found] == ["attack"]


def test_a_vow_keeps_its_words_and_is_nobodys_claim() -> None:
    found = only("President Ashraf Ghani vowed not to give up Kabul.", "statement")
    assert (found.detail, found.assertion, found.content) == ("vows", "reported", "not to give up Kabul")


def test_the_killers_own_word_is_a_claim() -> None:
    found = only("The Taliban said they had killed 30 soldiers in Kunduz.", "casualty_report")
    assert (found.assertion, found.root_source) == ("claimed", "claim:Taliban")


def test_a_denied_attack_is_denied() -> None:
    assert only("The Taliban denied that they had attacked a convoy near Kunduz.", "attack").assertion == "denied"


def test_whom_the_next_sentence_cites_vouches_for_that_one_only() -> None:
    found = only("The Taliban attacked Kunduz. The United Nations said 30 people were hungry.", "attack")
    assert found.sources == ()


def test_the_place_of_the_paragraph_is_carried_on() -> None:
    found = only("The rebels entered Kunduz. Two soldiers were killed.", "casualty_report")
    assert found.place == "Kunduz"


def test_numbers_of_a_list_of_places_belong_to_none_of_them() -> None:
    found = only("More than 90 soldiers were killed in Kunduz, Herat and Ghazni.", "casualty_report")
    assert found.place is None


@pytest.mark.parametrize(
    "text",
    [
        "US sends more troops\n\nShops were shut.",
        "IN SPORT: The army team attacked Kunduz and fought for the title.",
        "The Taliban entered Kunduz without fighting.",
        "Hills surround the town of Kunduz.",
        "An attack of nerves kept the army cook from work.",
    ],
)
def test_what_looks_like_an_event_and_is_none(text: str) -> None:
    kinds = {"attack", "armed_clash", "troop_deployment", "territory_threatened"}
    assert not [m for m in read(text) if m.type in kinds and m.modality == "actual"]


def test_peaceful_news_is_not_parsed() -> None:
    article = Article(article_id="a", title="", text="The council of Kunduz met and said the price of bread is fair.")
    context, credit = open_article(article)
    assert read_happenings(context, credit, [], None, []) == []


def test_ids_are_unique_and_evidence_is_a_slice() -> None:
    text = "The Taliban killed 30 soldiers and arrested 12 men in Kunduz, and shelled Herat and Ghazni."
    found = read(text)
    assert len({m.mention_id for m in found}) == len(found) >= 3
    assert all((AROUND + text)[m.start : m.stop] == m.quote for m in found)
