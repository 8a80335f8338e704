"""What was written for a moment: the instant, and how much of it was said."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.stamps import read_stamp


@pytest.mark.parametrize(
    ("written", "at", "precision"),
    [
        ("2021-08-06T18:30:00+00:00", "2021-08-06T18:30", "second"),
        ("2021-08-07T01:00+04:30", "2021-08-06T20:30", "minute"),
        ("2021-08-06T18:30:00.123Z", "2021-08-06T18:30", "second"),
        ("2021-08-06T18:30:00-0400", "2021-08-06T22:30", "second"),
        ("2021-08-06 18:30", "2021-08-06T18:30", "minute"),
        ("2021-08-06", "2021-08-06T00:00", "day"),
        ("2021-08-06T00:00:00+04:30", "2021-08-06T00:00", "day"),
        ("20210806", "2021-08-06T00:00", "day"),
        ("Sun, 15 Aug 2021 18:30:00 GMT", "2021-08-15T18:30", "second"),
        ("1628274600", "2021-08-06T18:30", "second"),
        ("1628274600000", "2021-08-06T18:30", "second"),
        (1628274600, "2021-08-06T18:30", "second"),
        ("August 6, 2021", "2021-08-06T00:00", "day"),
        ("Friday, August 06, 2021 - 11:05", "2021-08-06T00:00", "day"),
        ("6 August 2021, 18:30 GMT", "2021-08-06T18:30", "minute"),
        ("Updated 6th Aug 2021 6:30pm UTC", "2021-08-06T18:30", "minute"),
        ("Published Aug. 6, 2021 at 6:30 p.m. EDT", "2021-08-06T00:00", "day"),
        ("Publié le 6 août 2021 à 18h30", "2021-08-06T00:00", "day"),
        ("1 мая 2022", "2022-05-01T00:00", "day"),
        ("3 de mayo de 2022", "2022-05-03T00:00", "day"),
        ("06.08.2021", "2021-08-06T00:00", "day"),
        ("13/08/2021", "2021-08-13T00:00", "day"),
        ("08/13/2021", "2021-08-13T00:00", "day"),
        ("2021/08/06", "2021-08-06T00:00", "day"),
    ],
)
def test_a_moment_is_read_as_exactly_as_it_was_said(written: object, at: str, precision: str) -> None:
    assert read_stamp(written) == (datetime.fromisoformat(at).replace(tzinfo=UTC), precision)


@pytest.mark.parametrize(
    "written",
    ["06/08/2021", "yesterday", "March 2021", "2021-13-45", "0001-01-01T00:00:00", "18:30", "", None, True, 7],
)
def test_what_is_no_day_or_could_be_two_is_none(written: object) -> None:
    assert read_stamp(written) is None


@given(st.text(max_size=80))
def test_no_text_makes_it_fail(written: str) -> None:
    stamp = read_stamp(written)
    assert stamp is None or stamp.at.tzinfo is UTC


@given(st.integers(min_value=700_000_000, max_value=4_000_000_000))
def test_iso_8601_comes_back(seconds: int) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    stamp = read_stamp(at.isoformat())
    assert stamp is not None
    assert stamp.at == at
