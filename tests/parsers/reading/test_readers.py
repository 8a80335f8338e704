"""Both readers see the same places; datelines act for nobody; odd texts read as nothing."""

import pytest

from parsers.documents.wire import read_credit
from parsers.reading.readers import read_both, read_context
from parsers.records import Article


def test_a_dateline_is_no_topic_and_no_state() -> None:
    text = "AMMAN/BEIRUT, Dec 5 (Reuters) - Syrian insurgents captured Hama."
    context = read_context(Article(article_id="a", title="", text=text), read_credit(text, outlet=None))
    assert {p.text for p in context.places if p.role == "dateline"} == {"AMMAN", "BEIRUT"}
    assert context.states == []


def test_a_shouting_headline_has_no_dateline() -> None:
    text = "Afghanistan's army left on Friday."
    title = "KANDAHAR GONE: Taliban hold birthplace"
    context = read_context(Article(article_id="a", title=title, text=text), read_credit(text, outlet=None))
    assert [(p.place.name, p.role) for p in context.places][:1] == [("Kandahar", "")]


def test_the_judge_sees_the_places_of_the_rules() -> None:
    both = read_both(Article(article_id="a", title="", text="Kunduz is tense. The Taliban captured the city."))
    assert both is not None
    assert {r.found.start for r in both.rulings} <= set(both.verdicts)


ODD = ["", "\n\n\n", "😀", "No war here.", "The Taliban.", "Kunduz.", "a" * 5000, "The Taliban captured\r\nKunduz.\r\n"]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_do_no_harm(text: str) -> None:
    both = read_both(Article(article_id="a", title="", text=text))
    assert both is None or both.context.text == text
