"""A week of the world, played once: every document is an article or a rejected row, nobody else was asked."""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.archive_index import find_files
from flows.errors import FetchError
from flows.fetch import fetch
from flows.settings import FetchSettings
from tests.flows.conftest import House
from tests.world.landed import LANDED
from tests.world.process import ROOT, World
from tests.world.scenario import DAYS, RETRY_AFTER, Entry, Outlet, find_outlets
from warehouse.check import find_faults
from warehouse.connection import open_reader

MEMORY = 700_000_000  # of the run and its reader of pages together
OUTLETS = {outlet.name: outlet for outlet in find_outlets()}
ENTRIES = [pytest.param(o, e, id=f"{o.name}{e.path}") for o in OUTLETS.values() for e in o.entries]
OPEN = "select source, item_id, name, code from rejected where resolved_at is null"


@dataclass(frozen=True)
class Week:
    """What is left of it."""

    house: House
    told: Mapping[str, Any]
    memory: int  # the most that the run and its reader had at once, in bytes

    def feed_of(self, outlet: str) -> str:
        """The address of a feed."""
        return f"http://{self.told['places'][outlet]}/feed.xml"

    def asked(self, outlet: str, path: str) -> list[Mapping[str, Any]]:
        """The requests that reached an outlet for a path."""
        host = self.told["places"][outlet]
        return [request for request in self.told["log"] if (request["host"], request["path"]) == (host, path)]

    def outcome(self, outlet: Outlet, entry: Entry) -> str | None:
        """`article`, or the code of the open rejected row."""
        key = [self.feed_of(outlet.name), outlet.name + entry.path]
        with open_reader(self.house.db) as con:
            led = con.execute("select article_id from feed_item where source = $1 and item_id = $2", key).fetchone()
            if led and led[0]:
                return "article"
            row = con.execute(f"select code from ({OPEN}) where source = $1 and item_id = $2", key).fetchone()  # noqa: S608
        return str(row[0]) if row else None

    def text_of(self, outlet: str, path: str) -> str:
        """The text of the article that an entry led to."""
        query = (
            "select text from article join feed_item using (article_id) where feed_item.source = $1 and item_id = $2"
        )
        with open_reader(self.house.db) as con:
            row = con.execute(query, [self.feed_of(outlet), outlet + path]).fetchone()
        assert row is not None
        return str(row[0])


pytestmark = pytest.mark.slow  # the week takes most of a minute: `make soak`


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    folder = tmp_path_factory.mktemp("week")
    most = 0
    with subprocess.Popen([sys.executable, "-m", "tests.world.week", str(folder)], cwd=ROOT) as process:
        ended = threading.Event()
        watcher = threading.Thread(target=lambda: (process.wait(), ended.set()))
        watcher.start()
        while not ended.wait(0.05):
            most = max(most, memory_of(process.pid))
        watcher.join()
    assert process.returncode == 0
    return Week(house=House(folder), told=json.loads((folder / "week.json").read_text()), memory=most)


def memory_of(pid: int) -> int:
    """Bytes in use by a process and its children, the world itself aside; what they share counts once."""
    total = 0
    for one in (pid, *_children(pid)):
        try:
            if b"tests.world.server" in Path(f"/proc/{one}/cmdline").read_bytes():
                continue
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:  # gone meanwhile
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) * 1024
    return total


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(word) for task in tasks for word in (task / "children").read_text().split()]
    except OSError:
        return []


def needs(name: str) -> pytest.MarkDecorator:
    """A test of what is in landed.py, or will be."""
    return pytest.mark.skipif(name not in LANDED, reason=f"{name} is not in landed.py")


def test_the_world_is_large_enough() -> None:
    assert len(OUTLETS) >= 12
    assert sum(len(outlet.entries) for outlet in OUTLETS.values()) > 60


@pytest.mark.parametrize(("outlet", "entry"), ENTRIES)
def test_every_entry_became_what_it_should(week: Week, outlet: Outlet, entry: Entry) -> None:
    assert week.outcome(outlet, entry) in entry.expected


