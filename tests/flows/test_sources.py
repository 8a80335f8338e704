"""What the user names becomes documents; what cannot be read is one row, and the rest goes on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.pages import PageReader
from flows.records import FeedMemory, FeedState, Rejected
from flows.settings import FeedSettings, FetchSettings, Settings
from flows.sources import Found, find_documents
from parsers.documents.articles import read_article
from parsers.records import Document
from tests.loopback import Loopback, Reply, reader_processes

OWN = "The city of Zaranj fell to the Taliban on Friday, officials and residents said. " * 4


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader() as shared:
        yield shared


def settings_for(*servers: Loopback, feeds: tuple[FeedSettings, ...] = ()) -> Settings:
    hosts = tuple(server.host for server in servers)
    fetch = FetchSettings(allow_hosts=hosts, deadline_seconds=2, interval_seconds=0)
    return Settings(fetch=fetch, feeds=feeds)


def found_in(*sources: str | Path, settings: Settings | None = None, memory: FeedMemory | None = None) -> list[Found]:
    names = [str(source) for source in sources]
    return list(find_documents(names, settings=settings or Settings(), memory=memory))


def documents(found: list[Found]) -> list[Document]:
    return [thing for thing in found if isinstance(thing, Document)]


def rejections(found: list[Found]) -> list[tuple[str, str]]:
    return [(thing.name, thing.code) for thing in found if isinstance(thing, Rejected)]


def states(found: list[Found]) -> list[FeedState]:
    return [thing for thing in found if isinstance(thing, FeedState)]


def a_feed(*items: str, title: str = "Example News") -> str:
    return f"<rss version='2.0'><channel><title>{title}</title>{''.join(items)}</channel></rss>"


def an_item(guid: str, link: str = "", text: str = "") -> str:
    link = f"<link>{link}</link>" if link else ""
    day = "<pubDate>Fri, 06 Aug 2021 18:30:00 GMT</pubDate>"
    return f"<item><guid>{guid}</guid><title>Title {guid}</title>{link}<description>{text}</description>{day}</item>"


def test_a_page_is_one_document(loopback: Loopback) -> None:
    loopback.page("/b", "<html><p>Kabul")
    source = loopback.redirect("/a", "/b")
    configured = FeedSettings(url=source, outlet="Example")
    (document,) = found_in(source, settings=settings_for(loopback, feeds=(configured,)))
    assert isinstance(document, Document)
    assert (document.source, document.known.url, document.known.outlet) == (source, loopback.url("/b"), "Example")
    assert (document.media_type, document.charset, document.body) == ("text/html", "utf-8", b"<html><p>Kabul")


def test_sources_that_cannot_be_had_are_rejected_and_the_others_go_on(loopback: Loopback) -> None:
    text = loopback.route("/a", Reply(body=b"Kabul", media_type="text/plain"))
    picture = loopback.route("/p", Reply(body=b"\x89PNG", media_type="image/png"))
    bomb = loopback.feed("/bomb", "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'/>")
    refused = "http://169.254.169.254/latest"
    found = found_in(loopback.url("/no"), picture, bomb, refused, text, settings=settings_for(loopback))
    assert rejections(found) == [
        (loopback.url("/no"), "http_404"),
        (picture, "media_type"),
        (bomb, "entities"),
        (refused, "refused"),
    ]
    assert [document.media_type for document in documents(found)] == ["text/plain"]


def test_a_feed_gives_its_pages_and_then_its_state(loopback: Loopback) -> None:
    for number in range(20):
        loopback.page(f"/{number}", f"<html>{number}")
    items = [an_item(str(number), f"/{number}", OWN) for number in range(20)]
    source = loopback.feed("/rss", a_feed(*items), etag='"v1"', last_modified="Fri, 06 Aug 2021 10:00:00 GMT")
    found = found_in(source, settings=settings_for(loopback))
    assert [document.body for document in documents(found)] == [f"<html>{number}".encode() for number in range(20)]
    first = documents(found)[0]
    assert (first.source, first.name, first.item_id) == (source, loopback.url("/0"), "0")
    assert (first.known.title, first.known.outlet, first.known.url) == ("Title 0", "Example News", loopback.url("/0"))
    assert first.known.published == datetime(2021, 8, 6, 18, 30, tzinfo=UTC)
    assert first.fallback == OWN.strip()
    assert found[-1] == FeedState(
        url=source,
        outlet="Example News",
        etag='"v1"',
        last_modified="Fri, 06 Aug 2021 10:00:00 GMT",
        status=200,
        complete=True,
        items=tuple(map(str, range(20))),
    )


def test_a_feed_that_has_not_changed_gives_only_its_state(loopback: Loopback) -> None:
    source = loopback.feed("/rss", a_feed(an_item("1", "/1")), etag='"v1"')
    before = FeedState(url=source, outlet="Example News", etag='"v1"', status=200)
    found = found_in(source, settings=settings_for(loopback), memory=FeedMemory(states={source: before}))
    assert found == [FeedState(url=source, outlet="Example News", etag='"v1"', status=304)]
    assert [request.path for request in loopback.requests] == ["/rss"]


def test_a_feed_that_was_not_completed_is_asked_for_as_if_new(loopback: Loopback) -> None:
    source = loopback.feed("/rss", a_feed(), etag='"v1"')
    before = FeedState(url=source, etag='"v1"', complete=False)
    (state,) = found_in(source, settings=settings_for(loopback), memory=FeedMemory(states={source: before}))
    assert isinstance(state, FeedState)
    assert state.status == 200


def test_entries_seen_before_are_not_fetched_again(loopback: Loopback) -> None:
    loopback.page("/2", "<html>2")
    source = loopback.feed("/rss", a_feed(an_item("1", "/1"), an_item("2", "/2"), an_item("2", "/2")))
    memory = FeedMemory(seen=frozenset({(source, "1"), ("http://other/", "2")}))
    found = found_in(source, settings=settings_for(loopback), memory=memory)
    assert [document.item_id for document in documents(found)] == ["2"]
    assert [state.items for state in states(found)] == [("2",)]
    assert loopback.asked("/1") == []
    assert len(loopback.asked("/2")) == 1


def test_where_the_page_cannot_be_had_the_entry_stands_in(loopback: Loopback) -> None:
    loopback.route("/png", Reply(body=b"\x89PNG", media_type="image/png"))
    loopback.route("/busy", Reply(status=503))
    items = [
        an_item("long", "/no", OWN),
        an_item("short", "/no", "too short"),
        an_item("png", "/png", "too short"),
        an_item("unlinked", "", "Short, but all there is."),
        an_item("busy", "/busy", OWN),
        an_item("private", "http://10.0.0.1/", ""),
    ]
    source = loopback.feed("/rss", a_feed(*items))
    found = found_in(source, settings=settings_for(loopback))
    assert [(d.item_id, d.media_type) for d in documents(found)] == [
        ("long", "text/plain"),
        ("unlinked", "text/plain"),
        ("busy", "text/plain"),
    ]
    assert read_article(documents(found)[0]).text == OWN.strip()
    assert rejections(found) == [
        (loopback.url("/no"), "http_404"),
        (loopback.url("/png"), "media_type"),
        ("http://10.0.0.1/", "refused"),
    ]
    (state,) = states(found)
    assert state.complete
    assert state.items == ("long", "short", "png", "unlinked", "busy", "private")


def test_a_page_that_may_be_had_later_leaves_the_feed_incomplete(loopback: Loopback) -> None:
    loopback.route("/busy", Reply(status=503), Reply(status=503), Reply(body=b"<html>now"))
    loopback.page("/1", "<html>1")
    source = loopback.feed("/rss", a_feed(an_item("1", "/1"), an_item("busy", "/busy")))
    found = found_in(source, settings=settings_for(loopback))
    assert rejections(found) == [(loopback.url("/busy"), "http_503")]
    (state,) = states(found)
    assert (state.complete, state.items) == (False, ("1",))
    memory = FeedMemory(seen=frozenset((source, item) for item in state.items))
    again = found_in(source, settings=settings_for(loopback), memory=memory)
    assert [document.body for document in documents(again)] == [b"<html>now"]
    assert states(again)[0].complete


def test_the_configuration_knows_a_feed_better_than_itself(loopback: Loopback) -> None:
    loopback.page("/1", "<html>1")
    source = loopback.feed("/rss", a_feed(an_item("1", "/1"), title="Latest stories - rss"))
    configured = FeedSettings(url=source, outlet="Pajhwok", language="en")
    found = found_in(source, settings=settings_for(loopback, feeds=(configured,)))
    assert (documents(found)[0].known.outlet, documents(found)[0].known.language) == ("Pajhwok", "en")
    assert states(found)[0].outlet == "Pajhwok"


def test_a_feed_file_gives_its_entries(tmp_path: Path, loopback: Loopback) -> None:
    page = loopback.page("/1", "<html>1")
    path = tmp_path / "feed.xml"
    path.write_text(a_feed(an_item("1", page), an_item("2", "http://127.0.0.1:9/x", OWN), an_item("3", "no-host", "x")))
    found = found_in(tmp_path, settings=settings_for(loopback))
    assert [(d.source, d.item_id, d.media_type) for d in documents(found)] == [
        (str(path), "1", "text/html"),
        (str(path), "2", "text/plain"),
    ]
    assert [code for _, code in rejections(found)] == ["refused"]
    assert states(found) == [FeedState(url=str(path), outlet="Example News", items=("1", "2", "3"))]


def test_feeds_and_pages_are_read_in_the_order_named(loopback: Loopback, tmp_path: Path) -> None:
    loopback.route("/late", Reply(body=b"<html>late", delay=0.3))
    loopback.page("/early", "<html>early")
    (tmp_path / "a.txt").write_text("file")
    found = found_in(loopback.url("/late"), tmp_path / "a.txt", loopback.url("/early"), settings=settings_for(loopback))
    assert [document.body for document in documents(found)] == [b"<html>late", b"file", b"<html>early"]


def test_a_shared_reader_reads_the_feeds(loopback: Loopback, reader: PageReader) -> None:
    source = loopback.feed("/rss", a_feed(an_item("1", "", "Kabul fell.")))
    found = list(find_documents([source], settings=settings_for(loopback), reader=reader))
    assert [document.body for document in documents(found)] == [b"Kabul fell."]


def test_a_reading_that_is_left_early_leaves_nothing_behind(loopback: Loopback) -> None:
    items = [an_item(str(number), f"/{number}", OWN) for number in range(30)]
    source = loopback.feed("/rss", a_feed(*items))
    before = reader_processes()
    reading = find_documents([source], settings=settings_for(loopback))
    next(reading)
    assert len(reader_processes() - before) == 1
    reading.close()  # type: ignore[attr-defined]
    assert reader_processes() == before
    assert len(loopback.requests) < 20
