"""Subjects are inherited, passives turned, relatives resolved."""

import pytest

from parsers.knowledge.languages import load_pipeline
from parsers.reading.matching import is_passive, subject_of


@pytest.mark.parametrize(
    ("sentence", "verb", "subject"),
    [
        ("The rebels attacked London and captured Paris.", "captured", "rebels"),
        ("The rebels tried to capture Paris.", "capture", "rebels"),
        ("The rebels, who captured Paris, rested.", "captured", "rebels"),
        ("The fighters seizing Paris were rebels.", "seizing", "fighters"),
    ],
)
def test_a_subject_is_inherited(sentence: str, verb: str, subject: str) -> None:
    token = next(t for t in load_pipeline("en")(sentence) if t.text == verb)
    found = subject_of(token)
    assert found is not None
    assert found.text == subject


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("London was captured by rebels.", True),
        ("Rebels captured London.", False),
        ("London, captured in May, is calm.", True),
    ],
)
def test_passives(sentence: str, passive: bool) -> None:
    token = next(t for t in load_pipeline("en")(sentence) if t.text == "captured")
    assert is_passive(token) is passive
