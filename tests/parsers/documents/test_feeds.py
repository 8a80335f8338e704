"""Feed bytes to entries: nothing fetched, nothing expanded, nothing made up."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.feed_dates import believed
from parsers.documents.feeds import is_feed, plain_text, read_feed
from parsers.errors import ParseError

URL = "https://example.org/news/rss"

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Example &amp; News</title><link>https://example.org/</link><language>en-us</language>
<item><guid isPermaLink="false">one</guid><link>/a?x=1&amp;y=2</link><title>Zaranj &lt;b&gt;falls&lt;/b&gt;</title>
<description><![CDATA[<p>First&nbsp;line.</p><script>alert(1)</script>
<p>Second <a href="x">line</a>.</p>]]></description>
<content:encoded><![CDATA[<p>Longer.</p>]]></content:encoded>
<pubDate>Fri, 06 Aug 2021 18:30:00 +0430</pubDate></item>
<item><link>https://example.org/b</link><title>No date</title></item>
<item><title>Nothing</title><description>else</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Exemple</title>
<entry><id>urn:1</id><link rel="alternate" href="b"/><title type="html">L&amp;eacute;o</title>
<updated>2021-08-06T10:00:00Z</updated><summary>Résumé</summary></entry></feed>"""


def test_an_rss_feed_gives_its_entries() -> None:
    first, second, third = read_feed(RSS.encode(), url=URL).items
    assert first.item_id == "one"
    assert first.link == "https://example.org/a?x=1&y=2"
    assert first.title == "Zaranj falls"
    assert first.summary == "First line.\n\nSecond line."
    assert first.content == "Longer."
    assert first.published == datetime(2021, 8, 6, 14, 0, tzinfo=UTC)
    assert (first.outlet, first.language) == ("Example & News", "en")
    assert (second.item_id, second.published) == ("https://example.org/b", None)
    assert third.link is None
    assert third.item_id == read_feed(RSS.encode(), url="https://elsewhere.example/").items[2].item_id


def test_an_atom_feed_gives_its_entries() -> None:
    (entry,) = read_feed(ATOM.encode(), url=URL).items
    assert (entry.item_id, entry.link, entry.title) == ("urn:1", "https://example.org/news/b", "Léo")
    assert entry.published == datetime(2021, 8, 6, 10, tzinfo=UTC)
    assert (entry.outlet, entry.language, entry.summary) == ("Exemple", "fr", "Résumé")


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read_feed(b"<rss version='2.0'><channel><title>x</title></channel></rss>", url=URL).items == ()


@pytest.mark.parametrize(
    "body", [RSS, ATOM, "\ufeff<rdf:RDF xmlns:rdf='x'/>", "<?xml version='1.0'?><!DOCTYPE rss><rss/>"]
)
def test_a_feed_is_known_by_its_root(body: str) -> None:
    assert is_feed(body.encode())
    assert is_feed(body.encode("utf-16"))


@pytest.mark.parametrize(
    "body", [b"", b"<html><rss/></html>", b"<!doctype html><p>", b"rss", b"{}", b"\0\xff", b"<sitemap/>"]
)
def test_what_is_no_feed_is_an_error(body: bytes) -> None:
    assert not is_feed(body)
    with pytest.raises(ParseError) as caught:
        read_feed(body, url=URL)
    assert caught.value.code == "not_a_feed"
    assert caught.value.name == URL


# --- kinds of feeds

