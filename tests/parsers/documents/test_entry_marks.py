"""An entry is read again for another text or a later date, unless its whole feed moves its dates."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.entry_marks import find_changed, has_dates, latest_mark, mark_of
from parsers.records import FeedItem

NOON = datetime(2021, 8, 15, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def an_entry(item_id: str = "1", **known: object) -> FeedItem:
    fields = {"link": None, "title": "Herat falls", "summary": "s", "content": "", "published": NOON}
    return FeedItem(item_id=item_id, **{**fields, **known})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        ({}, {}, False),
        ({}, {"title": "Herat has fallen"}, True),
        ({}, {"summary": "other"}, True),
        ({}, {"content": "more"}, True),
        ({}, {"published": NOON + HOUR}, True),
        ({}, {"updated": NOON + HOUR}, True),
        ({"updated": NOON}, {"updated": NOON + HOUR}, True),
        ({"updated": NOON}, {"updated": None}, False),
        ({}, {"published": NOON - HOUR}, False),  # two servers of one outlet may disagree
        ({}, {"published": None}, False),
        ({"published": None}, {}, False),
        ({}, {"language": "en", "link": "https://news.example/1"}, False),
    ],
)
def test_what_counts_as_a_change(before: dict[str, object], now: dict[str, object], changed: bool) -> None:
    entry = an_entry(**now)
    noted = [(entry, mark_of(an_entry(**before))), (an_entry("2"), mark_of(an_entry("2")))]
    assert find_changed(noted) == ([entry] if changed else [])


def later(count: int, *, of: int) -> list[tuple[FeedItem, str]]:
    """So many entries of a feed whose date moved."""
    times = [NOON + HOUR * (number < count) for number in range(of)]
    return [(an_entry(str(n), published=at), mark_of(an_entry(str(n)))) for n, at in enumerate(times)]


@pytest.mark.parametrize(("count", "of", "believed"), [(1, 1, 1), (1, 2, 1), (2, 2, 0), (4, 9, 4), (5, 9, 0)])
def test_dates_that_move_on_most_entries_say_nothing(count: int, of: int, believed: int) -> None:
    assert len(find_changed(later(count, of=of))) == believed


def test_another_text_counts_whatever_the_dates_of_the_feed_do() -> None:
    rewritten = (an_entry("x", title="Herat retaken", published=NOON + HOUR), mark_of(an_entry("x")))
    assert [item.item_id for item in find_changed([*later(9, of=9), rewritten])] == ["x"]


def test_a_mark_of_a_former_version_has_no_dates() -> None:
    assert has_dates(mark_of(an_entry(published=None)))
    assert not has_dates("5f0c")
    assert not has_dates("")


moments = st.none() | st.integers(0, 10**9).map(lambda seconds: datetime.fromtimestamp(seconds + 10**9, UTC))


@given(st.tuples(moments, moments), st.tuples(moments, moments))
def test_a_date_is_news_once(before: tuple[datetime | None, ...], now: tuple[datetime | None, ...]) -> None:
    first, second = (an_entry(published=published, updated=updated) for published, updated in (before, now))
    noted = latest_mark(second, mark_of(first))
    assert find_changed([(second, noted)]) == find_changed([(first, noted)]) == []
