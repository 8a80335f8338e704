"""Whole runs over a real server: variants are one article, a live blog grows by its posts, walls are rejected rows."""

import pytest

from tests.flows.conftest import FILLER, House, a_feed, a_page
from tests.loopback import Loopback, Reply
from tests.page_truth import body_of
from warehouse.connection import open_writer

POST = (
    "<article class='live-post' id='p{n}'><time datetime='2021-08-15T1{n}:00:00Z'>now</time><h2>{title}</h2>"
    "<p>The Taliban captured the city of {city} on Sunday, residents said.</p></article>"
)
LOCKED = (
    "<html><head><title>Taliban take Kunduz</title>"
    "<meta property='article:published_time' content='2021-08-15T10:00:00Z'></head><body><article>"
    "<h1>Taliban take Kunduz</h1><p>The Taliban captured the city of Kunduz on Sunday.</p>"
    "<div><p>Subscribe to continue reading</p></div></article></body></html>"
)


def a_blog(*cities: str) -> str:
    posts = "".join(POST.format(n=n, title=f"{city} falls", city=city) for n, city in enumerate(cities))
    return f"<html lang='en'><head><title>Live</title></head><body><h1>Afghanistan live</h1>{posts}</body></html>"


def with_canonical(page: str, url: str) -> str:
    return page.replace("<head>", f"<head><link rel='canonical' href='{url}'>")