RSS_090 = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Old</title></channel>
<item><title>A town falls</title><link>http://example.org/1</link></item></rdf:RDF>"""
RSS_091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">
<rss version="0.91"><channel><title>Old</title><language>en</language>
<item><title>A town falls</title><link>http://example.org/1</link><description>Text.</description></item></channel></rss>"""
RSS_092 = RSS_091.replace("0.91", "0.92")
RSS_100 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://example.org/"><title>Old</title></channel>
<item rdf:about="http://example.org/1"><title>A town falls</title><link>http://example.org/1</link>
<dc:date>2021-08-06T10:00:00+04:30</dc:date></item></rdf:RDF>"""
RSS_200 = RSS_091.replace("0.91", "2.0")
ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title><entry><title>A town falls</title>
<link rel="alternate" type="text/html" href="http://example.org/1"/><id>1</id><issued>2021-08-06T10:00:00Z</issued>
</entry></feed>"""
JSON_10 = """{"version": "https://jsonfeed.org/version/1", "title": "Old", "items": [
{"id": 1, "url": "http://example.org/1", "title": "A town falls", "content_text": "Text."}]}"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="x" xmlns:image="y"><url>
<loc>http://example.org/1</loc><image:image><image:title>No</image:title></image:image><news:news><news:publication>
<news:name>Old</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2021-08-06T10:00Z</news:publication_date><news:title>A town falls</news:title></news:news></url>
<url><loc>http://example.org/about</loc><lastmod>2021-08-06</lastmod></url></urlset>"""
KINDS = {"0.90": RSS_090, "0.91": RSS_091, "0.92": RSS_092, "1.0": RSS_100, "2.0": RSS_200}
KINDS |= {"atom 0.3": ATOM_03, "atom 1.0": ATOM, "json": JSON_10, "sitemap": SITEMAP}


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"atom 1.0"}))
def test_every_kind_of_feed_gives_title_and_link(kind: str) -> None:
    body = KINDS[kind].encode()
    assert is_feed(body)
    feed = read_feed(body, url=URL)
    (entry,) = feed.items
    assert (entry.title, entry.link, feed.outlet) == ("A town falls", "http://example.org/1", "Old")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be", "cp1251", "koi8-r"])
def test_a_feed_is_read_in_the_encoding_that_it_declares(codec: str) -> None:
    text = f'<?xml version="1.0" encoding="{codec.removesuffix("-sig")}"?>' + RSS_200.partition("\n")[2]
    entry = read_feed(text.replace("A town falls", "Город пал").encode(codec), url=URL).items[0]
    assert entry.title == "Город пал"


def test_what_the_server_says_of_the_encoding_counts_where_the_feed_says_nothing() -> None:
    body = RSS_200.replace("A town falls", "Город пал").encode("cp1251")
    assert read_feed(body, url=URL, charset="windows-1251").items[0].title == "Город пал"


def test_the_date_of_dublin_core_is_one() -> None:
    (entry,) = read_feed(RSS_100.encode(), url=URL).items
    assert entry.published == datetime(2021, 8, 6, 5, 30, tzinfo=UTC)


def an_rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>x</title>{''.join(items)}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("item", "link", "item_id"),
    [
        ("<guid>http://a.example/1</guid>", "http://a.example/1", "http://a.example/1"),
        ("<guid isPermaLink='true'>/1</guid>", "https://example.org/1", "/1"),
        ("<guid isPermaLink='false'>http://a.example/1</guid>", None, "http://a.example/1"),
        ("<guid>12345</guid>", None, "12345"),
        ("<guid>tag:a.example,2021:1</guid>", None, "tag:a.example,2021:1"),
        ("<link>/l</link><guid>http://a.example/1</guid>", "https://example.org/l", "http://a.example/1"),
        ("<link>/l</link>", "https://example.org/l", "https://example.org/l"),
        ("<link>/l</link><guid> </guid>", "https://example.org/l", "https://example.org/l"),
        ("<title>t</title><enclosure url='http://a.example/a.mp3' length='1' type='audio/mpeg'/>", None, None),
    ],
)
def test_a_guid_is_a_link_only_where_it_says_so(item: str, link: str | None, item_id: str | None) -> None:
    (entry,) = read_feed(an_rss(f"<item>{item}</item>"), url=URL).items
    assert entry.link == link
    assert entry.item_id == item_id or item_id is None