@pytest.mark.parametrize("outlet", OUTLETS.values(), ids=OUTLETS)
def test_every_feed_that_cannot_be_read_has_a_row_itself(week: Week, outlet: Outlet) -> None:
    feed = week.feed_of(outlet.name)
    codes = {code for source, _item, name, code in week.house.ask(OPEN) if (source, name) == (feed, feed)}
    assert codes == ({outlet.expect_source} if outlet.expect_source else set())


def test_every_document_is_an_article_or_a_rejected_row_and_never_both(week: Week) -> None:
    offered = {(week.feed_of(o.name), o.name + entry.path) for o in OUTLETS.values() for entry in o.entries}
    led = set(week.house.ask("select source, item_id from feed_item where article_id is not null"))
    refused = {(source, item) for source, item, _name, _code in week.house.ask(OPEN) if item}
    assert led | refused == offered
    assert not led & refused


def test_counts_add_up(week: Week) -> None:
    for run in week.told["runs"]:
        without_text = sum(one["was_read"] for one in run["rejections"])
        assert run["rejected"] == len(run["rejections"])
        assert run["read"] == run["new"] + run["updated"] + run["duplicate"] + without_text
    stored = week.house.ask("select read, new, updated, duplicate, rejected from run order by started_at")
    counted = ("read", "new", "updated", "duplicate", "rejected")
    assert stored == [tuple(run[name] for name in counted) for run in week.told["runs"]]
    assert week.house.ask("select count(*) from article") == [(sum(run["new"] for run in week.told["runs"]),)]
    tried = week.house.ask("select sum(tries) from rejected")
    assert tried == [(sum(run["rejected"] for run in week.told["runs"]),)]


def test_the_last_day_again_brings_nothing(week: Week) -> None:
    last = week.told["runs"][-1]
    assert (last["day"], last["read"], last["new"], last["updated"], last["duplicate"]) == (DAYS, 0, 0, 0, 0)


def test_nobody_was_asked_who_is_not_allowed(week: Week) -> None:
    assert week.told["forbidden"] == []
    allowed = {place.rpartition(":")[0] for place in week.told["places"].values()}
    assert set(week.told["sockets"]) <= allowed
    assert set(week.told["sockets"]) == allowed, "and everybody else was"


def test_memory_stayed_small(week: Week) -> None:
    assert 50_000_000 < week.memory < MEMORY


def test_the_warehouse_is_sound(week: Week) -> None:
    with open_reader(week.house.db) as con:
        assert find_faults(con) == []


def test_unchanged_feeds_and_settled_pages_are_not_read_twice(week: Week) -> None:
    asked = week.asked("Courier", "/feed.xml")
    assert [request["headers"].get("if-none-match") for request in asked] == [None] + ['"Courier-3-0"'] * DAYS
    assert all(len(week.asked("Courier", entry.path)) == 1 for entry in OUTLETS["Courier"].entries)
    assert len(week.asked("Tribune", "/410")) == 1


def test_a_feed_that_writes_the_present_is_not_read_anew_each_day(week: Week) -> None:
    assert len(week.asked("Present", "/feed.xml")) == DAYS + 1
    assert all(len(week.asked("Present", entry.path)) == 1 for entry in OUTLETS["Present"].entries)


def test_odd_encodings_are_read_as_they_were_meant(week: Week) -> None:
    for path in ("/cp1251", "/lied"):
        assert "Боевики вошли в город утром без боя" in week.text_of("Vestnik", path)
    assert "The Taliban captured the city of Herat" in week.text_of("Vestnik", "/utf16")


def test_nothing_of_our_own_disk_came_in(week: Week) -> None:
    assert week.house.ask("select count(*) from article where contains(text, 'root:') or contains(title, 'root:')") == [
        (0,)
    ]


