"""Sources over many runs: slowed down, disabled, left alone as long as they want, also after a kill."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.asking import Asker
from flows.enabling import enable_sources
from flows.exits import CommandError
from flows.journal import Journal, find_journals, newer_than_known, open_journal
from flows.records import FeedMemory, FeedState
from flows.screen import run_on_screen
from flows.settings import FeedSettings
from tests.flows.conftest import House, a_feed, a_page
from tests.loopback import Loopback, Reply, wait_until
from warehouse.connection import open_writer

ROOT = Path(__file__).parents[2]
NOW = datetime(2021, 8, 15, 10, 0, tzinfo=UTC)
STATE = "select status, failures, last_status, next_read_at is null, disabled_at is null from source where url = '{}'"


def state_of(house: House, url: str) -> tuple[object, ...]:
    (row,) = house.ask(STATE.format(url))
    return row


def let_time_pass(house: House) -> None:
    """What all wait for has come."""
    with open_writer(house.db) as con:
        con.execute("update source set next_read_at = now() - interval 1 second where next_read_at is not null")


def rejections(house: House) -> dict[str, int]:
    return dict(house.ask("select code, tries from rejected"))


def test_gone_disables_a_feed_and_each_run_says_so(house: House, loopback: Loopback) -> None:
    entries = a_feed("Herald", [loopback.page("/herat", a_page("Herat"))]).encode()
    url = loopback.route("/f.rss", Reply(body=entries, media_type="application/rss+xml"), Reply(status=410))
    assert house.run(url, allow_hosts=loopback.host).new == 1
    assert state_of(house, url) == ("ok", 0, 200, True, True)
    assert [one.code for one in house.run(url, allow_hosts=loopback.host).rejections] == ["http_410"]
    assert state_of(house, url) == ("disabled", 1, 410, True, False)
    for _ in range(2):
        (left_out,) = house.run(url, allow_hosts=loopback.host).rejections
        assert (left_out.name, left_out.code) == (url, "disabled")
    assert len(loopback.asked("/f.rss")) == 2
    assert rejections(house) == {"http_410": 3}


def test_a_feed_that_was_gone_is_asked_again_once_it_is_enabled(house: House, loopback: Loopback) -> None:
    fine = Reply(body=a_feed("Herald", []).encode(), media_type="application/rss+xml")
    url = loopback.route("/f.rss", Reply(status=410), fine)
    house.run(url, allow_hosts=loopback.host)
    assert enable_sources(house.db, [url], now=NOW) == [url]
    assert state_of(house, url) == ("ok", 0, 410, True, True)
    assert house.run(url, allow_hosts=loopback.host).rejected == 0
    assert enable_sources(house.db, [url], now=NOW) == []
    with pytest.raises(CommandError, match="was never read"):
        enable_sources(house.db, ["https://news.example/"], now=NOW)


@pytest.mark.parametrize(("status", "waits"), [(500, False), (429, True)])
def test_enabling_ends_our_own_patience_and_no_pause_of_a_server(
    house: House, loopback: Loopback, status: int, waits: bool
) -> None:
    url = loopback.route("/f.rss", Reply(status=status, headers={"Retry-After": "3600"} if waits else {}))
    for _ in range(1 if waits else 3):
        house.run(url, allow_hosts=loopback.host)
    assert enable_sources(house.db, [url], now=NOW) == [url]
    assert state_of(house, url) == ("ok", 0, status, not waits, True)


def test_a_feed_that_wants_a_pause_is_left_alone_by_the_next_runs(house: House, loopback: Loopback) -> None:
    busy = Reply(status=429, headers={"Retry-After": "3600"})
    fine = Reply(body=a_feed("Herald", []).encode(), media_type="application/rss+xml")
    url = loopback.route("/f.rss", busy, fine)
    assert [one.code for one in house.run(url, allow_hosts=loopback.host).rejections] == ["http_429"]
    assert len(loopback.asked("/f.rss")) == 1, "no second try within the run either"
    assert state_of(house, url) == ("failing", 1, 429, False, True)
    (left,) = house.ask("select epoch(next_read_at - last_read_at) from source")
    assert 3590 < left[0] <= 3600
    assert [one.code for one in house.run(url, allow_hosts=loopback.host).rejections] == ["not_due"]
    assert len(loopback.asked("/f.rss")) == 1
    let_time_pass(house)
    assert house.run(url, allow_hosts=loopback.host).rejected == 0
    assert state_of(house, url) == ("ok", 0, 200, True, True)


def test_a_feed_that_keeps_failing_is_asked_less_often_and_keeps_its_etag(house: House, loopback: Loopback) -> None:
    fine = Reply(body=a_feed("Herald", []).encode(), media_type="application/rss+xml", etag='"v1"')
    url = loopback.route("/f.rss", fine, *[Reply(status=404)] * 3, fine)
    for expected in ([], ["http_404"], ["http_404"], ["http_404"], ["not_due"], ["not_due"]):
        assert [one.code for one in house.run(url, allow_hosts=loopback.host).rejections] == expected
    assert state_of(house, url) == ("failing", 3, 404, False, True)
    (pause,) = house.ask("select epoch(next_read_at - last_read_at) from source")
    assert 449 <= pause[0] <= 900
    assert len(loopback.asked("/f.rss")) == 4
    let_time_pass(house)
    assert house.run(url, allow_hosts=loopback.host).rejected == 0
    assert loopback.asked("/f.rss")[-1].headers["if-none-match"] == '"v1"'
    assert state_of(house, url) == ("ok", 0, 304, True, True)


def test_an_answer_that_is_no_feed_any_more_counts_as_a_failure(house: House, loopback: Loopback) -> None:
    broken = "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'/>"
    url = loopback.feed("/f.rss", broken)
    for _ in range(4):
        house.run(url, allow_hosts=loopback.host)
    assert len(loopback.asked("/f.rss")) == 3
    assert rejections(house) == {"entities": 4}


def test_a_feed_with_an_interval_waits_without_being_rejected(
    house: House, loopback: Loopback, capsys: pytest.CaptureFixture[str]
) -> None:
    url = loopback.feed("/f.rss", a_feed("Herald", []))
    other = loopback.feed("/g.rss", a_feed("Gazette", []))
    feeds = [{"url": url, "interval_seconds": 900}, {"url": other}]
    for _ in range(2):
        summary = house.run(allow_hosts=loopback.host, feeds=feeds)
        assert summary.rejected == 0
    assert [waiting for waiting, _ in summary.waiting] == [url]
    capsys.readouterr()
    status = run_on_screen((), house.settings(allow_hosts=loopback.host, feeds=feeds), quiet=True, direct=True)
    assert status == 0
    assert "not due yet, so not asked: 1 sources, the next at" in " ".join(capsys.readouterr().err.split())
    assert (len(loopback.asked("/f.rss")), len(loopback.asked("/g.rss"))) == (1, 3)
    assert state_of(house, url)[0] == "ok"
    let_time_pass(house)
    house.run(allow_hosts=loopback.host, feeds=feeds)
    assert len(loopback.asked("/f.rss")) == 2


def test_a_page_that_wants_a_pause_puts_off_its_feed(house: House, loopback: Loopback) -> None:
    page = loopback.route("/a", Reply(status=503, headers={"Retry-After": "1800"}))
    url = loopback.feed("/f.rss", a_feed("Herald", [page]), etag='"v1"')
    assert [one.code for one in house.run(url, allow_hosts=loopback.host).rejections] == ["http_503"]
    assert state_of(house, url) == ("ok", 0, 200, False, True)
    house.run(url, allow_hosts=loopback.host)
    assert [request.path for request in loopback.requests] == ["/f.rss", "/robots.txt", "/a"]
    loopback.page("/a", a_page("Herat"))
    let_time_pass(house)
    assert house.run(url, allow_hosts=loopback.host).new == 1


def test_a_page_that_robots_txt_forbids_is_rejected_or_told_by_its_feed(house: House, loopback: Loopback) -> None:
    loopback.route("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /private", media_type="text/plain"))
    url = loopback.feed("/f.rss", a_feed("Herald", [loopback.page("/private/a", a_page("Herat"))]), etag='"v1"')
    assert [one.code for one in house.run(url, allow_hosts=loopback.host).rejections] == ["robots"]
    assert house.ask("select etag from source") == [('"v1"',)], "settled: it is not asked again at each run"
    assert loopback.asked("/private/a") == []
    assert house.run(url, allow_hosts=loopback.host, fetch={"robots": False}).rejected == 0


def test_a_page_of_the_user_that_fails_is_remembered_and_forgiven(house: House, loopback: Loopback) -> None:
    url = loopback.route("/a", Reply(status=404))
    house.run(url, allow_hosts=loopback.host)
    assert house.ask("select kind, failures from source") == [("page", 1)]
    loopback.page("/a", a_page("Herat"))
    assert house.run(url, allow_hosts=loopback.host).new == 1
    assert house.ask("select kind, failures from source") == [("page", 0)]


def test_what_our_own_settings_refuse_is_not_held_against_the_source(house: House, loopback: Loopback) -> None:
    url = loopback.feed("/f.rss", a_feed("Herald", []))
    for _ in range(4):
        assert [one.code for one in house.run(url).rejections] == ["refused"]
    assert house.ask("select count(*) from source") == [(0,)]
    assert house.run(url, allow_hosts=loopback.host).rejected == 0


def test_a_source_that_fails_is_tried_again_within_the_run_and_keeps_its_interval(
    house: House, loopback: Loopback
) -> None:
    url = loopback.route("/f.rss", Reply(body=b"x" * 9, cut=3))
    feeds = [{"url": url, "interval_seconds": 900}]
    assert [one.code for one in house.run(allow_hosts=loopback.host, feeds=feeds).rejections] == ["protocol"]
    assert len(loopback.asked("/f.rss")) == 3
    assert [one.code for one in house.run(allow_hosts=loopback.host, feeds=feeds).rejections] == ["not_due"]
    assert len(loopback.asked("/f.rss")) == 3
    assert state_of(house, url) == ("failing", 1, None, False, True)


# --- after a kill


def test_a_success_is_noted_at_once_where_it_ends_a_row_of_failures(tmp_path: Path, loopback: Loopback) -> None:
    url = loopback.feed("/f.rss", a_feed("Herald", []))
    settings = House(tmp_path).settings(allow_hosts=loopback.host)
    memory = FeedMemory(states={url: FeedState(url=url, failures=2, status=500)})
    journal = Journal(tmp_path / "asked")
    with Asker(settings, memory, journal=journal) as asker:
        asker.ask_source(FeedSettings(url=url))
    (noted,) = journal.read()
    assert (noted.failures, noted.status, noted.next_read_at) == (0, 200, None)


def test_an_interval_counts_from_the_answer_and_is_noted_before_it(tmp_path: Path, loopback: Loopback) -> None:
    url = loopback.feed("/f.rss", a_feed("Herald", []))
    settings = House(tmp_path).settings(allow_hosts=loopback.host)
    journal = Journal(tmp_path / "asked")
    with Asker(settings, FeedMemory(), journal=journal) as asker:
        asker.ask_source(FeedSettings(url=url, interval_seconds=60))
    before, after = (json.loads(line)["next_read_at"] for line in (tmp_path / "asked").read_text().splitlines())
    (request,) = loopback.asked("/f.rss")
    assert before < after
    assert request.status == 200


@pytest.fixture
def feeds(loopback: Loopback, other_loopback: Loopback) -> list[dict[str, object]]:
    """One that wants a pause, one that is gone, one with a page that hangs."""
    urls = [
        loopback.route("/busy.rss", Reply(status=429, headers={"Retry-After": "3600"})),
        loopback.route("/gone.rss", Reply(status=410)),
        other_loopback.feed("/slow.rss", a_feed("Herald", [other_loopback.page("/hangs", a_page("Herat"), delay=60)])),
    ]
    return [{"url": url, "interval_seconds": 900} for url in urls]


@pytest.fixture
def killed(new_house: House, feeds: list[dict[str, object]], loopback: Loopback, other_loopback: Loopback) -> House:
    """A run that was killed while a page hung: nothing is loaded, but three feeds were asked."""
    config = new_house.write("frontwire.toml", f"feeds = [{', '.join(map(as_toml, feeds))}]\n")
    command = [sys.executable, "-m", "flows.cli", "--db", str(new_house.db), "--config", config, "run", "--direct"]
    environment = os.environ | {"FRONTWIRE_FETCH__ALLOW_HOSTS": f"{loopback.host},{other_loopback.host}"}
    run = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert wait_until(lambda: bool(other_loopback.asked("/hangs")), seconds=60)
    run.send_signal(signal.SIGKILL)
    run.wait()
    return new_house


def as_toml(feed: dict[str, object]) -> str:
    return "{" + ", ".join(f"{key} = {json.dumps(value)}" for key, value in feed.items()) + "}"


def test_no_feed_is_asked_sooner_than_it_allows_after_a_kill(
    killed: House, feeds: list[dict[str, object]], loopback: Loopback, other_loopback: Loopback
) -> None:
    hosts = f"{loopback.host},{other_loopback.host}"
    other_loopback.page("/hangs", a_page("Herat"))
    summary = killed.run(allow_hosts=hosts, feeds=feeds)
    assert sorted(request.path for request in loopback.requests) == ["/busy.rss", "/gone.rss"]
    assert len(other_loopback.asked("/slow.rss")) == 1
    assert sorted((one.name, one.code) for one in summary.rejections) == [
        (loopback.url("/busy.rss"), "not_due"),
        (loopback.url("/gone.rss"), "disabled"),
    ]
    assert [url for url, _ in summary.waiting] == [other_loopback.url("/slow.rss")]
    assert state_of(killed, loopback.url("/gone.rss")) == ("disabled", 1, 410, False, False)
    let_time_pass(killed)
    assert killed.run(allow_hosts=hosts, feeds=feeds).new == 1, "nothing was lost"
    assert killed.run(allow_hosts=hosts, feeds=feeds).new == 0


def test_the_journal_ends_with_the_run_that_read_it(killed: House, feeds: list[dict[str, object]]) -> None:
    (journal,) = find_journals(killed.db)
    assert {state.url for state in journal.read()} == {feed["url"] for feed in feeds}
    killed.run(killed.write("a.txt", "Kabul is calm."))
    assert find_journals(killed.db) == []
    assert state_of(killed, str(feeds[0]["url"]))[:3] == ("failing", 1, 429)


# --- the journal itself


def test_the_newest_line_counts_and_a_torn_one_does_not(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a.asked")
    assert journal.read() == []
    first = FeedState(url="a", status=429, failures=1, next_read_at=NOW, read_at=NOW)
    second = FeedState(
        url="a", kind="page", status=410, failures=2, disabled_at=NOW, read_at=NOW + timedelta(seconds=1)
    )
    journal.note(first)
    journal.note(second)
    with (tmp_path / "a.asked").open("a") as file:
        file.write('{"url": "b", "kind": "fe')
    assert journal.read() == [second]
    journal.clear()
    journal.clear()
    assert journal.read() == []


def test_what_the_warehouse_learnt_later_stands() -> None:
    noted = FeedState(url="a", failures=1, next_read_at=NOW, read_at=NOW)
    known = FeedState(url="a", outlet="Herald", etag='"v1"', read_at=NOW + timedelta(seconds=1))
    assert newer_than_known([noted], {"a": known}) == []
    before = FeedState(url="a", outlet="Herald", etag='"v1"', read_at=NOW - timedelta(days=1))
    (state,) = newer_than_known([noted], {"a": before})
    assert (state.outlet, state.etag, state.failures, state.read_at) == ("Herald", '"v1"', 1, NOW)
    assert newer_than_known([noted], {}) == [noted]
    assert newer_than_known([replace(noted, read_at=NOW + timedelta(seconds=1)), noted], {})[0].read_at != NOW


def test_a_run_ends_its_own_journal_and_no_other_one(tmp_path: Path) -> None:
    db = tmp_path / "news.duckdb"
    ours, theirs = open_journal(db, "a1"), open_journal(db, "b2")
    for journal in (
        ours,
        theirs,
        open_journal(tmp_path / "news.duckdb.x", "c3"),
        open_journal(tmp_path / "n.db", "d4"),
    ):
        journal.note(FeedState(url="a"))
    ours.clear()
    assert [journal.read() for journal in find_journals(db)] == [theirs.read()]
