"""What tests of a whole run share: settings, feeds with pages, the rows afterwards, Prefect once a session."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from flows.pipeline import RunSummary, run_pipeline
from flows.settings import Settings, load_settings
from tests.template import lay_warehouse
from warehouse.connection import open_reader

TABLES = (
    *("article", "mention", "event", "event_mention", "control_ledger", "alert", "place", "source", "feed_item"),
    *("rejected", "run", "delivery"),
)
FALL = "The Taliban captured the city of {city} on Sunday, residents said. The insurgents entered without a fight. "
FILLER = "Shops in the centre stayed closed for most of the day and people waited at home for news. " * 6


class House:
    """One warehouse in a folder of its own: run it, ask it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = folder / "news.duckdb"

    def settings(self, **changes: Any) -> Settings:
        """Settings for this warehouse; `allow_hosts` and `channels` as in the environment."""
        fetch = {"allow_hosts": changes.pop("allow_hosts", ""), "deadline_seconds": changes.pop("deadline", 10)}
        fetch |= {"interval_seconds": 0, **changes.pop("fetch", {})}
        alert = {"channels": changes.pop("channels", "")}
        return load_settings(None, db=self.db, fetch=fetch, alert=alert, **changes)

    def run(self, *sources: str, **changes: Any) -> RunSummary:
        """A run without Prefect."""
        screen = changes.pop("screen", None)
        return run_pipeline(sources, self.settings(**changes), direct=True, screen=screen)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the snapshot."""
        with open_reader(self.db) as con:
            return con.execute(query).fetchall()

    def counts(self) -> dict[str, int]:
        """How many rows each table has, table `run` aside."""
        return {t: self.ask(f"select count(*) from {t}")[0][0] for t in TABLES if t != "run"}  # noqa: S608

    def write(self, name: str, text: str) -> str:
        """A file in this folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """An empty warehouse."""
    house = House(tmp_path)
    lay_warehouse(house.db)
    return house


@pytest.fixture
def new_house(tmp_path: Path) -> House:
    """A folder where the first run has yet to make the warehouse."""
    return House(tmp_path)


def a_page(city: str) -> str:
    """An HTML page on the fall of a city, long enough to be an article."""
    text = f"<p>{FALL.format(city=city)}</p><p>{FILLER}</p>"
    head = f"<title>Taliban take {city}</title><meta property='article:published_time' content='2021-08-15T10:00:00Z'>"
    return f"<html><head>{head}</head><body><article><h1>Taliban take {city}</h1>{text}</article></body></html>"


def a_feed(outlet: str, links: Sequence[str]) -> str:
    """An RSS feed whose entries are links without a text of their own."""
    items = "".join(
        f"<item><title>Entry {number}</title><link>{link}</link><guid>{link}</guid>"
        "<pubDate>Sun, 15 Aug 2021 10:00:00 GMT</pubDate></item>"
        for number, link in enumerate(links)
    )
    return f"<rss version='2.0'><channel><title>{outlet}</title>{items}</channel></rss>"


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A Prefect server of the tests' own, once: it takes seconds to start."""
    home = tmp_path_factory.mktemp("prefect")
    before = dict(os.environ)
    os.environ["PREFECT_HOME"] = str(home)
    from flows.prefect_home import prepare_prefect

    prepare_prefect(home / "news.duckdb")
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=60):
        yield
    os.environ.clear()
    os.environ.update(before)