def test_the_archive_alone_gives_the_same_articles(week: Week, tmp_path: Path) -> None:
    again = House(tmp_path)
    summary = again.run(str(week.house.folder / "raw"))
    columns = "article_id, url, outlet, title, text, published, language, source, loaded_at"
    kept = "select article_id from raw where article_id is not null"
    query = f"select {columns} from article where article_id in ({kept}) order by all"  # noqa: S608
    assert again.ask(query) == week.house.ask(f"select {columns} from article order by all")  # noqa: S608
    again_codes = again.ask("select source, name, code from rejected order by all")
    pages = "select source, name, code from rejected join raw using (record_id) where known is not null order by all"
    assert again_codes == [row for row in week.house.ask(pages) if row[2] != "media_type"]
    assert summary.updated == sum(run["updated"] for run in week.told["runs"]) == 1
    assert len(find_files(week.house.folder / "raw")) == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"first": ["127.0.1.1", "127.0.2.1"]}, "one of its addresses"),
        ({"first": ["127.0.2.1"]}, "its address"),
    ],
)
def test_a_name_that_leads_inside_is_refused_before_any_socket(changes: dict[str, list[str]], why: str) -> None:
    with World() as world:
        port = int(world.forbidden.rpartition(":")[2])
        with pytest.raises(FetchError) as refused:
            fetch(f"http://news.test:{port}/", FetchSettings(), resolver=lambda _host, _port: changes["first"])
        assert (refused.value.code, world.read_log()["forbidden"]) == ("refused", []), why


def test_a_name_that_changes_between_answers_is_asked_once_a_hop_and_pinned() -> None:
    """First our outlet, then the server that nobody may ask: the second answer is never needed."""
    with World() as world:
        place = world.places["Courier"]
        address, _, port = place.rpartition(":")
        answers = iter([[address], ["127.0.2.1"], ["127.0.2.1"]])
        asked: list[str] = []

        def change(host: str, _port: int) -> list[str]:
            asked.append(host)
            return next(answers)

        settings = FetchSettings(allow_hosts=(f"news.test:{port}",))
        page = fetch(f"http://news.test:{port}/herat", settings, resolver=change)
        assert (page.status, asked) == (200, ["news.test"])
        assert world.read_log()["forbidden"] == []


# --- what is turned on in landed.py


@needs("retry_after")
def test_a_feed_is_not_asked_before_it_allows(week: Week) -> None:
    first, second, *_ = week.asked("Monitor", "/feed.xml")
    assert second["at"] - first["at"] >= RETRY_AFTER


@needs("gone_feed")
def test_a_feed_that_is_gone_is_asked_no_more(week: Week) -> None:
    assert [request["day"] for request in week.asked("Sentinel", "/feed.xml")] == [1, 2, 3]


@needs("robots")
def test_what_robots_txt_forbids_is_not_asked_for(week: Week) -> None:
    assert week.asked("Polite", "/private") == []
    assert len(week.asked("Polite", "/robots.txt")) == 1


@needs("amp")
def test_an_amp_page_and_its_own_page_are_one_article(week: Week) -> None:
    assert week.house.ask("select count(*) from article where outlet = 'Ampere'") == [(1,)]


@needs("paywall")
def test_a_stub_gives_way_to_the_summary(week: Week) -> None:
    assert "Subscribe" not in week.text_of("Wall", "/summary")


@needs("updated_entries")
def test_an_updated_entry_is_a_new_version(week: Week) -> None:
    assert "Sheberghan" in week.text_of("Gazette", "/changed")
    assert week.house.ask("select version from article where url like '%/changed'") == [(2,)]


@needs("br_zstd")
def test_brotli_and_zstd_pages_are_read(week: Week) -> None:
    for kind in ("br", "zstd"):
        assert f"Lashkar Gah {kind}" in week.text_of("Bulletin", f"/page-{kind}")


def test_the_list_of_what_landed_names_only_what_is_known() -> None:
    written = Path(__file__).with_name("landed.py").read_text()
    known = {line.split()[1] for line in written.splitlines() if line.startswith("#   ")}
    assert known >= LANDED
    used = {entry.needs for outlet in OUTLETS.values() for entry in outlet.entries if entry.needs}
    assert used <= known
