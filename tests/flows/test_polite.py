"""A guest's manners, on a real server: robots.txt, Retry-After, back-off; the clock is handed in, nobody sleeps."""

import threading
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from flows.errors import FetchError
from flows.polite import PoliteFetcher
from flows.robots import MAX_PARSED
from flows.settings import FetchSettings
from tests.flows.test_hosts import Time
from tests.loopback import Loopback, Reply

START = datetime(2021, 8, 15, 10, 0, tzinfo=UTC)


def dice_of() -> Random:
    """The same throws for each test, so that it knows them."""
    return Random(7)  # noqa: S311


def fetcher_for(time: Time, *servers: Loopback, **changes: object) -> PoliteFetcher:
    known = {"interval_seconds": 0, "deadline_seconds": 5, **changes}
    settings = FetchSettings(allow_hosts=tuple(server.host for server in servers), **known)  # type: ignore[arg-type]
    return PoliteFetcher(
        settings,
        now=lambda: START + timedelta(seconds=time.now - 100),
        clock=time.clock,
        pause=time.pause,
        dice=dice_of(),
    )


def robots(server: Loopback, *lines: str, **changes: object) -> None:
    server.route("/robots.txt", Reply(body="\n".join(lines).encode(), media_type="text/plain", **changes))  # type: ignore[arg-type]


