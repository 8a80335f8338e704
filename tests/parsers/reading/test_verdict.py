"""Rules and judge together: agreement is surer than either, and the numbers add up."""

import pytest

from parsers.reading.judge import LABELS, Label, Verdict
from parsers.reading.verdict import OUTCOMES, join, weights
from parsers.records import Place, PlaceHit

CITY = frozenset({"kind.city", "match.exact"})


def verdict(label: Label, p: float) -> Verdict:
    rest = (1 - p) / (len(LABELS) - 1)
    return Verdict(
        hit=PlaceHit(start=0, stop=1, text="X", place=Place(name="X", kind="city")),
        in_title=False,
        probabilities=tuple(p if name == label else rest for name in LABELS),
        method="unknown",
        method_probability=0.0,
        assertion="reported",
        assertion_probability=0.0,
        actor_start=None,
        actor_stop=None,
        actor_in_title=False,
        actor_probability=0.0,
    )


def test_every_outcome_has_weights() -> None:
    assert set(weights()) == set(OUTCOMES)


@pytest.mark.parametrize("label", ["gain", "withdrawal", "denied"])
def test_two_readers_agree_more_surely_than_one(label: Label) -> None:
    both, alone = join(verdict(label, 0.8), label, CITY), join(verdict(label, 0.8), None, CITY)
    assert both.outcome == alone.outcome == label
    assert both.confidence > alone.confidence


def test_nothing_said_is_nothing() -> None:
    assert join(verdict("none", 0.95), None, CITY).outcome == "nothing"


def test_a_confidence_is_a_probability() -> None:
    for label in LABELS:
        assert 0.0 <= join(verdict(label, 0.6), "gain", CITY).confidence <= 1.0
