"""What bytes are, by themselves first and by what their server states second."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.sniffing import BINARY, HTML, PDF, TEXT, XML, sniff

PAGE = "<!DOCTYPE html><html><body><p>Kabul</p></body></html>"
STORY = "Kunduz fell on Sunday, residents said."
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + zlib.compress(b"x" * 50)


@pytest.mark.parametrize(
    "stated", ["text/html", "text/plain", "", "application/octet-stream", "application/xml", "x/y"]
)
def test_a_pdf_is_one_whatever_is_stated(stated: str) -> None:
    assert sniff(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", stated) == PDF


@pytest.mark.parametrize(
    "body", [PNG, b"\xff\xd8\xff\xe0\0\x10JFIF\0", gzip.compress(b"x", mtime=0), b"PK\3\4\x14\0", b"a\0b"]
)
@pytest.mark.parametrize("stated", ["text/html", "text/plain", "", "application/xhtml+xml"])
def test_a_picture_or_an_archive_that_says_it_is_a_text_is_none(body: bytes, stated: str) -> None:
    assert sniff(body, stated) == BINARY


def test_what_says_it_is_a_picture_keeps_its_name() -> None:
    assert sniff(PNG, "image/png") == "image/png"
    assert sniff(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml") == "image/svg+xml"
    assert sniff(b"{}", "application/json") == "application/json"


@pytest.mark.parametrize(
    "stated", ["text/html", "text/plain", "", "application/octet-stream", "application/xml", "text/xml", "*/*"]
)
@pytest.mark.parametrize("lead", ["", "\n \t", "<!-- a -->\n", "<?xml version='1.0'?>\n<!-- b -->", "\ufeff"])
def test_a_page_is_one_whatever_is_stated(lead: str, stated: str) -> None:
    assert sniff((lead + PAGE).encode(), stated) == HTML


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "utf-8-sig"])
def test_a_page_is_one_in_any_encoding(encoding: str) -> None:
    assert sniff(PAGE.replace("Kabul", "Кабул").encode(encoding), "text/html") == HTML
    assert sniff(PAGE.encode(encoding), "") == HTML


@pytest.mark.parametrize("root", ["<rss version='2.0'>", "<feed xmlns='x'>", "<rdf:RDF>", "<urlset>", "<sitemapindex>"])
def test_a_feed_that_says_it_is_a_page_is_no_page(root: str) -> None:
    assert sniff(f"<?xml version='1.0'?>\n{root}".encode(), "text/html") == XML


def test_text_is_text_where_it_is_stated_or_nothing_is() -> None:
    assert sniff(STORY.encode(), "text/plain") == TEXT
    assert sniff(STORY.encode(), "text/markdown") == TEXT
    assert sniff("Известия".encode("cp1251"), "text/plain") == TEXT
    assert sniff(STORY.encode(), "") == TEXT
    assert sniff(b"", "text/plain") == TEXT
    assert sniff(STORY.encode(), "text/html") == HTML


def test_text_about_tags_stays_text() -> None:
    assert sniff(b"<b> and <i> are tags.", "text/plain") == TEXT
    assert sniff(b"BMW and RIFF are words; so is GIF8.", "text/plain") == TEXT
    assert sniff(b"BM is the start of a sentence.", "text/html") == HTML


def test_a_download_that_is_no_page_stays_one() -> None:
    assert sniff(STORY.encode(), "application/octet-stream") == BINARY


@given(st.binary(max_size=3000), st.sampled_from(["", "text/html", "text/plain", "application/pdf", "image/png"]))
def test_any_bytes_have_a_type_and_none_with_zeros_is_plain_text(body: bytes, stated: str) -> None:
    found = sniff(body, stated)
    assert "/" in found
    if b"\0" in body[:1000] and not body.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b"<\0", b"\0<")):
        assert found not in (TEXT, HTML)