def test_relative_links_are_read_by_xml_base() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/news/"><title>x</title>
    <link rel="next" href="?page=2"/>
    <entry xml:base="2021/"><id>1</id><link href="a"/></entry>
    <entry xml:base="http://b.example/c/"><id>2</id><link rel="enclosure" href="a.mp3"/>
    <link href="d"/></entry></feed>"""
    feed = read_feed(body.encode(), url=URL)
    assert [entry.link for entry in feed.items] == ["https://example.org/news/2021/a", "http://b.example/c/d"]
    assert feed.older == "https://example.org/news/?page=2"


def test_a_feed_says_where_older_entries_are() -> None:
    archive = "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='prev-archive' href='/2020'/>"
    assert read_feed(an_rss(archive), url=URL).older == "https://example.org/2020"
    assert (
        read_feed(JSON_10.replace("{", '{"next_url": "/2020", ', 1).encode(), url=URL).older
        == "https://example.org/2020"
    )
    assert read_feed(an_rss(), url=URL).older is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("<pubDate>Fri, 06 Aug 2021 18:30:00 EST</pubDate>", datetime(2021, 8, 6, 23, 30, tzinfo=UTC)),
        ("<pubDate>2021-08-06</pubDate>", datetime(2021, 8, 6, tzinfo=UTC)),
        ("<pubDate>2021-13-45T00:00:00Z</pubDate>", None),
        ("<pubDate>2021</pubDate>", None),
        ("<pubDate>2021-W31</pubDate>", None),
        ("<pubDate>1628274600</pubDate>", None),
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>", None),
        ("<pubDate>0001-01-01T00:00:00Z</pubDate>", None),
        ("<pubDate>Sat, 31 Feb 2021 10:00:00 GMT</pubDate>", None),
        ("<pubDate>yesterday</pubDate>", None),
        ("<pubDate/>", None),
        ("", None),
    ],
)
def test_a_date_that_is_none_is_unknown(said: str, meant: datetime | None) -> None:
    (entry,) = read_feed(an_rss(f"<item><title>t</title>{said}</item>"), url=URL).items
    assert entry.published == meant


def test_a_date_in_the_future_is_not_believed() -> None:
    now = datetime(2021, 8, 6, 12, tzinfo=UTC)
    assert believed(now + timedelta(hours=14), now=now) == now + timedelta(hours=14)
    assert believed(now + timedelta(days=2), now=now) is None
    assert believed(None, now=now) is None


@pytest.mark.parametrize(
    "title",
    ["&lt;b&gt;A&lt;/b&gt; &amp;amp; B", "<![CDATA[<b>A</b> &amp; B]]>", "<![CDATA[A &#38; B<script>x</script>]]>"],
)
def test_html_in_a_title_is_text(title: str) -> None:
    (entry,) = read_feed(an_rss(f"<item><title>{title}</title></item>"), url=URL).items
    assert entry.title == "A & B"


def test_a_feed_that_is_broken_half_way_gives_what_it_holds() -> None:
    whole = an_rss("<item><title>One & two</title><link>/1</link></item><item><title>Three</title><link>/2</lin")
    assert [entry.title for entry in read_feed(whole, url=URL).items][:1] == ["One & two"]


@pytest.mark.parametrize(
    "date",
    [
        "<atom:updated xmlns:atom='http://www.w3.org/2005/Atom'>2021-08-06T10:00:00Z</atom:updated>",
        "<dcterms:modified xmlns:dcterms='http://purl.org/dc/terms/'>2021-08-06T10:00:00Z</dcterms:modified>",
    ],
)
def test_rss_says_that_an_entry_was_updated_by_the_words_of_others(date: str) -> None:
    (entry,) = read_feed(an_rss(f"<item><guid>1</guid><title>t</title>{date}</item>"), url=URL).items
    assert entry.updated == datetime(2021, 8, 6, 10, 0, tzinfo=UTC)


# --- sitemaps and JSON


def test_a_news_sitemap_gives_its_articles_and_no_other_pages() -> None:
    feed = read_feed(SITEMAP.encode(), url=URL)
    (entry,) = feed.items
    assert feed.kind == "sitemap"
    assert (entry.item_id, entry.published) == ("http://example.org/1", datetime(2021, 8, 6, 10, tzinfo=UTC))
    assert (entry.outlet, entry.language) == ("Old", "en")


def test_an_index_of_sitemaps_names_those_of_the_news_and_the_newest_first() -> None:
    days = "".join(
        f"<sitemap><loc>/{day}.xml</loc><lastmod>2021-08-{day:02}</lastmod></sitemap>" for day in range(1, 20)
    )
    feed = read_feed(f"<sitemapindex>{days}<sitemap><loc>/news.xml</loc></sitemap></sitemapindex>".encode(), url=URL)
    assert feed.items == ()
    assert feed.parts[:3] == (
        "https://example.org/news.xml",
        "https://example.org/19.xml",
        "https://example.org/18.xml",
    )
    assert len(feed.parts) == 10


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<urlset><url><loc>http://a/</loc></url></urlset>", "not_a_feed"),
        (b"<urlset/>", "not_a_feed"),
        (b"<urlset><url>", "xml"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": ', "json"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": {}}', "not_a_feed"),
    ],
)
def test_what_has_no_news_is_one_sentence(body: bytes, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_feed(body, url=URL)
    assert caught.value.code == code


def test_a_json_feed_with_fields_of_other_types_is_read_without_them() -> None:
    body = """{"version": "https://jsonfeed.org/version/1.1", "title": 5, "language": "en-GB", "items": [7,
    {"id": true}, {"id": "a", "title": "<b>T</b>", "summary": [], "content_html": "<p>One</p><p>Two</p>",
     "content_text": "One",
     "date_published": "2021-08-06T10:00:00+04:30", "date_modified": "soon", "url": {}, "language": "fr"}]}"""
    feed = read_feed(body.encode(), url=URL)
    odd, entry = feed.items
    assert (feed.outlet, odd.link, odd.published) == (None, None, None)
    assert (entry.item_id, entry.title, entry.content, entry.link) == ("a", "T", "One\n\nTwo", None)
    assert (entry.published, entry.updated, entry.language) == (datetime(2021, 8, 6, 5, 30, tzinfo=UTC), None, "fr")


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">%s]>
<rss version="2.0"><channel><title>&i;</title><item><title>&i;</title></item></channel></rss>"""


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-32", "utf-16-be"])
def test_an_entity_bomb_is_refused_before_it_is_parsed(codec: str) -> None:
    names = "abcdefghi"
    entities = "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairwise(names))
    with pytest.raises(ParseError) as caught:
        read_feed((BOMB % entities).encode(codec), url=URL)
    assert caught.value.code == "entities"


