"""kill -9 at any moment of reading feeds: the next runs lose nothing, read nothing twice, ask nobody too soon."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from flows.settings import DEFAULT_CONFIG
from tests.flows.conftest import FALL, FILLER, House
from tests.loopback import Loopback, Reply, Request, wait_until
from tests.readings import read_standing
from warehouse.check import find_faults
from warehouse.connection import open_writer

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
CITIES = "Herat Kunduz Ghazni Kandahar Farah Taloqan Aybak Zaranj Sheberghan Faizabad Jalalabad Gardez".split()
NAMES = ("steady", "dated", "busy", "whole", "shy", "gone")
EVERY, PAUSE = 3.0, 2  # seconds: the interval of `steady`, the Retry-After of `busy` and `shy`
LATE = 0.5  # between our looking at the clock and the server's, where the answer was not waited for
START = datetime(2021, 8, 15, tzinfo=UTC)
FEED = "/feed.xml"


class Site:
    """Outlets on loopback that publish one entry more each round, and each its own way of wanting to be asked."""

    def __init__(self) -> None:
        self.hosts = {name: Loopback() for name in NAMES}
        self.count = 0

    def close(self) -> None:
        for host in self.hosts.values():
            host.close()

    def publish(self) -> None:
        """The next round."""
        self.count += 1
        for name, host in self.hosts.items():
            number = self.count
            page = Reply(body=a_page(name, number).encode(), delay=0.03)
            busy = Reply(status=503, headers={"Retry-After": "1"})
            replies = [busy, page] if name == "shy" and number % 7 == 0 else [page]
            host.route(f"/{number}", *replies)
            host.route(FEED, *self._feed(name))

    def _feed(self, name: str) -> list[Reply]:
        if name == "gone" and self.count > 10:
            return [Reply(status=410)]
        body = a_feed(name, self.count).encode()
        day = format_datetime(START + timedelta(minutes=self.count), usegmt=True)
        marks = {"last_modified": day} if name == "dated" else {"etag": f'"{name}-{self.count}"'}
        feed = Reply(body=body, media_type="application/rss+xml", **marks)  # type: ignore[arg-type]
        busy = Reply(status=429, headers={"Retry-After": str(PAUSE)})
        return [busy, feed] if name == "busy" and self.count % 3 == 0 else [feed]

    def write_config(self, folder: Path) -> None:
        """Its feeds, as a user has them."""
        extra = {"steady": f"interval_seconds = {EVERY:.0f}\n", "whole": 'full_text = "feed"\n'}
        feeds = [f'[[feeds]]\nurl = "{h.url(FEED)}"\n{extra.get(n, "")}' for n, h in self.hosts.items()]
        hosts = ",".join(host.host for host in self.hosts.values())
        fetch = f'[fetch]\nallow_hosts = ["{hosts}"]\ninterval_seconds = 0\ndeadline_seconds = 5\n'
        (folder / DEFAULT_CONFIG).write_text(fetch.replace(",", '", "') + "\n".join(feeds))

    def entries(self) -> set[str]:
        """What has to become an article."""
        last = {name: min(self.count, 10) if name == "gone" else self.count for name in NAMES}
        return {f"{name} {number}" for name in NAMES for number in range(1, last[name] + 1)}


def a_title(name: str, number: int) -> str:
    return f"{name.title()} {number}: Taliban take {city_of(name, number)}"


def city_of(name: str, number: int) -> str:
    return CITIES[(number * len(NAMES) + NAMES.index(name)) % len(CITIES)]


def a_text(name: str, number: int) -> str:
    words = random.Random(f"{name} {number}").sample(FILLER.split(), 60)  # noqa: S311
    return f"{FALL.format(city=city_of(name, number))} {name.title()} counted {number} lorries. {' '.join(words)}."


def a_page(name: str, number: int) -> str:
    at = (START + timedelta(minutes=len(NAMES) * number + NAMES.index(name))).isoformat()
    head = f"<title>{a_title(name, number)}</title><meta property='article:published_time' content='{at}'>"
    return f"<html><head>{head}</head><body><article><p>{a_text(name, number)}</p></article></body></html>"


def a_feed(name: str, count: int) -> str:
    items = []
    for number in range(1, count + 1):
        at = START + timedelta(minutes=len(NAMES) * number + NAMES.index(name))
        text = a_text(name, number) if name == "whole" else ""
        items.append(
            f"<item><title>{a_title(name, number)}</title><link>/{number}</link><description>{text}</description>"
            f"<guid isPermaLink='false'>{name} {number}</guid>"
            f"<pubDate>{format_datetime(at, usegmt=True)}</pubDate></item>"
        )
    return f"<rss version='2.0'><channel><title>{name.title()}</title>{''.join(items)}</channel></rss>"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def start(folder: Path, *sources: str) -> subprocess.Popen[bytes]:
    """A real `frontwire run`, and all that it starts, as a group of processes of its own."""
    command = [sys.executable, "-m", "flows.cli", "--quiet", "--db", str(folder / "news.duckdb"), "run", "--direct"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([*command, *sources], cwd=folder, env=environment, start_new_session=True, **silent)  # type: ignore[call-overload,no-any-return]


def settled(db: Path) -> set[str]:
    """Entries whose articles are in the warehouse, whether published or not."""
    if not db.with_name(f".{db.name}.writer").exists():
        return set()
    with open_writer(db) as con:
        assert find_faults(con) == []
        if not con.execute("select 1 from duckdb_tables() where table_name = 'feed_item'").fetchone():
            return set()  # killed while it made the tables
        return {one for (one,) in con.execute("select item_id from feed_item where article_id is not null").fetchall()}


def requests(site: Site) -> list[tuple[str, Request]]:
    return [(name, request) for name, host in site.hosts.items() for request in list(host.requests)]


def is_gone(group: int) -> bool:
    """Whether no process of the group is left: readers end with the run that they read for."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, of = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(of) == group and state != "Z":
            return False
    return True


