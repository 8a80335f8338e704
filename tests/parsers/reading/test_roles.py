"""Words in any part of speech: their forms, what stands near, who does it and whom it befalls."""

import pytest
from spacy.tokens import Doc, Token

from parsers.knowledge.languages import ENGLISH, load_pipeline
from parsers.reading.roles import find_doers, find_sufferers, forms_of, stretch


def parse(text: str) -> Doc:
    return load_pipeline(ENGLISH)(text)


def word(text: str, wanted: str) -> Token:
    return next(t for t in parse(text) if t.text == wanted)


@pytest.mark.parametrize(
    ("text", "wanted", "form"),
    [
        ("Banks shuttered since Friday.", "shuttered", "shutter"),
        ("Aid trucks stopped near London.", "stopped", "stop"),
        ("Ferries carried 300 people.", "Ferries", "ferry"),
    ],
)
def test_a_word_is_known_whatever_its_form(text: str, wanted: str, form: str) -> None:
    assert form in forms_of(word(text, wanted))


def test_nobody_marches_on_a_date() -> None:
    assert not forms_of(word("Talks are held on March 18 in London.", "March"))


def test_numbers_bear_a_mark() -> None:
    assert "#" in forms_of(word("Hurt: eleven in London.", "eleven"))


def test_a_stretch_ends_at_a_semicolon() -> None:
    near = [t.text for t in stretch(word("The road is open; soldiers left London.", "soldiers"), 8)]
    assert "left" in near
    assert "road" not in near


def test_a_sentence_keeps_its_first_word() -> None:
    doc = parse("The road is open. Shells fell on London.")
    assert "fell" in [t.text for t in stretch(next(t for t in doc if t.text == "Shells"), 4)]


@pytest.mark.parametrize(
    ("text", "trigger", "doer"),
    [
        ("The rebels shelled the port.", "shelled", "rebels"),
        ("The port was shelled by the rebels.", "shelled", "rebels"),
        ("The shelling by the rebels resumed in London.", "shelling", "rebels"),
        ("The army carried out an evacuation.", "evacuation", "army"),
        ("The minister: no camp has been set up.", ":", "minister"),
    ],
)
def test_who_does_it_is_found_for_verbs_and_nouns(text: str, trigger: str, doer: str) -> None:
    assert doer in [t.text for t in find_doers(word(text, trigger))]


@pytest.mark.parametrize(
    ("text", "trigger", "sufferer"),
    [
        ("The rebels shelled the port.", "shelled", "port"),
        ("The port was shelled by the rebels.", "shelled", "port"),
        ("The bombardment of the port resumed.", "bombardment", "port"),
        ("The men detained by the army are teachers.", "detained", "men"),
    ],
)
def test_whom_it_befalls_is_found_for_verbs_and_nouns(text: str, trigger: str, sufferer: str) -> None:
    assert sufferer in [t.text for t in find_sufferers(word(text, trigger))]
