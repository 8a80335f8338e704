"""What is printed: nothing lost in a pipe, nothing that steers a terminal."""

import io
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from flows.show import as_cell, as_json, shorten, write_csv, write_json, write_table


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        (float("inf"), None),
        (2**70, 2**70),
        (Decimal("1.50"), 1.5),
        (Decimal("12345678901234567890.5"), "12345678901234567890.5"),
        (Decimal(2**100), 2**100),
        (Decimal("NaN"), None),
        (date(2021, 8, 15), "2021-08-15"),
        (datetime(2021, 8, 15, 12, tzinfo=timezone(timedelta(hours=4, minutes=30))), "2021-08-15T07:30:00Z"),
        (datetime(2021, 8, 15, 12, tzinfo=UTC).replace(tzinfo=None), "2021-08-15T12:00:00"),
        ([{"a": float("nan")}], [{"a": None}]),
        (b"\x00\xff", "AP8="),
        (timedelta(hours=1), "1:00:00"),
        (True, True),
    ],
)
def test_values_as_json(value: object, expected: object) -> None:
    assert as_json(value) == expected
    json.dumps(as_json(value), allow_nan=False)


def test_cells_cannot_steer_a_terminal() -> None:
    assert as_cell("\x1b[31mred\nline\u202e\x07") == " [31mred line  "
    assert as_cell(None) == ""
    assert as_cell(["é"]) == '["é"]'


def test_shorten_cuts_between_words() -> None:
    assert shorten("The Taliban captured Khost on Sunday", 24) == "The Taliban captured…"
    assert shorten("short") == "short"


def test_json_is_one_array() -> None:
    out = io.StringIO()
    write_json([{"a": 1}, {"a": None}], out)
    assert json.loads(out.getvalue()) == [{"a": 1}, {"a": None}]


def test_csv_quotes_and_keeps_null_empty() -> None:
    out = io.StringIO()
    write_csv(["a", "b"], [('say "x", y', None), ([1], True)], out)
    assert out.getvalue() == 'a,b\n"say ""x"", y",\n[1],true\n'


def test_markup_of_a_text_is_text() -> None:
    out = io.StringIO()
    write_table(["a[b]"], [("[red]x[/red] :smile:",)], out)
    assert "[red]x[/red] :smile:" in out.getvalue()
    assert "a[b]" in out.getvalue()