def failing(fetcher: PoliteFetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch_page(url)
    return caught.value


# --- robots.txt


def test_a_page_that_robots_txt_forbids_is_not_asked_for(loopback: Loopback) -> None:
    robots(loopback, "User-agent: *", "Disallow: /private", "Allow: /private/open")
    secret, is_open = loopback.page("/private/a", "x"), loopback.page("/private/open", "x")
    fetcher = fetcher_for(Time(), loopback)
    error = failing(fetcher, secret)
    assert (error.code, error.transient) == ("robots", False)
    assert str(error) == f"{secret}: robots.txt of {loopback.host} does not let us read it"
    assert loopback.asked("/private/a") == []
    assert fetcher.fetch_page(is_open).body == b"x"


def test_robots_txt_speaks_to_us_by_name(loopback: Loopback) -> None:
    robots(loopback, "User-agent: *", "Disallow: /", "", "User-agent: Frontwire", "Disallow: /no")
    fetcher = fetcher_for(Time(), loopback)
    assert fetcher.fetch_page(loopback.page("/yes", "x")).body == b"x"
    assert failing(fetcher, loopback.page("/no", "x")).code == "robots"
    stranger = fetcher_for(Time(), loopback, user_agent="somebody/2 (reader)")
    assert failing(stranger, loopback.url("/yes")).code == "robots"


def test_a_source_that_the_user_named_is_asked_whatever_robots_txt_says(loopback: Loopback) -> None:
    robots(loopback, "User-agent: *", "Disallow: /")
    assert fetcher_for(Time(), loopback).fetch_source(loopback.page("/rss", "x")).body == b"x"
    assert loopback.asked("/robots.txt") == []


def test_robots_txt_can_be_left_aside_by_setting(loopback: Loopback) -> None:
    robots(loopback, "User-agent: *", "Disallow: /")
    assert fetcher_for(Time(), loopback, robots=False).fetch_page(loopback.page("/a", "x")).body == b"x"
    assert loopback.asked("/robots.txt") == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_txt_forbids_nothing(loopback: Loopback, status: int) -> None:
    robots(loopback, "User-agent: *", "Disallow: /", status=status)
    assert fetcher_for(Time(), loopback).fetch_page(loopback.page("/a", "x")).body == b"x"


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_robots_txt_that_cannot_be_had_forbids_all_for_now(loopback: Loopback, status: int) -> None:
    robots(loopback, status=status)
    page = loopback.page("/a", "x")
    error = failing(fetcher_for(Time(), loopback), page)
    assert (error.code, error.transient) == ("robots", True)
    assert f"(the server answered {status})" in str(error)
    assert loopback.asked("/a") == []


def test_what_ails_the_host_is_told_as_it_is(loopback: Loopback) -> None:
    loopback.route("/robots.txt", Reply(body=b"x" * 100, cut=3))
    assert failing(fetcher_for(Time(), loopback), loopback.page("/a", "x")).code == "protocol"
    refused = failing(fetcher_for(Time()), "http://127.0.0.1/a")
    assert (refused.code, refused.transient) == ("refused", False)


def test_robots_txt_is_asked_once_a_host_also_by_many_at_once(loopback: Loopback, other_loopback: Loopback) -> None:
    for server in (loopback, other_loopback):
        robots(server, "User-agent: *", "Disallow: /no", delay=0.05)
        for number in range(6):
            server.page(f"/{number}", "x")
    fetcher = fetcher_for(Time(), loopback, other_loopback)
    urls = [server.url(f"/{number}") for server in (loopback, other_loopback) for number in range(6)]
    threads = [threading.Thread(target=fetcher.fetch_page, args=(url,)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert [len(server.asked("/robots.txt")) for server in (loopback, other_loopback)] == [1, 1]
    assert [len(server.requests) for server in (loopback, other_loopback)] == [7, 7]


@pytest.mark.parametrize(
    ("control", "status", "seconds"),
    [
        ("", 200, 86_400),
        ("public, max-age=3600", 200, 3600),
        ("max-age=5", 200, 600),
        ("", 404, 86_400),
        ("", 500, 600),
    ],
)
def test_robots_txt_is_asked_anew_after_its_time(loopback: Loopback, control: str, status: int, seconds: int) -> None:
    robots(loopback, "User-agent: *", "Disallow: /no", status=status, headers={"Cache-Control": control})
    page, time = loopback.page("/no", "x"), Time()
    fetcher = fetcher_for(time, loopback)
    for now, asked in ((0, 1), (seconds - 1, 1), (seconds, 2)):
        time.now = 100.0 + now
        try:
            fetcher.fetch_page(page)
        except FetchError as error:
            assert error.code == "robots"  # noqa: PT017
        assert len(loopback.asked("/robots.txt")) == asked


def test_robots_txt_is_read_behind_redirects_and_a_circle_of_them_is_none(loopback: Loopback) -> None:
    loopback.redirect("/robots.txt", "/real.txt", status=301)
    loopback.route("/real.txt", Reply(body=b"User-agent: *\nDisallow: /no", media_type="text/plain"))
    assert failing(fetcher_for(Time(), loopback), loopback.page("/no", "x")).code == "robots"
    loopback.redirect("/real.txt", "/robots.txt", status=308)
    assert fetcher_for(Time(), loopback).fetch_page(loopback.url("/no")).body == b"x"


def test_each_hop_of_a_redirect_asks_its_own_host(loopback: Loopback, other_loopback: Loopback) -> None:
    robots(other_loopback, "User-agent: *", "Disallow: /private")
    target = other_loopback.page("/private", "x")
    error = failing(fetcher_for(Time(), loopback, other_loopback), loopback.redirect("/a", target))
    assert error.code == "robots"
    assert other_loopback.asked("/private") == []


@pytest.mark.parametrize(
    "body", [b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /no", b"<html>\n" * 40_000, b"\0\xff\xfe" * 99, b"Disallow: /\n"]
)
def test_odd_robots_txt_files_are_read_as_far_as_they_go(loopback: Loopback, body: bytes) -> None:
    loopback.route("/robots.txt", Reply(body=body))
    assert fetcher_for(Time(), loopback).fetch_page(loopback.page("/a", "x")).body == b"x"


def test_what_stands_beyond_half_a_megabyte_of_robots_txt_is_not_read(loopback: Loopback) -> None:
    filler = b"# nothing to see here\n" * 24_000
    loopback.route("/robots.txt", Reply(body=filler + b"User-agent: *\nDisallow: /"))
    assert fetcher_for(Time(), loopback, max_bytes=1000).fetch_page(loopback.page("/a", "x")).body == b"x"


@pytest.mark.parametrize("packed", [False, True])
def test_of_an_endless_robots_txt_the_first_part_counts(loopback: Loopback, packed: bool) -> None:
    body = b"User-agent: *\nDisallow: /no\n" + b"# nothing to see here\n" * 400_000  # 9 MB
    loopback.zipped("/robots.txt", body) if packed else loopback.route("/robots.txt", Reply(body=body))
    fetcher = fetcher_for(Time(), loopback)
    assert fetcher.fetch_page(loopback.page("/a", "x")).body == b"x"
    assert failing(fetcher, loopback.page("/no", "x")).code == "robots"


def test_half_a_rule_of_a_long_robots_txt_is_none(loopback: Loopback) -> None:
    start = b"User-agent: *\n"
    filler = b"#" * (MAX_PARSED - len(start) - len(b"\nDisallow: /"))
    loopback.route("/robots.txt", Reply(body=start + filler + b"\nDisallow: /no\n"))
    assert fetcher_for(Time(), loopback).fetch_page(loopback.page("/a", "x")).body == b"x"


# --- pace


def test_a_crawl_delay_is_kept_between_pages(loopback: Loopback) -> None:
    robots(loopback, "User-agent: *", "Crawl-delay: 10")
    time = Time()
    fetcher = fetcher_for(time, loopback, interval_seconds=0.5)
    for number in range(3):
        fetcher.fetch_page(loopback.page(f"/{number}", "x"))
    assert time.slept == [0.5, 10, 10]


def test_a_request_rate_is_a_crawl_delay(loopback: Loopback) -> None:
    robots(loopback, "User-agent: *", "Request-rate: 1/5")
    time = Time()
    fetcher = fetcher_for(time, loopback)
    for number in range(2):
        fetcher.fetch_page(loopback.page(f"/{number}", "x"))
    assert time.slept == [5]


def test_a_crawl_delay_beyond_all_patience_leaves_pages_for_the_next_run(loopback: Loopback) -> None:
    robots(loopback, "User-agent: *", "Crawl-delay: 600")
    fetcher = fetcher_for(Time(), loopback)
    assert fetcher.fetch_page(loopback.page("/1", "x")).body == b"x"
    error = failing(fetcher, loopback.page("/2", "x"))
    assert (error.code, error.transient, error.retry_after) == ("later", True, "600")
    assert loopback.asked("/2") == []


def test_waiting_for_a_turn_does_not_use_up_the_deadline(loopback: Loopback) -> None:
    loopback.page("/a", "x")
    settings = FetchSettings(allow_hosts=(loopback.host,), interval_seconds=0.7, deadline_seconds=0.5)
    fetcher = PoliteFetcher(settings)
    for _ in range(2):
        assert fetcher.fetch_source(loopback.url("/a")).body == b"x"


# --- patience


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_once_more_after_the_pause_that_it_wants(loopback: Loopback, status: int) -> None:
    time = Time()
    page = loopback.route("/a", Reply(status=status, headers={"Retry-After": "30"}), Reply(body=b"now"))
    assert fetcher_for(time, loopback).fetch_page(page).body == b"now"
    assert time.slept == [30]


def test_a_pause_may_be_given_as_a_date(loopback: Loopback) -> None:
    time = Time()
    until = {"Retry-After": "Sun, 15 Aug 2021 10:00:25 GMT"}
    page = loopback.route("/a", Reply(status=503, headers=until), Reply(body=b"now"))
    assert fetcher_for(time, loopback).fetch_page(page).body == b"now"
    assert time.slept == [25]


def test_without_a_word_the_pause_doubles_with_jitter_until_the_host_answers(loopback: Loopback) -> None:
    time, dice = Time(), dice_of()
    fetcher = fetcher_for(time, loopback)
    busy = loopback.route("/busy", Reply(status=503))
    for _ in range(2):
        assert failing(fetcher, busy).code == "http_503"
    fetcher.fetch_page(loopback.page("/fine", "x"))
    assert failing(fetcher, busy).code == "http_503"
    jitter = [0.5 + dice.random() / 2 for _ in range(5)]
    assert time.slept == pytest.approx([jitter[0], 2 * jitter[1], 4 * jitter[2], 8 * jitter[3], jitter[4]])


def test_a_long_pause_of_one_page_is_not_waited_for_and_keeps_no_other_page_away(loopback: Loopback) -> None:
    time = Time()
    fetcher = fetcher_for(time, loopback)
    page = loopback.route("/a", Reply(status=429, headers={"Retry-After": "3600"}))
    error = failing(fetcher, page)
    assert (error.code, error.transient, error.retry_after) == ("http_429", True, "3600")
    assert fetcher.fetch_page(loopback.page("/b", "x")).body == b"x"
    assert [request.path for request in loopback.requests] == ["/robots.txt", "/a", "/b"]
    assert sum(time.slept) <= 1


def test_two_long_pauses_in_a_row_are_for_the_whole_host(loopback: Loopback, other_loopback: Loopback) -> None:
    time = Time()
    fetcher = fetcher_for(time, loopback, other_loopback)
    for path in ("/a", "/b"):
        page = loopback.route(path, Reply(status=503, headers={"Retry-After": "3600"}))
        assert failing(fetcher, page).code == "http_503"
    error = failing(fetcher, loopback.page("/c", "x"))
    assert (error.code, error.transient, error.retry_after) == ("later", True, "3600")
    assert loopback.asked("/c") == []
    assert fetcher.fetch_page(other_loopback.page("/c", "x")).body == b"x"
    time.now += 3600
    assert fetcher.fetch_page(loopback.url("/c")).body == b"x"


def test_an_error_that_is_no_business_of_time_is_not_asked_again(loopback: Loopback) -> None:
    for status in (403, 404, 500):
        failing(fetcher_for(Time(), loopback), loopback.route("/a", Reply(status=status)))
    assert len(loopback.asked("/a")) == 3


def test_who_asks_says_who_it_is_and_whom_to_write_to(loopback: Loopback) -> None:
    fetcher_for(Time(), loopback, contact="mailto:desk@news.example").fetch_page(loopback.page("/a", "x"))
    agents = {request.headers["user-agent"] for request in loopback.requests}
    assert agents == {"frontwire/0.1 (news reader; control-of-territory events) (+mailto:desk@news.example)"}
    assert [request.path for request in loopback.requests] == ["/robots.txt", "/a"]
