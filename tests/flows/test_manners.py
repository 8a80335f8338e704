"""When a server may be asked again: decided by its answer, the clock and the dice alone."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import FetchError
from flows.manners import (
    LONGEST_PAUSE,
    after_failure,
    after_pages,
    after_success,
    read_backoff,
    read_pause,
    read_retry_after,
    sort_due,
)
from flows.records import FeedState

NOW = datetime(2021, 8, 15, 10, 0, tzinfo=UTC)
URL = "https://news.example/rss"
ENABLE = "take it off the feeds, or `frontwire feeds enable` it"


class Loaded(Random):
    """Dice that always show the same, from 0 up to but not 1."""

    def __init__(self, shows: float) -> None:
        super().__init__()
        self.shows = shows

    def random(self) -> float:
        return self.shows


LOW, HIGH = Loaded(0.0), Loaded(0.999999)


def failing(code: str = "http_500", retry_after: str | None = None) -> FetchError:
    return FetchError(URL, "why", code=code, transient=True, retry_after=retry_after)


def in_seconds(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("1.5", 1.5),
        ("999999999", LONGEST_PAUSE),
        ("Sun, 15 Aug 2021 10:01:00 GMT", 60),
        ("Sunday, 15-Aug-21 10:01:00 GMT", 60),
        ("Sun Aug 15 10:01:00 2021", 60),
        ("Sun, 15 Aug 2021 12:01:00 +0200", 60),
        ("Sun, 15 Aug 2021 09:00:00 GMT", 0),
        ("Fri, 15 Aug 2031 09:00:00 GMT", LONGEST_PAUSE),
        ("-5", None),
        ("soon", None),
        ("١٢", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(said: str | None, seconds: float | None) -> None:
    assert read_retry_after(said, now=NOW) == seconds


@given(st.text(max_size=40))
def test_any_retry_after_is_a_bounded_pause_or_none(said: str) -> None:
    pause = read_retry_after(said, now=NOW)
    assert pause is None or 0 <= pause <= LONGEST_PAUSE


def test_backoff_doubles_with_jitter_up_to_a_day() -> None:
    assert [read_backoff(times, dice=LOW) for times in (1, 2, 3, 4)] == [0.5, 1, 2, 4]
    assert [round(read_backoff(times, dice=HIGH), 3) for times in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert read_backoff(10_000, dice=HIGH) <= LONGEST_PAUSE


def test_a_source_is_slowed_down_from_the_third_failure_on() -> None:
    assert [read_pause(failures, dice=LOW) for failures in (1, 2, 3, 4, 5)] == [0, 0, 450, 900, 1800]
    assert round(read_pause(3, dice=HIGH)) == 900
    assert read_pause(500, dice=LOW) == LONGEST_PAUSE / 2


def test_a_failure_counts_and_keeps_what_was_known() -> None:
    before = FeedState(url=URL, outlet="Example", etag='"v1"', status=200, failures=2, items=("1",), read_at=NOW)
    after = after_failure(before, failing(), now=NOW, dice=LOW)
    assert after == FeedState(
        url=URL, outlet="Example", etag='"v1"', status=500, failures=3, next_read_at=in_seconds(450)
    )
    assert after_failure(before, failing("timeout"), now=NOW, dice=LOW).status is None
    assert after_failure(FeedState(url=URL), failing(), now=NOW, dice=LOW).next_read_at is None


def test_a_server_that_asks_for_a_pause_gets_it_at_the_first_failure() -> None:
    for code in ("http_429", "http_503"):
        after = after_failure(FeedState(url=URL), failing(code, "3600"), now=NOW, dice=LOW)
        assert (after.failures, after.next_read_at) == (1, in_seconds(3600))


def test_the_longer_of_both_pauses_counts() -> None:
    often = FeedState(url=URL, failures=5)
    assert after_failure(often, failing("http_503", "10"), now=NOW, dice=LOW).next_read_at == in_seconds(3600)
    assert after_failure(often, failing("http_503", "7200"), now=NOW, dice=LOW).next_read_at == in_seconds(7200)


def test_a_pause_of_the_host_is_no_failure_of_a_source_that_was_not_asked() -> None:
    before = FeedState(url=URL, status=200)
    after = after_failure(before, failing("later", "90"), now=NOW, dice=LOW)
    assert after == FeedState(url=URL, status=200, next_read_at=in_seconds(90))


def test_gone_disables_and_success_enables() -> None:
    gone = after_failure(FeedState(url=URL), failing("http_410"), now=NOW, dice=LOW)
    assert gone.disabled_at == NOW
    assert after_failure(gone, failing("http_410"), now=in_seconds(60), dice=LOW).disabled_at == NOW
    assert after_success(gone, asked_at=NOW, interval_seconds=None) == FeedState(url=URL, status=410)


def test_the_interval_counts_from_the_asking() -> None:
    fine = after_success(FeedState(url=URL, failures=7), asked_at=NOW, interval_seconds=900)
    assert (fine.failures, fine.next_read_at) == (0, in_seconds(900))


def test_pages_that_want_a_pause_put_off_their_feed_and_never_bring_it_forward() -> None:
    state = FeedState(url=URL, next_read_at=in_seconds(900))
    errors = [failing("http_404"), failing("http_429", "60"), failing("http_503", "3600")]
    assert after_pages(state, errors, now=NOW).next_read_at == in_seconds(3600)
    assert after_pages(state, errors[:2], now=NOW).next_read_at == in_seconds(900)
    assert after_pages(state, errors[:1], now=NOW) == state


def test_sources_are_sorted_by_whether_they_may_be_asked() -> None:
    states = {
        state.url: state
        for state in (
            FeedState(url="due", next_read_at=NOW, failures=4),
            FeedState(url="waiting", next_read_at=in_seconds(1)),
            FeedState(url="failing", next_read_at=in_seconds(5), failures=3),
            FeedState(url="gone", disabled_at=datetime(2021, 8, 1, tzinfo=UTC), failures=1),
        )
    }
    due = sort_due(["new", "gone", "due", "waiting", "failing"], states, now=NOW)
    assert due.now == ["new", "due"]
    assert due.waiting == {"waiting": in_seconds(1)}
    assert [(one.name, one.code, one.detail) for one in due.left_out] == [
        (
            "gone",
            "disabled",
            f"the server said on 2021-08-01 that it is gone (410); {ENABLE}",
        ),
        ("failing", "not_due", "it failed in 3 runs in a row; not asked again before 2021-08-15 10:00:05 UTC"),
    ]


@given(st.lists(st.sampled_from(["http_500", "timeout", "http_429", "later", "fine"]), max_size=40), st.integers())
def test_no_pause_is_longer_than_a_day_and_success_ends_each(story: list[str], seed: int) -> None:
    state, dice = FeedState(url=URL), Random(seed)  # noqa: S311
    for what in story:
        if what == "fine":
            state = after_success(state, asked_at=NOW, interval_seconds=None)
            assert (state.failures, state.next_read_at) == (0, None)
            continue
        state = after_failure(state, failing(what, "99999999"), now=NOW, dice=dice)
        assert state.next_read_at is not None
        assert NOW <= state.next_read_at <= in_seconds(LONGEST_PAUSE)
