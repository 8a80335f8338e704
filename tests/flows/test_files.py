"""Files become documents; what cannot be read is one row, and the rest goes on."""

import gzip
import io
import json
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.files import find_paths
from flows.pages import PageReader
from flows.records import Rejected
from flows.settings import Settings
from flows.sources import Found, find_documents
from parsers.documents.articles import read_article
from parsers.records import Document
from tests.factories import a_pdf


def found_in(*sources: str | Path) -> list[Found]:
    return list(find_documents([str(source) for source in sources], settings=Settings()))


def documents(found: list[Found]) -> list[Document]:
    return [thing for thing in found if isinstance(thing, Document)]


def rejections(found: list[Found]) -> list[tuple[str, str]]:
    return [(thing.name, thing.code) for thing in found if isinstance(thing, Rejected)]


def test_the_seed_article_is_read_with_the_meta_file_beside_it() -> None:
    path = Path(__file__).parents[2] / "seeds/articles/2021-08-15-jalalabad.txt"
    (document,) = found_in(path)
    assert isinstance(document, Document)
    article = read_article(document)
    assert article.text == path.read_text("utf-8")
    assert article.published == datetime(2021, 8, 15, tzinfo=UTC)
    assert (article.title, article.language) == ("Taliban capture Jalalabad and Mazar-i-Sharif", "en")


def test_a_folder_gives_its_documents_sorted_and_nothing_else(tmp_path: Path) -> None:
    names = [
        "b.txt",
        "a.md",
        "z/c.HTM",
        "a/d.jsonl",
        ".hidden.txt",
        "_draft.txt",
        "_old/e.txt",
        ".git/f.txt",
        "a.meta.toml",
    ]
    for name in [*names, "b.expected.toml", "feeds.opml", "notes.docx", ".txt"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"text": "x"}' if name.endswith("jsonl") else "title = 'T'" if "meta" in name else "x")
    found = found_in(tmp_path)
    assert [thing.name for thing in documents(found)] == [
        str(tmp_path / name) for name in ("a/d.jsonl:1", "a.md", "b.txt", "z/c.HTM")
    ]
    assert all(document.source == str(tmp_path) for document in documents(found))
    assert rejections(found) == []


def test_a_glob_gives_its_documents_sorted(tmp_path: Path) -> None:
    for name in ("2.txt", "1.txt", "1.meta.toml", "deep/3.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("title = 'x'")
    assert [Path(d.name).name for d in documents(found_in(f"{tmp_path}/*"))] == ["1.txt", "2.txt", "3.txt"]
    assert [Path(d.name).name for d in documents(found_in(f"{tmp_path}/**/*.txt"))] == ["1.txt", "2.txt", "3.txt"]
    (tmp_path / "[1].txt").write_text("x")
    assert [Path(d.name).name for d in documents(found_in(f"{tmp_path}/[1].txt"))] == ["[1].txt"]


def test_what_is_not_there_is_rejected_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.docx").write_text("x")
    sources = [
        f"{tmp_path}/no.txt",
        f"{tmp_path}/no*.txt",
        "ftp://x/y",
        "x" * 5000,
        f"{tmp_path}/b.docx",
        f"{tmp_path}/a.txt",
    ]
    found = found_in(*sources)
    codes = ["not_found", "not_found", "refused", "unreadable", "unsupported"]
    assert rejections(found) == list(zip(sources, codes, strict=False))
    assert len(documents(found)) == 1


def test_front_matter_and_meta_file_say_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "---\ntitle: T\noutlet: AFP\npublished: 2021-08-15T10:00+02:00\n---\nKabul.\r\n", newline=""
    )
    (tmp_path / "a.meta.toml").write_text('outlet = "Reuters"\nlanguage = "en"\n')
    (tmp_path / "b.md").write_text("# The title\n\nThe *city* fell.\n")
    (tmp_path / "b.md.meta.toml").write_text("published = 2021-08-15\n")
    first, second = (read_article(document) for document in documents(found_in(tmp_path)))
    assert (first.title, first.outlet, first.language) == ("T", "Reuters", "en")
    assert first.published == datetime(2021, 8, 15, 8, tzinfo=UTC)
    assert first.text == "Kabul.\r\n"
    assert (second.title, second.text) == ("The title", "The *city* fell.\n")
    assert second.published == datetime(2021, 8, 15, tzinfo=UTC)