@pytest.mark.parametrize("order", ["main first", "amp first"])
def test_a_page_and_its_amp_variant_are_one_article(house: House, loopback: Loopback, order: str) -> None:
    url = loopback.url("/world/taliban-take-khost")
    page = with_canonical(a_page("Khost"), url)
    loopback.page("/world/taliban-take-khost", page)
    loopback.page("/amp/world/taliban-take-khost", page.replace(FILLER, FILLER[: len(FILLER) // 2]))
    sources = [url, loopback.url("/amp/world/taliban-take-khost")]
    for source in sources if order == "main first" else reversed(sources):
        house.run(source, allow_hosts=loopback.host)
    house.run(sources[1], allow_hosts=loopback.host)  # and once more the variant
    assert house.ask("select url, read_url, length(text) > 600 from article") == [(url, None, True)]
    versions = house.ask("select count(*) from article_version")[0][0]
    assert versions == (0 if order == "main first" else 1)


def test_tracking_parameters_make_no_second_article(house: House, loopback: Loopback) -> None:
    url = loopback.page("/a", a_page("Khost"))
    house.run(f"{url}?utm_source=feed&utm_medium=rss", f"{url}?fbclid=1", allow_hosts=loopback.host)
    assert house.ask("select url from article") == [(url,)]


def test_a_live_blog_read_again_adds_its_new_posts_and_the_edited_ones(house: House, loopback: Loopback) -> None:
    url = loopback.route(
        "/live",
        Reply(body=a_blog("Khost", "Kunduz").encode()),
        Reply(body=a_blog("Khost", "Kunduz").encode()),
        Reply(body=a_blog("Khost", "Kunduz", "Herat").encode()),
        Reply(body=a_blog("Khost", "Taloqan", "Herat").encode()),
    )
    runs = [house.run(url, allow_hosts=loopback.host) for _ in range(4)]
    counted = [(run.read, run.new, run.updated, run.duplicate, run.rejected) for run in runs]
    assert counted == [(2, 2, 0, 0, 0), (2, 0, 0, 2, 0), (3, 1, 0, 2, 0), (3, 0, 1, 2, 0)]
    rows = house.ask("select url, title, published::varchar, part_of, date_origin from article order by published")
    assert [row[0] for row in rows] == [f"{url}#p0", f"{url}#p1", f"{url}#p2"]
    assert {(row[3], row[4]) for row in rows} == {(url, "time")}
    assert [row[1] for row in rows] == ["Khost falls", "Taloqan falls", "Herat falls"]
    assert len({row[2] for row in rows}) == 3


def test_a_post_tells_of_its_own_day(house: House, loopback: Loopback) -> None:
    house.run(loopback.page("/live", a_blog("Khost", "Kunduz")), allow_hosts=loopback.host)
    found = house.ask("select place, date_start::varchar from mention where type = 'territory_captured' order by place")
    assert ("Khost", "2021-08-15") in found


def test_a_paywall_is_a_rejected_row_and_the_feeds_own_text_stands_in_where_it_is_long_enough(
    house: House, loopback: Loopback
) -> None:
    locked, open_ = loopback.page("/locked", LOCKED), loopback.page("/short", LOCKED)
    own = f"<description>The Taliban captured Kunduz on Sunday, residents said. {FILLER}</description>"
    feed = a_feed("Sterling", [locked, open_]).replace(f"<link>{locked}</link>", f"<link>{locked}</link>{own}")
    run = house.run(loopback.feed("/feed", feed), allow_hosts=loopback.host)
    assert (run.read, run.new, run.rejected) == (2, 1, 1)
    assert house.ask("select name, code from rejected") == [(open_, "paywall")]
    assert house.ask("select url, text_origin, title from article") == [(locked, "feed", "Entry 0")]


def test_a_consent_page_is_a_rejected_row(house: House, loopback: Loopback) -> None:
    url = loopback.route("/a", Reply(body=body_of("consent-wall")))
    house.run(url, allow_hosts=loopback.host)
    assert house.ask("select name, code from rejected") == [(url, "consent")]


def test_a_page_says_who_wrote_it_when_and_by_what_it_was_read(house: House, loopback: Loopback) -> None:
    body = body_of("cp1251-undeclared")
    url = loopback.route("/ru", Reply(body=body, media_type="text/html; charset=iso-8859-1"))
    other = loopback.route("/en", Reply(body=body_of("agency").replace(b"https://meridian.example", b"/")))
    house.run(url, other, allow_hosts=loopback.host)
    rows = house.ask("""
        select title, authors, site_name, date_origin, date_precision, modified::varchar, charset, text_origin
        from article order by published, title
    """)
    assert rows[0][0] == "Город Сарбаг пал"
    assert rows[0][3:5] == ("text", "day")
    assert rows[0][6:] == ("cp1251", "page")
    assert rows[1][1:5] == (["Nadia Farsi"], "Meridian Wire", "meta", "second")
    assert rows[1][5].startswith("2021-08-06 21:10")


def test_repaired_text_keeps_what_came_and_its_quotes_fit(house: House, loopback: Loopback) -> None:
    bad = "The governor’s office didn’t answer. ".encode().decode("cp1252", "replace")
    page = a_page("Khost").replace(FILLER, f"{bad}{FILLER}").replace("<head>", "<head><meta charset='utf-8'>")
    house.run(loopback.page("/a", page), allow_hosts=loopback.host)
    ((text, before),) = house.ask("select text, before_repair from article")
    assert "governor’s office didn’t" in text
    assert "governorâ€™s office" in before
    wrong = "select count(*) from mention join article using (article_id) where text[start + 1:stop] != quote"
    assert house.ask(wrong) == [(0,)]


def test_a_live_blog_is_read_again_as_long_as_it_goes_on(house: House, loopback: Loopback) -> None:
    blog, other = loopback.page("/live/sarbagh", a_blog("Kunduz", "Ghazni")), loopback.page("/herat", a_page("Herat"))
    feed = loopback.feed("/f.rss", a_feed("Lantern", [blog, other]), etag='"1"')
    assert house.run(feed, allow_hosts=loopback.host).new == 3
    loopback.page("/live/sarbagh", a_blog("Kunduz", "Ghazni", "Farah"))
    second = house.run(feed, allow_hosts=loopback.host)
    assert (second.new, second.duplicate) == (1, 2)
    assert len(loopback.asked("/herat")) == 1
    with open_writer(house.db) as con:  # a day without a new post
        con.execute("update article set loaded_at = loaded_at - interval 25 hour")
    assert house.run(feed, allow_hosts=loopback.host).read == 0
    assert len(loopback.asked("/live/sarbagh")) == 2
    assert [one.headers.get("if-none-match") for one in loopback.asked("/f.rss")] == [None, None, '"1"']
