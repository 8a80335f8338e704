"""Feed bytes to entries: nothing fetched, nothing expanded, nothing made up."""

import time
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">%s]>
<rss version="2.0"><channel><title>&i;</title><item><title>&i;</title></item></channel></rss>"""


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-32", "utf-16-be"])
def test_an_entity_bomb_is_refused_before_it_is_parsed(codec: str) -> None:
    names = "abcdefghi"
    entities = "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairwise(names))
    started = time.monotonic()
    with pytest.raises(ParseError) as caught:
        read_feed((BOMB % entities).encode(codec), url=URL)
    assert caught.value.code == "entities"
    assert time.monotonic() - started < 1


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
    started = time.monotonic()
    plain_text(part * 200_000)
    assert time.monotonic() - started < 2


@given(st.binary(max_size=200))
def test_any_bytes_are_entries_or_an_error(noise: bytes) -> None:
    for body in (noise, b"<rss version='2.0'><channel><item>" + noise, RSS.encode()[:700] + noise):
        try:
            entries = read_feed(body, url=URL).items
        except ParseError:
            continue
        assert all(entry.item_id for entry in entries)
