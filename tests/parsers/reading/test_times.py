"""What time expressions are found, and which days they mean."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.reading.times import find_times, resolve_time
from parsers.records import When

SUNDAY = date(2021, 8, 15)


def told(text: str, published: date | None = SUNDAY) -> list[str]:
    """Each hit as "words = days"."""
    return [f"{hit.text} = {days(resolve_time(hit, published))}" for hit in find_times(text)]


def days(when: When) -> str:
    if when.start is None or when.end is None:
        return when.precision
    return f"{when.start}" if when.start == when.end else f"{when.start}..{when.end} {when.precision}"


WEEKDAYS = [
    ("captured Jalalabad on Sunday", "Sunday = 2021-08-15"),
    ("Early on Saturday, the Taliban", "Early on Saturday = 2021-08-14"),
    ("late on Saturday", "late on Saturday = 2021-08-14"),
    ("on Saturday night", "Saturday night = 2021-08-14"),
    ("Sunday's fall of Kabul", "Sunday = 2021-08-15"),
    ("SUNDAY", "SUNDAY = 2021-08-15"),
    ("On Tuesday, India had also", "Tuesday = 2021-08-10"),
    ("last Tuesday", "last Tuesday = 2021-08-10"),
    ("last Sunday", "last Sunday = 2021-08-08"),
    ("on Tuesday last week", "Tuesday last week = 2021-08-03"),
    ("a week ago on Sunday", "a week ago on Sunday = 2021-08-08"),
    ("in the early hours of Friday", "early hours of Friday = 2021-08-13"),
    ("at one o'clock on Sunday morning", "at one o'clock on Sunday morning = 2021-08-15"),
    ("on Saturday 4 November 2023", "Saturday 4 November 2023 = 2023-11-04"),
    ("on Tuesday, August 3", "Tuesday, August 3 = 2021-08-03"),
    ("Tuesday 31 October", "Tuesday 31 October = 2020-10-31"),
    ("after Friday prayers", "Friday = 2021-08-13"),
    ("from Friday to Sunday", "Friday to Sunday = 2021-08-13..2021-08-15 week"),
    ("overnight on Saturday", "overnight on Saturday = 2021-08-14"),
    ("on a Saturday", "on a Saturday = unknown"),
]
RELATIVE = [
    ("the city fell today", "today = 2021-08-15"),
    ("We woke up this morning to flags", "this morning = 2021-08-15"),
    ("tonight", "tonight = 2021-08-15"),
    ("yesterday's advance", "yesterday = 2021-08-14"),
    ("yesterday evening", "yesterday evening = 2021-08-14"),
    ("last night", "last night = 2021-08-14"),
    ("overnight", "overnight = 2021-08-15"),
    ("the day before yesterday", "the day before yesterday = 2021-08-13"),
    ("two days ago", "two days ago = 2021-08-13"),
    ("twelve days ago", "twelve days ago = 2021-08-03"),
    ("three days earlier", "three days earlier = unknown"),
    ("two days after the fall", "two days after = unknown"),
    ("the next day", "the next day = unknown"),
    ("a week ago", "a week ago = 2021-08-05..2021-08-11 week"),
    ("last week", "last week = 2021-08-02..2021-08-08 week"),
    ("earlier this week", "earlier this week = 2021-08-09..2021-08-15 week"),
    ("over the weekend", "weekend = 2021-08-14..2021-08-15 week"),
    ("last weekend", "last weekend = 2021-08-07..2021-08-08 week"),
    ("in recent days", "in recent days = 2021-08-08..2021-08-15 week"),
    ("a few days ago", "a few days ago = 2021-08-08..2021-08-14 week"),
    ("over the past few weeks", "over the past few weeks = 2021-07-18..2021-08-15 month"),
    ("killed in the last month", "in the last month = 2021-07-16..2021-08-15 month"),
    ("last month", "last month = 2021-07-01..2021-07-31 month"),
    ("this month", "this month = 2021-08-01..2021-08-15 month"),
    ("two months ago", "two months ago = 2021-06-01..2021-06-30 month"),
    ("a year ago", "a year ago = 2020-01-01..2020-12-31 year"),
    ("two years ago today", "two years ago today = 2019-08-15"),
    ("last year", "last year = 2020-01-01..2020-12-31 year"),
]
ABSOLUTE = [
    ("on Aug 6", "Aug 6 = 2021-08-06"),
    ("on 6 August 2021", "6 August 2021 = 2021-08-06"),
    ("on August 6, 2021", "August 6, 2021 = 2021-08-06"),
    ("on 2021-08-06", "2021-08-06 = 2021-08-06"),
    ("on 06.08.2021", "06.08.2021 = 2021-08-06"),
    ("on 26/08/2020", "26/08/2020 = 2020-08-26"),
    ("on the 6th of August", "6th of August = 2021-08-06"),
    ("on 6 Aug.", "6 Aug. = 2021-08-06"),
    ("on 16 August", "16 August = 2021-08-16"),
    ("on 20 August", "20 August = 2020-08-20"),
    ("on 29 February", "29 February = 2020-02-29"),
    ("between 3 and 5 August", "3 and 5 August = 2021-08-03..2021-08-05 week"),
    ("August 3-5", "August 3-5 = 2021-08-03..2021-08-05 week"),
    ("from July 30 to August 2", "July 30 to August 2 = 2021-07-30..2021-08-02 week"),
    ("in May", "May = 2021-05-01..2021-05-31 month"),
    ("in October", "October = 2020-10-01..2020-10-31 month"),
    ("in May 2015", "May 2015 = 2015-05-01..2015-05-31 month"),
    ("in May 20 people died", "May = 2021-05-01..2021-05-31 month"),
    ("in early August", "early August = 2021-08-01..2021-08-31 month"),
    ("since March", "March = 2021-03-01..2021-03-31 month"),
    ("last August", "last August = 2020-08-01..2020-08-31 month"),
    ("in May last year", "May last year = 2020-05-01..2020-05-31 month"),
    ("its May offensive", "May = 2021-05-01..2021-05-31 month"),
    ("in 2014", "2014 = 2014-01-01..2014-12-31 year"),
    ("since 2001.", "2001 = 2001-01-01..2001-12-31 year"),
    ("between 2014 and 2016", "2014 and 2016 = 2014-01-01..2016-12-31 year"),
    ("the 2001 invasion", "2001 = 2001-01-01..2001-12-31 year"),
    ("in the spring of 2015", "spring of 2015 = 2015-03-01..2015-05-31 year"),
    ("in the fall of 2015", "fall of 2015 = 2015-09-01..2015-11-30 year"),
    ("last winter", "last winter = 2020-12-01..2021-02-28 year"),
]
FUTURE = [
    ("must leave by Monday", "Monday = 2021-08-16"),
    ("it will reopen on Tuesday", "Tuesday = 2021-08-17"),
    ("next Sunday", "next Sunday = 2021-08-22"),
    ("next week", "next week = 2021-08-16..2021-08-22 week"),
    ("tomorrow", "tomorrow = 2021-08-16"),
    ("prepare to withdraw by the end of August", "the end of August = 2021-08-01..2021-08-31 month"),
    ("troops will leave by 11 September", "11 September = 2021-09-11"),
    ("elections due in October", "October = 2021-10-01..2021-10-31 month"),
]
SILENT = [
    "May said she may march on.",
    "the march on Kabul",
    "He sat for eight months, for two days.",
    "In two seconds it fell; the fall of Kabul; this fall of a city.",
    "The Sunday Times, Black Friday and every Friday",
    "Arsenal won 2-1 at 15.30",
    "at 4 pm",
    "the 1990s",
    "He marched 2014 men past 2,000 houses.",
    "the March 23 Movement",
    "on Fridays",
    "06/08/2021",
    "31 February",
]


@pytest.mark.parametrize(("text", "expected"), WEEKDAYS + RELATIVE + ABSOLUTE)
def test_an_expression_means_these_days(text: str, expected: str) -> None:
    assert told(text) == [expected]
    assert not find_times(text)[0].future


@pytest.mark.parametrize(("text", "expected"), FUTURE)
def test_what_is_to_come_is_resolved_forward(text: str, expected: str) -> None:
    assert told(text) == [expected]
    assert find_times(text)[0].future


@pytest.mark.parametrize("text", SILENT)
def test_other_senses_are_no_times(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", [text for text, _ in WEEKDAYS[:10] + RELATIVE])
def test_relative_days_stay_unknown_without_a_day_of_publication(text: str) -> None:
    assert [resolve_time(hit, None) for hit in find_times(text)] == [When()]


@pytest.mark.parametrize(
    ("text", "expected"), [("on 6 August 2021", "2021-08-06"), ("on 6 August", "unknown"), ("in May", "unknown")]
)
def test_only_full_dates_resolve_without_a_day_of_publication(text: str, expected: str) -> None:
    assert days(resolve_time(find_times(text)[0], None)) == expected


def test_what_was_said_of_the_past_stays_past() -> None:
    assert told("He will not let this go on, Ghani said on Saturday.") == ["Saturday = 2021-08-14"]
    assert told("By Friday the town had fallen.") == ["Friday = 2021-08-13"]


def test_a_dateline_only_dates_the_article() -> None:
    first, second = find_times("KABUL, Aug 6 (Reuters) - The Taliban overran Zaranj on Friday.")
    assert (first.text, first.dateline) == ("Aug 6", True)
    assert (second.text, second.dateline, second.cue) == ("Friday", False, "on")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three hours later", "2021-08-06"),
        ("that night", "2021-08-06"),
        ("the same day", "2021-08-06"),
        ("two days later", "2021-08-08"),
        ("a week earlier", "2021-07-30"),
        ("the next morning", "2021-08-07"),
        ("the previous day", "2021-08-05"),
        ("months later", "unknown"),
    ],
)
def test_what_hangs_on_an_event_needs_its_day(text: str, expected: str) -> None:
    (hit,) = find_times(text)
    assert days(resolve_time(hit, SUNDAY, anchor=date(2021, 8, 6))) == expected
    assert resolve_time(hit, SUNDAY) == When()


WORDS = [
    *("Sunday", "on", "May", "3", "-", "to", "2014", "in", "late", "of", "week", "ago", "two", "the", "last", "August"),
    *(",", "\n", "’s", "12.08.2021", "overnight", "fall", "until", "early", "a", "few", "days", "31", "February"),
]
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))


@given(TEXTS, st.one_of(st.none(), st.dates()))
@settings(max_examples=150, deadline=None)
def test_hits_are_slices_apart_and_in_order(text: str, published: date | None) -> None:
    end = 0
    for hit in find_times(text):
        assert text[hit.start : hit.stop] == hit.text
        assert end <= hit.start < hit.stop
        end = hit.stop
        when = resolve_time(hit, published)
        assert (when.start is None) == (when.end is None) == (when.precision == "unknown")
        assert when.start is None or when.end is None or when.start <= when.end


@pytest.mark.parametrize("piece", ["1", " ", "1,", "\n", "Sunday "])
def test_long_odd_texts_take_linear_time(piece: str) -> None:
    begun = process_time()
    find_times(piece * (200_000 // len(piece)))
    assert process_time() - begun < 8