def test_odd_files_are_rejected_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.meta.toml").write_text("title = ")
    (tmp_path / "b.txt").write_text("---\npublished: last week\n---\nx")
    (tmp_path / "c.html").write_bytes(b"x" * 2_000_001)
    (tmp_path / "d.txt").write_bytes(b"\xff\xfe\0\xd8\0")  # half a surrogate pair
    (tmp_path / "e.xml").write_text("<urlset/>")
    (tmp_path / "f.warc").write_bytes(b"no archive")
    (tmp_path / "g.jsonl.gz").write_bytes(b"no gzip")
    (tmp_path / "h.txt").write_text("good")
    found = found_in(tmp_path)
    assert rejections(found) == [
        (str(tmp_path / name), code)
        for name, code in [
            ("a.txt", "meta"),
            ("b.txt", "field"),
            ("c.html", "too_large"),
            ("e.xml", "not_a_feed"),
            ("f.warc", "damaged"),
            ("g.jsonl.gz", "damaged"),
        ]
    ]
    assert [Path(document.name).name for document in documents(found)] == ["d.txt", "h.txt"]
    assert all("\n" not in thing.detail for thing in found if isinstance(thing, Rejected))


# --- JSON lines


LINES = [
    (
        '{"id": "one", "url": "http://example.org/1", "outlet": "AFP", "title": "T", "language": "en", "more": [1], '
        '"text": " Kabul\\n\\u0000 fell ", "published": "2021-08-15T10:00:00Z"}'
    ),
    "",
    "{broken",
    "[1]",
    '{"title": "no text"}',
    '{"text": 5}',
    '{"text": "x", "published": "soon"}',
    '{"text": "\\ud800 lone"}',
    "[" * 100_000,
    '{"id": 7, "text": "last", "title": null}',
]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_a_bad_line_is_one_rejection(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    body = "\ufeff" + "\n".join(LINES)
    path.write_bytes(gzip.compress(body.encode()) if name.endswith("gz") else body.encode())
    found = found_in(path)
    first, second, third = (read_article(document) for document in documents(found))
    assert (first.article_id, first.url, first.outlet, first.title) == ("one", "http://example.org/1", "AFP", "T")
    assert (first.text, first.language) == (" Kabul\n\0 fell ", "en")
    assert first.published == datetime(2021, 8, 15, 10, tzinfo=UTC)
    assert second.text == "\ufffd lone"
    assert (third.article_id, third.text) == ("7", "last")
    codes = ["json", "json", "field", "field", "field", "json"]
    assert rejections(found) == [(f"{path}:{n}", code) for n, code in zip((3, 4, 5, 6, 7, 9), codes, strict=True)]


def test_a_line_that_unpacks_to_gigabytes_is_never_held(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wb") as stream:
        stream.write(b'{"text": "good"}\n')
        for _ in range(60):
            stream.write(b" " * 1_000_000)
        stream.write(b'\n{"text": "after"}\n')
    tracemalloc.start()
    found = found_in(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000
    assert rejections(found) == [(f"{path}:2", "too_large")]
    assert [document.body for document in documents(found)] == [b"good", b"after"]


def test_half_a_gzip_gives_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = "".join(json.dumps({"text": f"{number} {number * 7919}"}) + "\n" for number in range(5000))
    path.write_bytes(gzip.compress(lines.encode())[:-2000])
    found = found_in(path)
    assert len(documents(found)) > 100
    assert rejections(found) == [(str(path), "damaged")]


def test_files_are_opened_one_after_the_other(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("x")
    reading = find_documents([str(tmp_path)], settings=Settings())
    next(reading)
    (tmp_path / "1.txt").write_text("changed meanwhile")
    second = next(reading)
    assert isinstance(second, Document)
    assert second.body == b"changed meanwhile"


# --- web archives


def test_a_web_archive_gives_its_html_responses(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = tmp_path / "a.warc.gz"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for url, status, media_type, body in [
            ("http://example.org/1", "200 OK", "text/html; charset=windows-1251", "Кабул".encode("cp1251")),
            ("http://example.org/2", "404 Not Found", "text/html", b"x"),
            ("http://example.org/3", "200 OK", "image/png", b"x"),
            ("http://example.org/4", "200 OK", "text/html", b"x" * 2_000_001),
            ("http://example.org/5", "200 OK", "text/html", gzip.compress(b"packed")),
        ]:
            fields = [("Content-Type", media_type)] + ([("Content-Encoding", "gzip")] if url.endswith("5") else [])
            headers = StatusAndHeaders(status, fields, protocol="HTTP/1.1")
            record = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers)
            writer.write_record(record)
    found = found_in(path)
    first, last = documents(found)
    assert (first.known.url, first.charset, first.body.decode("cp1251")) == (
        "http://example.org/1",
        "windows-1251",
        "Кабул",
    )
    assert first.known.published is None
    assert last.body == b"packed"
    assert rejections(found) == [(f"{path}:http://example.org/4", "too_large")]


def a_record(url: str, body: bytes, **headers: str) -> bytes:
    """One response as a crawl keeps it, a gzip member of its own."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    fields = [("Content-Type", "text/html"), *((key.replace("_", "-"), value) for key, value in headers.items())]
    http = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http))
    return out.getvalue()


def test_a_file_of_a_news_crawl_gives_its_pages_as_they_were_unpacked(tmp_path: Path) -> None:
    """CC-NEWS keeps bodies unpacked and says in X-Crawler headers how they were sent; some keep the sent header too."""
    first = a_record("http://example.org/1", b"<html>one", X_Crawler_Content_Encoding="gzip")
    second = a_record("http://example.org/2", b"<html>two", Content_Encoding="gzip")
    path = tmp_path / "CC-NEWS-20210815-00001.warc.gz"
    path.write_bytes(first + second)
    assert [document.body for document in documents(found_in(path))] == [b"<html>one", b"<html>two"]


def test_a_zipped_archive_gives_the_pages_of_each_archive_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("archive/1.warc.gz", a_record("http://example.org/1", b"<html>one"))
        bundle.writestr("archive/2.warc.gz", b"no archive")
        bundle.writestr("archive/3.warc.gz", a_record("http://example.org/3", b"<html>three"))
        bundle.writestr("pages/pages.jsonl", "{}")
    found = found_in(path)
    assert [(document.known.url, document.body) for document in documents(found)] == [
        ("http://example.org/1", b"<html>one"),
        ("http://example.org/3", b"<html>three"),
    ]
    assert rejections(found) == [(f"{path}:archive/2.warc.gz", "damaged")]


def test_a_zip_without_an_archive_and_what_is_no_zip_are_rejected(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as bundle:
        bundle.writestr("x.txt", "x")
    (tmp_path / "b.wacz").write_bytes(b"no zip")
    assert [code for _, code in rejections(found_in(tmp_path))] == ["empty", "damaged"]


# --- mails

MBOX = b"""From a@b Fri Aug  6 10:00:00 2021
Subject: One
Date: Fri, 06 Aug 2021 10:00:00 +0000
From: Desk <desk@news.example>

Kabul fell.
>From there they went on.

From here it is still the first: no empty line is before it... but for this one.

From c@d Fri Aug  6 11:00:00 2021
Subject: Two

Herat fell.
"""


def test_a_mailbox_gives_each_mail(tmp_path: Path) -> None:
    path = tmp_path / "news.mbox"
    box = MBOX.replace(b"\nFrom here", b"From here")
    path.write_bytes(box.replace(b"\n", b"\r\n"))
    found = documents(found_in(path))
    assert [document.name for document in found] == [f"{path}:1", f"{path}:2"]
    assert all(document.media_type == "message/rfc822" for document in found)
    assert b"\r\nFrom there" in found[0].body
    assert found[1].body.startswith(b"Subject: Two")


def test_a_mail_over_the_cap_is_never_held_and_the_next_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "news.mbox"
    with path.open("wb") as stream:
        stream.write(b"From a\nSubject: One\n\n")
        for _ in range(60):
            stream.write(b"x" * 1_000_000)
        stream.write(b"\n\nFrom b\nSubject: Two\n\nHerat fell.\n")
    tracemalloc.start()
    found = found_in(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000
    assert rejections(found) == [(f"{path}:1", "too_large")]
    assert [document.body for document in documents(found)] == [b"Subject: Two\n\nHerat fell.\n"]


def test_what_is_no_mailbox_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_text("Subject: One\n\nKabul fell.\n")
    assert [code for _, code in rejections(found_in(tmp_path))] == ["not_mbox"]


def test_mails_and_sitreps_are_read_by_the_killable_process(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MBOX.partition(b"\n")[2])
    (tmp_path / "b.pdf").write_bytes(a_pdf("Herat fell."))
    (tmp_path / "b.meta.toml").write_text('title = "Sitrep"\npublished = 2021-08-15\n')
    with PageReader() as reader:
        mail, sitrep = (reader.read(document) for document in documents(found_in(tmp_path)))
    assert (mail.title, mail.outlet, mail.text.startswith("Kabul fell.")) == ("One", "Desk", True)
    assert (sitrep.title, sitrep.text) == ("Sitrep", "Herat fell.")
    assert sitrep.published == datetime(2021, 8, 15, tzinfo=UTC)


def test_a_folder_marked_as_no_source_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    drafts = tmp_path / "drafts" / "deeper"
    drafts.mkdir(parents=True)
    (drafts.parent / ".no-source").touch()
    (drafts / "b.txt").write_text("text", encoding="utf-8")
    assert find_paths(str(tmp_path)) == [tmp_path / "a.txt"]
