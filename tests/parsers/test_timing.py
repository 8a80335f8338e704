"""Wrong dates of publication: they neither take the last word in a province nor reorder a stream of another time."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from parsers.records import Alert, Report
from parsers.resolve import resolve
from parsers.timing import settle_times
from tests.factories import KHOST_PROVINCE, a_moment, a_report

TAL, ISKP = "Taliban", "ISKP"


def a_dated(published: str, seen: str, **known: Any) -> Report:
    known.setdefault("root_source", f"Outlet of {published}")
    known.setdefault("article_id", f"a{published}")
    return a_report(published=published, seen=a_moment(seen), **known)


def alerts_of(*reports: Report) -> list[Alert]:
    return list(resolve(reports, home_state=lambda actor, _: actor == "Afghan government").alerts)


def test_an_article_from_next_year_does_not_hide_what_comes_after_it() -> None:
    typo = a_dated("2022-08-15", "2021-08-15", day="2022-08-15")
    later = a_dated("2021-08-17", "2021-08-17T13:00", actor=ISKP, day="2021-08-17")
    again = a_dated("2021-08-20", "2021-08-20T13:00", day="2021-08-20")
    told = alerts_of(typo, later, again)
    assert [(a.kind, a.actor) for a in told] == [("new_capture", TAL), ("new_capture", ISKP), ("captured_again", TAL)]
    assert told[0].published.year == 2022, "an alert says what its article says"


def test_its_days_are_unknown_then_and_those_that_can_be_true_stay() -> None:
    news = a_dated("2021-08-14", "2021-08-14T13:00")
    wrong = a_dated("2022-08-15", "2021-08-15", day="2022-08-14")
    right = a_dated("2022-08-15", "2021-08-15", day="2021-08-14", article_id="b")
    days = [r.mention.date_start for r in settle_times([news, wrong, right])]
    assert days == [None, None, date(2021, 8, 14)]


@pytest.mark.parametrize("other", ["2019-05-01", None])
def test_a_stream_of_the_future_keeps_its_order_and_its_days(other: str | None) -> None:
    stream = [
        a_dated("2027-03-02", "2026-11-24T12:00:03", day="2027-03-02"),
        a_dated("2027-03-05", "2026-11-24T12:00:02", actor=ISKP, day="2027-03-05"),
        a_dated("2027-03-09", "2026-11-24T12:00:01", day="2027-03-09"),
    ]
    archive = [a_dated(other, "2026-11-24", actor=None)] if other else []
    assert settle_times([*archive, *stream]) == [*archive, *stream]
    assert [a.kind for a in alerts_of(*stream)] == ["new_capture", "new_capture", "captured_again"]


def test_a_text_that_was_corrected_under_a_date_of_next_year_is_taken_back_when_that_came() -> None:
    came = a_moment("2021-08-16T13:00")
    first = replace(
        a_dated("2021-08-15", "2021-08-15T13:00", day="2021-08-15"), retired_at=a_moment("2022-08-16"), next_seen=came
    )
    later = a_dated("2021-08-18", "2021-08-18T13:00", actor=ISKP, day="2021-08-18")
    told = resolve([first, later], home_state=lambda *_: False)
    assert [(a.kind, a.actor, a.published) for a in told.alerts] == [
        ("new_capture", TAL, a_moment("2021-08-15")),
        ("denied", TAL, came),
        ("new_capture", ISKP, a_moment("2021-08-18")),
    ]
    assert told.ledger[-1].holder == ISKP


@pytest.mark.parametrize(("published", "moved"), [("2021-08-17T12:00", False), ("2021-08-17T12:01", True)])
def test_two_days_ahead_is_still_believed(published: str, moved: bool) -> None:
    news, ahead = a_dated("2021-08-15", "2021-08-15T13:00"), a_dated(published, "2021-08-15T12:00")
    assert (settle_times([news, ahead])[1] != ahead) is moved


def test_an_article_without_a_date_is_no_news_of_the_day() -> None:
    undated, ahead = a_dated("2026-11-24", "2026-11-24"), a_dated("2027-03-05", "2026-11-24")
    assert settle_times([undated, ahead]) == [undated, ahead]


def test_another_province_does_not_matter() -> None:
    ahead = a_dated("2022-08-15", "2021-08-15")
    elsewhere = a_dated("2021-08-14", "2021-08-15", **{**KHOST_PROVINCE, "admin1": "AF-HER"})
    assert settle_times([ahead, elsewhere]) == [ahead, elsewhere]
