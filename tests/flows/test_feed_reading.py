"""What a feed is set to is what is done: pages or none, older pages, sitemaps, changed entries, headers, weight."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from flows.records import FeedMemory, FeedState, Rejected
from flows.settings import FeedSettings, FetchSettings, Settings
from flows.sources import Found, find_documents
from parsers.records import Document
from tests.factories import a_pdf
from tests.flows.conftest import FILLER, House, a_page
from tests.loopback import Loopback, Reply, Request

OWN = "The city of Zaranj fell to the Taliban on Friday, officials and residents said. " * 4


def found_in(source: str, *servers: Loopback, memory: FeedMemory | None = None, **known: object) -> list[Found]:
    """The documents of a feed that is configured so; `run_backfill` is what the command line asks for."""
    run_backfill = known.pop("run_backfill", None)
    fetch = FetchSettings(allow_hosts=tuple(server.host for server in servers), deadline_seconds=2)
    settings = Settings(fetch=fetch, feeds=(FeedSettings(url=source, **known),), backfill=run_backfill)  # type: ignore[arg-type]
    return list(find_documents([source], settings=settings, memory=memory))


def items_of(found: list[Found]) -> list[str | None]:
    return [thing.item_id for thing in found if isinstance(thing, Document)]


def state_of(found: list[Found]) -> FeedState:
    (state,) = [thing for thing in found if isinstance(thing, FeedState)]
    return state


def memory_of(*states: FeedState) -> FeedMemory:
    """What the warehouse would know after these readings."""
    keys = {(state.url, item): mark for state in states for item, mark in state.fingerprints.items()}
    return FeedMemory(states={state.url: state for state in states}, seen=frozenset(keys), fingerprints=keys)


def an_item(guid: str, link: str = "", text: str = OWN, title: str = "Title") -> str:
    link = f"<link>{link}</link>" if link else ""
    said = f"<title>{title}</title>{link}<description>{text}</description>"
    return f"<item><guid isPermaLink='false'>{guid}</guid>{said}</item>"


def a_feed(*items: str, older: str = "") -> str:
    link = f"<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='next' href='{older}'/>" if older else ""
    return f"<rss version='2.0'><channel><title>Example News</title>{link}{''.join(items)}</channel></rss>"


def test_a_feed_that_holds_the_whole_text_asks_for_no_page(loopback: Loopback) -> None:
    loopback.page("/2", "<html>2")
    source = loopback.feed("/rss", a_feed(an_item("1", "/1"), an_item("2", "/2", "")))
    found = found_in(source, loopback, full_text="feed")
    first, second = (thing for thing in found if isinstance(thing, Document))
    assert (first.media_type, first.body.decode(), first.known.url) == ("text/plain", OWN.strip(), loopback.url("/1"))
    assert second.body == b"<html>2"  # without any text of its own it is nothing but a link
    assert loopback.asked("/1") == []


def in_pages(loopback: Loopback) -> str:
    """A feed of five pages whose last one leads back to the first."""
    for page in range(5):
        loopback.feed(
            f"/rss/{page}", a_feed(an_item(f"{page}"), an_item(f"{page + 1}"), older=f"/rss/{(page + 1) % 5}")
        )
    return loopback.url("/rss/0")


def test_older_pages_are_read_only_where_asked_for_and_only_so_many(loopback: Loopback) -> None:
    source = in_pages(loopback)
    assert items_of(found_in(source, loopback)) == ["0", "1"]
    assert items_of(found_in(source, loopback, backfill=2)) == ["0", "1", "2", "3"]
    assert items_of(found_in(source, loopback, backfill=2, run_backfill=1)) == ["0", "1", "2"]


def pages_asked(server: Loopback) -> list[Request]:
    """All but robots.txt, which is asked for by us and not for the feed."""
    return [request for request in server.requests if request.path != "/robots.txt"]


def test_pages_that_lead_in_a_circle_are_read_once(loopback: Loopback) -> None:
    source = in_pages(loopback)
    assert items_of(found_in(source, loopback, run_backfill=100)) == ["0", "1", "2", "3", "4", "5"]
    assert len(pages_asked(loopback)) == 5


def test_a_feed_that_is_known_is_not_filled_back_again_by_its_setting(loopback: Loopback) -> None:
    source = in_pages(loopback)
    memory = FeedMemory(states={source: FeedState(url=source, etag='"1"')}, seen=frozenset({(source, "x")}))
    assert items_of(found_in(source, loopback, backfill=2, memory=memory)) == ["0", "1"]
    assert items_of(found_in(source, loopback, memory=memory, run_backfill=1)) == ["0", "1", "2"]
    asked = loopback.asked("/rss/0")
    assert [request.headers.get("if-none-match") for request in asked] == ['"1"', None]


def test_an_older_page_that_cannot_be_had_is_one_rejection(loopback: Loopback) -> None:
    source = loopback.feed("/rss", a_feed(an_item("1"), older="/gone"), etag='"1"')
    found = found_in(source, loopback, run_backfill=3)
    assert items_of(found) == ["1"]
    assert [(one.name, one.code) for one in found if isinstance(one, Rejected)] == [(loopback.url("/gone"), "http_404")]
    assert not state_of(found).complete


def a_sitemap(*pages: str) -> str:
    news = "<n:news><n:publication_date>2021-08-15T10:00Z</n:publication_date><n:title>T</n:title></n:news>"
    urls = "".join(f"<url><loc>{page}</loc>{news}</url>" for page in pages)
    return f"<urlset xmlns:n='x'>{urls}</urlset>"


def test_a_news_sitemap_is_a_source(loopback: Loopback) -> None:
    page = loopback.page("/1", "<html>1")
    source = loopback.feed("/news.xml", a_sitemap(page))
    found = found_in(source, loopback)
    (document,) = (thing for thing in found if isinstance(thing, Document))
    assert (document.known.published, document.known.title) == (datetime(2021, 8, 15, 10, tzinfo=UTC), "T")
    assert state_of(found).kind == "sitemap"


def test_an_index_leads_to_the_sitemaps_of_the_news(loopback: Loopback) -> None:
    one, two = loopback.page("/1", "<html>1"), loopback.page("/2", "<html>2")
    loopback.feed("/a.xml", a_sitemap(one, two))
    loopback.feed("/b.xml", a_sitemap(two))
    loopback.feed("/static.xml", "<urlset><url><loc>/about</loc></url></urlset>")
    loopback.feed("/again.xml", "<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>")
    names = ("a", "b", "static", "again", "gone")
    parts = "".join(f"<sitemap><loc>/{name}.xml</loc></sitemap>" for name in names)
    source = loopback.feed("/index.xml", f"<sitemapindex>{parts}</sitemapindex>", etag='"1"')
    found = found_in(source, loopback)
    assert items_of(found) == [one, two]
    codes = [(one.name, one.code) for one in found if isinstance(one, Rejected)]
    assert codes == [(loopback.url("/again.xml"), "nested"), (loopback.url("/gone.xml"), "http_404")]
    assert (state_of(found).kind, state_of(found).etag) == ("sitemap", None)


def test_an_entry_that_was_changed_is_read_again_and_the_others_are_not(loopback: Loopback) -> None:
    source = loopback.feed("/rss", a_feed(an_item("1"), an_item("2")))
    first = found_in(source, loopback)
    assert items_of(found_in(source, loopback, memory=memory_of(state_of(first)))) == []
    loopback.feed("/rss", a_feed(an_item("1", title="Corrected"), an_item("2")))
    second = found_in(source, loopback, memory=memory_of(state_of(first)))
    assert items_of(second) == ["1"]
    assert items_of(found_in(source, loopback, memory=memory_of(state_of(first), state_of(second)))) == []


def dated(hour: int, *guids: str) -> str:
    date = f"<pubDate>Sun, 15 Aug 2021 {hour}:00:00 GMT</pubDate>"
    return a_feed(*(an_item(guid).replace("<title>", f"{date}<title>") for guid in guids))


def test_an_entry_whose_date_alone_moved_is_read_again_once(loopback: Loopback) -> None:
    body = dated(10, "1", "2", "3")
    source = loopback.feed("/rss", body)
    first = state_of(found_in(source, loopback))
    loopback.feed("/rss", body.replace("10:00:00", "12:00:00", 1))
    second = found_in(source, loopback, memory=memory_of(first))
    assert items_of(second) == ["1"]
    assert items_of(found_in(source, loopback, memory=memory_of(first, state_of(second)))) == []


def test_a_feed_that_writes_the_present_is_not_read_again_for_it(loopback: Loopback) -> None:
    source = loopback.feed("/rss", dated(10, "1", "2", "3"))
    states = [state_of(found_in(source, loopback))]
    for hour in (11, 12):
        loopback.feed("/rss", dated(hour, "1", "2", "3", str(hour)))
        found = found_in(source, loopback, memory=memory_of(*states))
        assert items_of(found) == [str(hour)]
        states.append(state_of(found))


def test_an_entry_of_which_nothing_was_noted_is_not_read_again_but_noted(loopback: Loopback) -> None:
    source = loopback.feed("/rss", a_feed(an_item("1")))
    found = found_in(source, loopback, memory=FeedMemory(seen=frozenset({(source, "1")})))
    assert items_of(found) == []
    assert list(state_of(found).fingerprints) == ["1"]


def test_a_date_in_the_future_is_unknown(loopback: Loopback) -> None:
    later = (datetime.now(UTC) + timedelta(days=30)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    item = an_item("1").replace("<title>", f"<pubDate>{later}</pubDate><title>")
    (document,) = (d for d in found_in(loopback.feed("/rss", a_feed(item)), loopback) if isinstance(d, Document))
    assert document.known.published is None


def test_headers_go_to_the_host_of_the_feed_and_to_no_other(
    loopback: Loopback, other_loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWS_KEY", "hush")
    loopback.page("/1", "<html>1")
    loopback.redirect("/2", other_loopback.page("/2", "<html>2"))
    there = other_loopback.page("/3", "<html>3")
    source = loopback.feed("/rss", a_feed(an_item("1", "/1"), an_item("2", "/2"), an_item("3", there)))
    found_in(source, loopback, other_loopback, headers={"X-Api-Key": "env:NEWS_KEY", "User-Agent": "env:NEWS_KEY"})
    assert {request.headers.get("x-api-key") for request in pages_asked(loopback)} == {"hush"}
    assert {request.headers.get("user-agent") for request in pages_asked(loopback)} == {"hush"}
    assert len(pages_asked(other_loopback)) == 2
    assert not any("hush" in request.headers.values() for request in other_loopback.requests)


def test_a_header_that_is_not_set_rejects_the_feed_and_asks_for_nothing(loopback: Loopback) -> None:
    assert "NEWS_KEY" not in os.environ
    source = loopback.feed("/rss", a_feed(an_item("1")))
    (rejected,) = found_in(source, loopback, headers={"X-Api-Key": "env:NEWS_KEY"})
    assert isinstance(rejected, Rejected)
    assert (rejected.code, "NEWS_KEY" in rejected.detail) == ("headers", True)
    assert loopback.requests == []


# --- through the whole pipeline


def test_a_corrected_entry_is_another_version_of_its_article(house: House, loopback: Loopback) -> None:
    page = loopback.page("/1", a_page("Khost"))
    source = loopback.feed("/rss", a_feed(an_item("1", page), an_item("2", "", f"Zaranj fell on Friday. {FILLER}")))
    settings = {"allow_hosts": loopback.host}
    assert house.run(source, **settings).new == 2
    loopback.page("/1", a_page("Kunduz"))
    changed = an_item("2", "", f"Zaranj did not fall on Friday. {FILLER}")
    loopback.feed("/rss", a_feed(an_item("1", page, title="Corrected"), changed))
    second = house.run(source, **settings)
    assert (second.new, second.updated) == (0, 2)
    assert house.ask("select version, count(*) from article group by version") == [(2, 2)]
    third = house.run(source, **settings)
    assert (third.read, len(loopback.asked("/1"))) == (0, 2)


def test_country_and_weight_of_a_feed_are_joined_to_its_articles(house: House, loopback: Loopback) -> None:
    source = loopback.feed("/rss", a_feed(an_item("1")), etag='"1"')
    feed = {"url": source, "outlet": "Pajhwok", "country": "AF", "language": "en", "weight": 0.5}
    house.run(source, allow_hosts=loopback.host, feeds=[feed])
    query = "select outlet, kind, country, weight from article_source"
    assert house.ask(query) == [("Pajhwok", "feed", "AF", 0.5)]
    house.run(source, allow_hosts=loopback.host, feeds=[{**feed, "weight": 2}])  # 304, and what is configured counts
    assert house.ask(query) == [("Pajhwok", "feed", "AF", 2.0)]
    assert house.ask("select language, last_status from source") == [("en", 304)]


def test_a_sitrep_that_a_feed_links_to_is_read(house: House, loopback: Loopback) -> None:
    body = a_pdf("The Taliban captured the city of Khost on Sunday, residents said.")
    pdf = loopback.route("/sitrep", Reply(body=body, media_type="application/pdf"))
    source = loopback.feed("/rss", a_feed(an_item("1", pdf, OWN)))
    assert house.run(source, allow_hosts=loopback.host).new == 1
    assert house.ask("select text, text_origin from article") == [
        ("The Taliban captured the city of Khost on Sunday, residents said.", "page")
    ]
