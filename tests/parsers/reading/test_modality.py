"""One sentence, one trigger: is it told as a fact?"""

from datetime import date

import pytest

from parsers.knowledge.languages import load_pipeline
from parsers.reading.modality import is_background, read_modality
from parsers.records import When

TABLE = [
    ("The rebels captured London.", "capture", "actual"),
    ("The rebels have captured London.", "capture", "actual"),
    ("The rebels will capture London.", "capture", "planned"),
    ("The rebels could capture London.", "capture", "hypothetical"),
    ("The rebels want to capture London.", "capture", "planned"),
    ("The rebels managed to capture London.", "capture", "actual"),
    ("The rebels failed to capture London.", "capture", "negated"),
    ("The rebels have not captured London.", "capture", "negated"),
    ("If the rebels captured London, the road would open.", "capture", "hypothetical"),
    ("Residents fear the fall of London.", "fall", "hypothetical"),
    ("The fall of London stunned the capital.", "fall", "actual"),
    ("An official could confirm that London had fallen.", "fall", "actual"),
    ("Have the rebels captured London?", "capture", "hypothetical"),
    ("London was the first city to fall.", "fall", "actual"),
    ("London would be the first city to fall.", "fall", "hypothetical"),
    ("No city has fallen.", "fall", "negated"),
    ("Whoever captured London captured the country.", "capture", "hypothetical"),
    ("The rebels advanced to capture London.", "capture", "planned"),
]


@pytest.mark.parametrize(("sentence", "lemma", "expected"), TABLE)
def test_stances(sentence: str, lemma: str, expected: str) -> None:
    trigger = next(t for t in load_pipeline("en")(sentence) if t.lemma_.lower() == lemma)
    assert read_modality(trigger) == expected


def test_older_than_a_fortnight_is_background() -> None:
    published = date(2021, 8, 15)
    old, recent = (
        When(start=date(2021, 7, 31), end=date(2021, 7, 31)),
        When(start=date(2021, 8, 1), end=date(2021, 8, 1)),
    )
    assert is_background(old, published)
    assert not is_background(recent, published)
    assert not is_background(When(), published)
    assert not is_background(old, None)