def kill_at_random(site: Site, folder: Path, kills: int) -> int:
    """Runs, each killed but every fifth; how many of those killed had asked for something and were not through."""
    dice, landed, longest, db = random.Random(kills), 0, 6.0, folder / "news.duckdb"  # noqa: S311
    for number in range(kills + kills // 4):
        site.publish()
        known, before = settled(db), Counter(name for name, _ in requests(site))
        run, since = start(folder), time.monotonic()
        if number % 5 == 4:
            assert run.wait(120) in (0, 1)
            longest = time.monotonic() - since
        else:
            time.sleep(dice.uniform(0.2, 1) * longest)
        ended = run.poll() is not None
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert wait_until(lambda group=run.pid: is_gone(group), seconds=20)  # type: ignore[misc]
        fresh = [(n, r) for n in site.hosts for r in site.hosts[n].requests[before[n] :]]
        assert not {f"{name} {request.path[1:]}" for name, request in fresh} & known, "a settled page was asked again"
        landed += bool(fresh) and not ended
    return landed


def run_to_the_end(site: Site, folder: Path) -> None:
    """Runs until all was had: what wants a pause is left to a later one."""
    db = folder / "news.duckdb"
    for _ in range(20):
        run = start(folder)
        assert run.wait(120) in (0, 1)
        if settled(db) >= site.entries():
            return
        time.sleep(1)
    raise AssertionError(sorted(site.entries() - settled(db)))


def assert_nobody_was_asked_too_soon(site: Site) -> None:
    """By the logs of the servers alone."""
    steady = [request.at for request in site.hosts["steady"].asked(FEED)]
    assert len(steady) > 3
    assert min(later - sooner for sooner, later in pairwise(steady)) > EVERY - LATE
    answered = [(request.at, request.status) for request in site.hosts["busy"].asked(FEED)]
    refused = [(at, later) for (at, status), (later, _) in pairwise(answered) if status == 429]
    assert len(refused) > 3
    assert min(later - at for at, later in refused) > PAUSE - LATE
    gone = [request.status for request in site.hosts["gone"].asked(FEED)]
    assert gone.count(410) == 1


def assert_the_tags_were_shown(site: Site) -> None:
    """Who had all of a feed is asked for what is newer, and unchanged feeds cost no body."""
    for name, header in (("steady", "if-none-match"), ("dated", "if-modified-since")):
        last = site.hosts[name].asked(FEED)[-1]
        assert (last.status, header in last.headers) == (304, True)


@pytest.mark.parametrize("kills", [40])
def test_killed_runs_lose_no_entry_and_ask_nobody_too_soon(site: Site, tmp_path: Path, kills: int) -> None:
    folder, clean = tmp_path / "killed", tmp_path / "clean"
    for one in (folder, clean):
        one.mkdir()
        site.write_config(one)
    assert kill_at_random(site, folder, kills) >= 30, "kills that came too soon or too late prove nothing"
    run_to_the_end(site, folder)
    time.sleep(EVERY)
    assert start(folder).wait(120) == 1  # `gone` says so each time
    assert_nobody_was_asked_too_soon(site)
    assert_the_tags_were_shown(site)
    house = House(folder)
    assert len(house.ask("select title from article")) == len(site.entries())
    titles = {title for (title,) in house.ask("select title from article")}
    assert titles == {a_title(*one.split()[:1], int(one.split()[1])) for one in site.entries()}
    assert house.ask("select count(*) from article where version > 1") == [(0,)]
    # The archive has all of it as well, and a clean run of it tells the same.
    start(clean, str(folder / "raw")).wait(300)
    columns = "article_id, url, title, text, published, item_id"
    query = f"select {columns} from article join feed_item using (article_id) order by all"  # noqa: S608
    assert len(house.ask(query)) == len(titles)
    texts = "select article_id, url, title, text, published from article order by all"
    assert house.ask(texts) == House(clean).ask(texts)
    with open_writer(house.db) as con, open_writer(clean / "news.duckdb") as other:
        assert find_faults(con) == []
        assert read_standing(con) == read_standing(other)