def test_an_encoding_that_hides_markup_is_refused() -> None:
    body = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE rss +AFsAPAAh-ENTITY a "x"+AD4AXQA+-<rss/>'
    with pytest.raises(ParseError) as caught:
        read_feed(body, url=URL)
    assert caught.value.code == "encoding"


def test_a_local_file_is_never_opened() -> None:
    with pytest.raises(ParseError):
        read_feed(b"/etc/hostname", url=URL)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a <b>c</b> &amp; d", "a c & d"),
        ("troops &lt; 500", "troops < 500"),
        ("5 < 6 > 4", "5 < 6 > 4"),
        ("a<br/>b<p class='x'>c", "a\n\nb\n\nc"),
        ("a<!-- <p>b</p> -->c<style>d</style>e", "ace"),
        ("a<script>b", "a"),
        (None, ""),
        ("\ud800", "\ufffd"),
    ],
)
def test_markup_becomes_text(markup: object, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize("part", ["<", "<a ", "<!--", "<script>", "&", "<p>", "&#", "<style><!--"])
def test_hostile_markup_costs_linear_time(part: str) -> None:
    started = time.process_time()
    plain_text(part * 200_000)
    assert time.process_time() - started < 30  # a quadratic one takes many minutes


@given(st.binary(max_size=200))
def test_any_bytes_are_entries_or_an_error(noise: bytes) -> None:
    json_start = b'{"version": "https://jsonfeed.org/version/1", "items": '
    starts = (b"", b"<rss version='2.0'><channel><item>", RSS.encode()[:700], SITEMAP.encode()[:300], json_start)
    for body in (start + noise for start in starts):
        try:
            entries = read_feed(body, url=URL).items
        except ParseError:
            continue
        assert all(entry.item_id for entry in entries)
