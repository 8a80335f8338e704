"""What is worth a mention: agreement, sure rules, and no gain by nobody."""

from parsers.reading.clues import find_clues
from parsers.reading.readers import read_both
from parsers.reading.telling import Clue
from parsers.records import Article


def clues(text: str) -> list[Clue]:
    both = read_both(Article(article_id="a", title="", text=text))
    return list(find_clues(both)) if both else []


def test_both_readers_make_one_clue_a_place() -> None:
    found = clues("The Taliban captured Kunduz and Herat on Sunday.")
    assert sorted(c.found.hit.place.name for c in found) == ["Herat", "Kunduz"]


def test_a_plan_is_kept_as_unreal() -> None:
    (clue,) = clues("The Taliban plan to capture Kunduz.")
    assert (clue.joined.outcome, clue.modality) == ("unreal", "planned")


def test_somebody_must_have_left() -> None:
    found = clues("Kunduz was abandoned, to the sorrow of the army's friends.")
    assert all(c.actor for c in found if c.joined.outcome == "withdrawal")


def test_held_since_a_day_is_a_capture_of_that_day() -> None:
    found = clues("Kunduz has been held by the Taliban since April 2020.")
    assert {c.joined.outcome for c in found} & {"gain", "background"}
