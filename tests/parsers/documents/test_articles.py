"""Bytes to articles: what is known wins, text stays as it came, ids are the same everywhere."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.articles import (
    canonical_url,
    decode_text,
    read_article,
    read_known,
    read_published,
    split_front_matter,
    split_heading,
    whole_text,
)
from parsers.errors import ParseError
from parsers.records import Document, Known

PAGE = """<!doctype html><html lang="en-GB"><head><title>Zaranj falls - Example News</title>
<meta property="og:title" content="Zaranj falls"><meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2021-08-06T18:30:00+00:00"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Zaranj falls</h1>
<p>Zaranj, the capital of Nimroz province, fell to the Taliban on Friday, officials said.</p>
<p>The insurgents entered the city without a fight, residents told the “Example”.</p>
<p>It is the first provincial capital to fall since the withdrawal began, the governor’s office confirmed.</p>
</article><footer>All rights reserved</footer></body></html>"""


def a_page(**changes: object) -> Document:
    page = Document(source="s", name="http://example.org/a", media_type="text/html", body=PAGE.encode())
    return replace(page, **changes)  # type: ignore[arg-type]


def a_text(body: bytes, **changes: object) -> Document:
    return replace(Document(source="s", name="a.txt", media_type="text/plain", body=body), **changes)  # type: ignore[arg-type]


def test_a_page_gives_its_main_text_and_what_it_says_of_itself() -> None:
    article = read_article(a_page(known=Known(url="http://example.org/a?utm_source=x")))
    assert article.title == "Zaranj falls"
    assert article.outlet == "Example News"
    assert article.published == datetime(2021, 8, 6, 18, 30, tzinfo=UTC)
    assert article.language == "en"
    assert article.url == "http://example.org/a"
    paragraphs = article.text.split("\n\n")
    assert paragraphs[0].startswith("Zaranj, the capital")
    assert len(paragraphs) == 3
    assert "rights" not in article.text


def test_what_is_known_wins_over_the_page() -> None:
    known = Known(
        article_id="mine",
        title="T",
        outlet="AFP",
        url="http://afp.example/1",
        published=datetime(2021, 8, 7, tzinfo=UTC),
        language="fr",
    )
    article = read_article(a_page(known=known, item_id="i"))
    found = (article.article_id, article.title, article.outlet, article.url, article.published, article.language)
    assert found == ("mine", "T", "AFP", "http://afp.example/1", datetime(2021, 8, 7, tzinfo=UTC), "fr")
    assert (article.source, article.item_id) == ("s", "i")


def test_a_day_in_the_text_is_no_day_of_publication() -> None:
    body = "<html><body><article><h1>A city</h1><p>" + "It was overthrown on August 3, 2019. " * 20 + "</p></article>"
    assert read_article(a_page(body=body.encode())).published is None


def test_a_stub_gives_way_to_the_text_of_the_feed() -> None:
    stub = b"<html><body><p>Please accept our cookies to go on reading this story.</p></body></html>"
    own = "Zaranj fell to the Taliban on Friday. " * 10
    assert read_article(a_page(body=stub, fallback=own)).text == own
    assert read_article(a_page(fallback="Short.")).text.startswith("Zaranj, the capital")


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"<html><body><script>x()</script></body></html>", b"\0\xff<"])
def test_a_page_without_text_is_an_error(body: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        read_article(a_page(body=body))
    assert caught.value.code == "empty"


def test_plain_text_stays_as_it_came() -> None:
    text = "  \r\nKabul\0 – “quote”\r\n\n\tend  \n"
    article = read_article(a_text(text.encode(), charset="utf-8"))
    assert article.text == text
    assert (article.title, article.outlet, article.published) == ("", None, None)


def test_ids_depend_on_address_or_text_alone() -> None:
    first = read_article(a_page(known=Known(url="http://Example.org/a/?utm_source=x#top")))
    second = read_article(a_page(known=Known(url="https://example.org/a", title="Other"), source="other"))
    assert first.article_id == second.article_id
    assert read_article(a_text(b"x")).article_id == read_article(a_text(b"x", name="b.txt")).article_id
    assert read_article(a_text(b"x")).article_id != read_article(a_text(b"x", known=Known(outlet="AFP"))).article_id


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTP://Example.ORG:80/A/", "https://example.org/A"),
        ("https://example.org/?gclid=1&UTM_medium=2&id=3&fbclid=4", "https://example.org?id=3"),
        ("https://example.org:8443/a?b=&c=%20d#e", "https://example.org:8443/a?b=&c=+d"),
        ("http://[bad", "http://[bad"),
        ("urn:x", "urn:x"),
    ],
)
def test_the_same_page_has_one_address(url: str, same: str) -> None:
    assert canonical_url(url) == same


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("Кабул пал".encode("cp1251"), "windows-1251", "Кабул пал"),
        ("Кабул".encode(), "iso-8859-1", "Кабул"),  # declared by habit
        ("\ufeffKabul".encode(), None, "Kabul"),
        ("\ufeffKabul".encode(), "utf-8", "Kabul"),
        ("Kabul".encode("utf-16"), None, "Kabul"),
        ("Kabul".encode("utf-16-le"), "utf-16le", "Kabul"),
        ("カブール".encode("iso2022_jp"), "iso-2022-jp", "カブール"),
        (b"Kabul\xff", "utf-8", "Kabul\ufffd"),
        (b"Kabul", "rot13", "Kabul"),
        (b"Kabul", "no-such", "Kabul"),
        (
            "The city’s fall – the third this week – was “a shock”".encode("cp1252"),
            None,
            "The city’s fall – the third this week – was “a shock”",
        ),
    ],
)
def test_text_is_decoded(body: bytes, charset: str | None, text: str) -> None:
    assert decode_text(body, charset) == text


def test_the_charset_may_stand_in_the_page() -> None:
    body = "<html><head><meta charset='windows-1251'></head><body><p>" + "Талибы взяли город Кабул. " * 20
    article = read_article(a_page(body=body.encode("cp1251"), charset=None))
    assert article.text.startswith("Талибы взяли")


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "utf-16", "latin-1", "idna", "big5", "x"]))
def test_any_bytes_are_an_article_or_empty(body: bytes, charset: str | None) -> None:
    try:
        article = read_article(a_text(body, charset=charset))
    except ParseError as error:
        assert error.code == "empty"  # noqa: PT017
        return
    article.text.encode("utf-8")


@given(st.text(st.characters(codec=None), max_size=100))
def test_lone_surrogates_are_replaced_one_by_one(text: str) -> None:
    assert len(whole_text(text)) == len(text)
    whole_text(text).encode("utf-8")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        ("2021-08-15", datetime(2021, 8, 15, tzinfo=UTC)),
        ("2021-08-15T10:00:00Z", datetime(2021, 8, 15, 10, tzinfo=UTC)),
        ("2021-08-15T01:00:00+04:30", datetime(2021, 8, 14, 20, 30, tzinfo=UTC)),
        ("2021-08-15 10:00", datetime(2021, 8, 15, 10, tzinfo=UTC)),
        (date(2021, 8, 15), datetime(2021, 8, 15, tzinfo=UTC)),
    ],
)
def test_published_is_aware(value: object, expected: datetime | None) -> None:
    assert read_published(value, name="n") == expected


@pytest.mark.parametrize("value", ["yesterday", "2021-13-01", 5, True, ["2021"], "0001-01-01T00:00:00+10:00"])
def test_a_published_that_is_no_time_is_an_error(value: object) -> None:
    with pytest.raises(ParseError, match=r"^n: published is no ISO 8601 time"):
        read_published(value, name="n")


def test_fields_are_text() -> None:
    assert read_known({"id": 7, "title": None, "more": [1]}, name="n") == Known(article_id="7")
    with pytest.raises(ParseError, match=r"^n: outlet must be text"):
        read_known({"outlet": 5}, name="n")


def test_front_matter_is_taken_off() -> None:
    block = "---\ntitle: 'Kunduz: fallen'\r\nOutlet: AFP\n# a comment\ntags:\n  - x\nurl: http://a.b/c?d=e:f\n---\n"
    fields, rest = split_front_matter(f"{block}\nBody: x\n---\n")
    assert fields == {"title": "Kunduz: fallen", "outlet": "AFP", "tags": "", "url": "http://a.b/c?d=e:f"}
    assert rest == "Body: x\n---\n"


@pytest.mark.parametrize(
    "text", ["", "---", "---\nKabul fell.\n---\nMore", "---\na: b\nno end", " ---\na: b\n---\n", "a: b"]
)
def test_what_is_no_front_matter_stays(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


def test_a_heading_becomes_the_title() -> None:
    assert split_heading("\n# The fall of Kunduz #\n\nBody\n") == ("The fall of Kunduz", "Body\n")
    assert split_heading("## Second level\nBody") == (None, "## Second level\nBody")
    assert split_heading("#hashtag\nBody") == (None, "#hashtag\nBody")
