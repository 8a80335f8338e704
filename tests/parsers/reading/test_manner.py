"""How a place changed hands, by the words of its sentence."""

import pytest

from parsers.reading.manner import is_gain, read_manner


@pytest.mark.parametrize(
    ("kind", "method", "sentence", "expected"),
    [
        (
            "territory_captured",
            "unknown",
            "They took it without a fight.",
            ("territory_taken_peacefully", "without_fight"),
        ),
        ("territory_captured", "unknown", "They took it after heavy fighting.", ("territory_captured", "fought")),
        ("territory_captured", "unknown", "They took it.", ("territory_captured", "unknown")),
        ("territory_taken_peacefully", "handover", "Elders gave it up.", ("territory_taken_peacefully", "handover")),
        ("territory_regained", "unknown", "They are back, unopposed.", ("territory_regained", "without_fight")),
    ],
)
def test_manner(kind: str, method: str, sentence: str, expected: tuple[str, str]) -> None:
    found = read_manner(kind, method, sentence)  # type: ignore[arg-type]
    assert (found.type, found.method) == expected


def test_a_withdrawal_is_no_gain() -> None:
    assert is_gain("territory_regained")
    assert not is_gain("territory_lost_or_withdrawn")
