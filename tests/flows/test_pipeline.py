"""Real files, feeds of a real server, a real warehouse: what a run stores, once and whole."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from time import monotonic

import duckdb
import pytest

from flows.errors import SettingsError
from flows.pipeline import run_pipeline
from tests.flows.conftest import FALL, FILLER, House, a_feed, a_page
from tests.loopback import Loopback, Reply
from warehouse.connection import open_writer, writer_path

ROOT = Path(__file__).parents[2]
SEEDS = str(ROOT / "seeds" / "articles")
SIX = ["AF-BAL", "AF-DAY", "AF-KNR", "AF-LOG", "AF-NAN", "AF-PKA"]


def test_seeds_report_six_provinces_and_a_second_run_nothing(new_house: House) -> None:
    first = new_house.run(SEEDS)
    raised = new_house.ask("select alert_id, raised_at from alert order by all")
    counts = new_house.counts()
    assert (first.read, first.new, first.rejected, first.alerts) == (1, 1, 0, 6)
    assert [row[0] for row in new_house.ask("select admin1 from alert order by all")] == SIX
    misquoted = 'join article using (article_id) where quote <> substring(text, "start" + 1, stop - "start")'
    assert new_house.ask(f"select count(*) from mention {misquoted}") == [(0,)]  # noqa: S608
    second = new_house.run(SEEDS)
    assert (second.new, second.duplicate, second.events_new, second.events_updated, second.alerts) == (0, 1, 0, 0, 0)
    assert new_house.counts() == counts
    assert new_house.ask("select alert_id, raised_at from alert order by all") == raised
    assert new_house.ask("select count(*), count(ended_at), sum(alerts) from run") == [(2, 2, 6)]


def test_feeds_of_three_outlets_then_not_modified(house: House, loopback: Loopback) -> None:
    cities = {"Herald": "Herat", "Courier": "Kunduz", "Gazette": "Ghazni"}
    feeds = []
    for outlet, city in cities.items():
        page = loopback.page(f"/{city}", a_page(city))
        feeds.append(loopback.feed(f"/{outlet}.rss", a_feed(outlet, [page]), etag=f'"{outlet}"'))
    first = house.run(*feeds, allow_hosts=loopback.host)
    assert (first.read, first.new, first.rejected) == (3, 3, 0)
    assert {row[0] for row in house.ask("select outlet from article")} == set(cities)
    asked, counts = len(loopback.requests), house.counts()
    second = house.run(*feeds, allow_hosts=loopback.host)
    assert second.read == 0
    assert [request.headers.get("if-none-match") for request in loopback.requests[asked:]].count(None) == 0
    assert len(loopback.requests) == asked + 3, "pages are not asked again"
    assert house.counts() == counts


def test_same_article_from_a_feed_and_from_a_file_is_one(house: House, loopback: Loopback) -> None:
    text = FALL.format(city="Herat") + FILLER.strip()
    page = loopback.route("/herat", Reply(body=text.encode(), media_type="text/plain"))
    feed = loopback.feed("/f.rss", a_feed("Herald", [page]))
    file = house.write("herat.txt", text)
    assert house.run(feed, allow_hosts=loopback.host).new == 1
    assert (house.run(file).new, house.run(file).duplicate) == (0, 1)


def test_bad_pages_are_rejected_in_time_and_the_others_load(house: House, loopback: Loopback) -> None:
    good = loopback.page("/good", a_page("Herat"))
    hanging = loopback.page("/hangs", a_page("Kunduz"), delay=30)
    heavy = loopback.page("/heavy", "<p>" + "x" * 3_000_000)
    hostile = loopback.page("/hostile", "<br>" * 300_000)
    feed = loopback.feed("/f.rss", a_feed("Herald", [hanging, heavy, hostile, good]), etag='"1"')
    since = monotonic()
    summary = house.run(feed, allow_hosts=loopback.host, deadline=2)
    assert monotonic() - since < 15
    assert (summary.new, summary.rejected) == (1, 3)
    codes = dict(house.ask("select name, code from rejected"))
    assert codes == {hanging: "timeout", heavy: "too_large", hostile: "too_large"}
    assert house.ask("select etag from source") == [(None,)], "not complete: the feed is asked in full again"
    loopback.page("/hangs", a_page("Kunduz"))
    again = house.run(feed, allow_hosts=loopback.host, deadline=2)
    assert (again.read, again.new, again.rejected) == (1, 1, 0)
    assert house.ask("select etag from source") == [('"1"',)]


def test_source_that_is_down_is_asked_again(house: House, loopback: Loopback) -> None:
    page = loopback.page("/herat", a_page("Herat"))
    feed = Reply(body=a_feed("Herald", [page]).encode(), media_type="application/rss+xml")
    url = loopback.route("/f.rss", Reply(status=503), feed)
    assert house.run(url, allow_hosts=loopback.host).new == 1
    assert len(loopback.asked("/f.rss")) == 2


def test_duplicates_within_one_batch_count_too(house: House) -> None:
    same = {"published": "2021-08-15", "text": FALL.format(city="Herat")}
    lines = [{**same, "outlet": "Herald"}, {**same, "outlet": "Herald"}, {**same, "outlet": "Courier"}, same]
    file = house.write("n.jsonl", "\n".join(json.dumps({**line, "id": str(i)}) for i, line in enumerate(lines)))
    summary = house.run(file)
    assert (summary.read, summary.new, summary.duplicate) == (4, 2, 2)
    assert [row[0] for row in house.ask("select article_id from article order by all")] == ["0", "2"]


def test_missing_source_is_rejected_and_the_rest_loads(house: House) -> None:
    summary = house.run(str(house.folder / "nothing.txt"), house.write("a.txt", FALL.format(city="Herat")))
    assert (summary.new, [one.code for one in summary.rejections]) == (1, ["not_found"])


def test_nothing_to_read_is_a_matter_of_configuration(house: House) -> None:
    with pytest.raises(SettingsError, match="nothing to read"):
        house.run()


def test_configured_feeds_are_read_where_no_source_is_named(house: House, loopback: Loopback) -> None:
    feed = loopback.feed("/f.rss", a_feed("Herald", [loopback.page("/herat", a_page("Herat"))]))
    summary = house.run(allow_hosts=loopback.host, feeds=[{"url": feed, "outlet": "Named by us"}])
    assert summary.sources == (feed,)
    assert house.ask("select outlet from article") == [("Named by us",)]


def count_stored(writer: Path) -> int:
    """Articles that a run at work has committed so far; 0 while its file is missing or held for writing."""
    try:
        with duckdb.connect(str(writer), read_only=True) as con:
            found = con.execute("select count(*) from article").fetchone()
    except duckdb.Error:
        return 0
    return int(found[0]) if found else 0


def test_killed_run_leaves_whole_batches_and_the_next_one_ends_equal(new_house: House, tmp_path: Path) -> None:
    cities = ["Herat", "Kunduz", "Ghazni", "Khost"]
    lines = [
        {
            "id": str(i),
            "outlet": f"Outlet {i % 7}",
            "published": "2021-08-15",
            "text": f"{FALL.format(city=c)} Day {i}.",
        }
        for i, c in enumerate(cities * 75)
    ]
    file = new_house.write("n.jsonl", "\n".join(map(json.dumps, lines)))
    command = [sys.executable, "-m", "flows.cli", "--db", str(new_house.db), "run", file, "--direct"]
    killed = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while killed.poll() is None and not count_stored(writer_path(new_house.db)):
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    with open_writer(new_house.db) as con:
        stored = con.execute("select count(*) from article").fetchone()
        orphans = con.execute("select count(*) from mention anti join event_mention using (mention_id)").fetchone()
    assert stored is not None
    assert 0 < stored[0] < 300
    assert stored[0] % 100 == 0
    new_house.run(file)
    clean = House(tmp_path / "clean")
    clean.folder.mkdir()
    clean.run(file)
    assert orphans == clean.ask("select count(*) from mention anti join event_mention using (mention_id)")[0]
    assert new_house.counts() == clean.counts()
    same = "select alert_id, kind, admin1, roots from alert order by all"
    assert new_house.ask(same) == clean.ask(same)


@pytest.mark.usefixtures("prefect")
def test_prefect_runs_the_same_steps_and_leaves_a_summary(new_house: House) -> None:
    summary = run_pipeline([SEEDS], new_house.settings(), direct=False)
    assert (summary.new, summary.alerts) == (1, 6)
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        (run,) = client.read_flow_runs()
        artifacts = client.request("POST", "/artifacts/filter", json={}).json()
    assert run.state is not None
    assert run.state.is_completed()
    assert "password" not in json.dumps(run.parameters)
    assert "| documents read |" in artifacts[0]["data"]
