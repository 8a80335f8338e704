"""Due alerts in, who is told and who is not out."""

from typing import Any

import pytest

from flows.settings import AlertSettings
from flows.thresholds import part_by_thresholds


def due(alert_id: str = "a1", **known: Any) -> dict[str, Any]:
    fields = {"kind": "new_capture", "admin1": "AF-KHO", "country": "AF", "actor": "Taliban", "episode": 1}
    more = {"thread_id": "t1", "roots": ["AFP"], "confidence": 0.8, "thread_told": False}
    return {"alert_id": alert_id, **fields, **more, **known}


def told(alerts: list[dict[str, Any]], **settings: Any) -> list[object]:
    wanted, below = part_by_thresholds(alerts, AlertSettings(**settings))
    assert len(wanted) + len(below) == len(alerts)
    return [alert["alert_id"] for alert in wanted]


@pytest.mark.parametrize(
    ("settings", "is_told"),
    [
        ({}, True),
        ({"min_roots": 2}, False),
        ({"min_roots": 1, "weights": {"AFP": 0.5}}, False),
        ({"min_roots": 1, "weights": {"AP": 0.5}}, True),
        ({"min_roots": 2, "weights": {"AFP": 2}}, True),
        ({"min_confidence": 0.8}, True),
        ({"min_confidence": 0.81}, False),
        ({"provinces": ["af-kho", "AF-HER"]}, True),
        ({"provinces": ["AF-HER"]}, False),
        ({"countries": ["AF"]}, True),
        ({"countries": ["SY"]}, False),
        ({"actors": ["taliban"]}, True),
        ({"actors": ["ISKP"]}, False),
    ],
    ids=str,
)
def test_a_threshold_lets_pass_or_not(settings: dict[str, Any], is_told: bool) -> None:
    assert (told([due()], **settings) == ["a1"]) is is_told


def test_a_confidence_that_nobody_measured_silences_nothing() -> None:
    assert told([due(confidence=None)], min_confidence=0.99) == ["a1"]


def test_two_roots_pass_where_one_does_not() -> None:
    second = due("a2", kind="corroborated", roots=["AFP", "AP"])
    assert told([due(), second], min_roots=2) == ["a2"]


@pytest.mark.parametrize(
    ("before", "min_roots", "expected"),
    [
        ([due()], 1, ["a1", "d"]),  # told in the same run
        ([due()], 2, []),
        ([], 2, []),
    ],
    ids=str,
)
def test_whoever_was_told_is_told_of_the_denial_and_nobody_else(
    before: list[dict[str, Any]], min_roots: int, expected: list[str]
) -> None:
    denial = due("d", kind="denied", roots=["AP"])
    assert told([*before, denial], min_roots=min_roots) == expected
    assert told([{**denial, "thread_told": True}], min_roots=2) == ["d"]
