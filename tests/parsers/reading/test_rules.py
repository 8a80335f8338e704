"""Rules on small texts: who, what, how real; strays of a list; strangers and those who deny."""

import pytest

from parsers.reading.readers import read_both
from parsers.reading.rules import Ruling
from parsers.records import Article


def rulings(text: str) -> list[Ruling]:
    both = read_both(Article(article_id="a", title="", text=text))
    return list(both.rulings) if both else []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The Taliban captured Kunduz.", "gain"),
        ("The Afghan army recaptured Kunduz.", "regain"),
        ("The Afghan army withdrew from Kunduz.", "withdrawal"),
        ("The Taliban captured most of Kunduz.", "partial"),
        ("The Taliban may capture Kunduz.", "unreal"),
        ("Ten years after the Taliban captured Kunduz, life is quiet.", "background"),
        ("The Afghan army denied that the Taliban had captured Kunduz.", "denied"),
    ],
)
def test_a_ruling_speaks_the_words_of_the_judge(text: str, label: str) -> None:
    assert label in {r.label for r in rulings(text)}


def test_a_place_that_the_parse_hangs_on_a_date_is_found() -> None:
    found = rulings("The Taliban took Kunduz on 5 July and Herat on 6 July.")
    assert {r.found.hit.place.name for r in found} == {"Kunduz", "Herat"}


def test_who_is_not_armed_takes_no_place() -> None:
    assert rulings("The singer captured Kunduz with her voice, the army band said.") == []


def test_who_denies_the_loss_did_not_take_the_place() -> None:
    (ruling,) = rulings("The Afghan army denied that they had captured Kunduz from the Taliban.")
    assert ruling.actor is None or ruling.actor.name is None
