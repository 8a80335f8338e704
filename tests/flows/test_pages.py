"""Hostile pages cost a process, never the run."""

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from flows.pages import MAX_BODY, MAX_MEMORY, PageReader, reader_for
from flows.settings import load_settings
from parsers.errors import ParseError
from parsers.records import Article, Document, Known
from tests.loopback import reader_processes, wait_until

GOOD = b"<html lang='en'><body><article><h1>Zaranj falls</h1><p>" + b"Zaranj fell on Friday. " * 20 + b"</p></article>"
OWN = "Zaranj fell to the Taliban on Friday. " * 10


def a_page(body: bytes = GOOD, **changes: object) -> Document:
    return replace(Document(source="s", name="http://x/a", media_type="text/html", body=body), **changes)  # type: ignore[arg-type]


def with_attributes(count: int, *, value: str = "") -> bytes:
    attributes = " ".join(f"a{number}{value}" for number in range(count))
    return f"<html><body><div {attributes}><p>{'The city fell. ' * 50}</p></div></body></html>".encode()


def failing(reader: PageReader, document: Document) -> ParseError:
    with pytest.raises(ParseError) as caught:
        reader.read(document)
    assert caught.value.name == document.name
    return caught.value


def test_a_page_is_read_in_a_process_that_ends_with_the_reader() -> None:
    before = reader_processes()
    with PageReader() as reader:
        assert reader.read(a_page(known=Known(outlet="AFP"))).outlet == "AFP"
        assert len(reader_processes() - before) == 1
    assert reader_processes() == before


def test_plain_text_starts_no_process() -> None:
    before = reader_processes()
    with PageReader() as reader:
        article = reader.read(a_page(b"Kabul", media_type="text/plain"))
        assert isinstance(article, Article)
        assert reader_processes() == before


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    with PageReader(deadline_seconds=1.0) as reader:
        reader.read(a_page())
        started = time.monotonic()
        assert failing(reader, a_page(with_attributes(40_000))).code == "timeout"
        assert time.monotonic() - started < 6
        assert reader.read(a_page()).text.startswith("Zaranj fell")


@pytest.mark.parametrize(
    "body",
    [with_attributes(40_000, value="='x'"), b"<html>" + b"<br>" * 300_000, b"x" * (MAX_BODY + 1)],
    ids=["attributes", "tags", "bytes"],
)
def test_what_is_known_to_be_hostile_is_refused_unread(body: bytes) -> None:
    before = reader_processes()
    with PageReader() as reader:
        assert failing(reader, a_page(body)).code == "too_large"
        assert reader_processes() == before


def test_a_process_that_dies_is_replaced() -> None:
    before = reader_processes()
    with PageReader() as reader:
        reader.read(a_page())
        (pid,) = reader_processes() - before
        os.kill(pid, signal.SIGKILL)
        assert failing(reader, a_page()).code == "crashed"
        assert reader.read(a_page()).title == "Zaranj falls"
    assert reader_processes() == before


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    now = "int(open('/proc/self/statm').read().split()[0]) * 4096"
    code = f"import sys, trafilatura; sys.argv[2] = str({now} + 40_000_000); from flows import pages; pages.serve()"
    monkeypatch.setattr("flows.pages.CHILD", code)
    with PageReader() as reader:
        # The libraries swallow some failures to get memory, so the code may be any; what counts is the limit.
        failing(reader, a_page(b"<html><body>" + b"<p>x" * 190_000))
        assert reader.read(a_page()).title == "Zaranj falls"


@pytest.mark.parametrize("limit", [MAX_MEMORY, 400_000_000])
def test_the_limit_of_memory_is_as_set(limit: int) -> None:
    before = reader_processes()
    with reader_for(load_settings(None, pages={"max_memory": limit, "deadline_seconds": 30})) as reader:
        assert reader.read(a_page()).title == "Zaranj falls"
        (pid,) = reader_processes() - before
        assert re.search(rf"address space +{limit} +{limit} ", Path(f"/proc/{pid}/limits").read_text())


def test_the_deadline_is_as_set() -> None:
    with reader_for(load_settings(None, pages={"deadline_seconds": 0.001})) as reader:
        assert failing(reader, a_page(GOOD * 50)).why == "not read within 0.001 seconds"


def test_the_feeds_own_text_stands_in_for_a_page_that_cannot_be_read() -> None:
    with PageReader() as reader:
        article = reader.read(a_page(b"<html>" + b"<br>" * 300_000, fallback=OWN, item_id="i"))
        assert (article.text, article.item_id) == (OWN, "i")
        assert failing(reader, a_page(b"<html></html>", fallback="short")).code == "empty"


def test_threads_share_a_reader() -> None:
    with PageReader() as reader, ThreadPoolExecutor(4) as pool:
        pages = [a_page(GOOD.replace(b"falls", b"falls %d" % number)) for number in range(12)]
        titles = [article.title for article in pool.map(reader.read, pages)]
    assert titles == [f"Zaranj falls {number}" for number in range(12)]


def test_a_hostile_feed_is_given_up() -> None:
    spaces = b" ".join(b"<x%d:a xmlns:x%d='u%d'/>" % (number, number, number) for number in range(40_000))
    body = b"<rss version='2.0'><channel><title>T</title>" + spaces + b"</channel></rss>"
    with PageReader(deadline_seconds=1.0) as reader:
        with pytest.raises(ParseError) as caught:
            reader.read_feed(body, url="http://x/f")
        assert caught.value.code == "timeout"
        feed = reader.read_feed(b"<rss version='2.0'><channel><item><title>t</title></item></channel></rss>", url="u")
        assert [item.title for item in feed.items] == ["t"]


def test_the_process_ends_when_its_parent_is_killed() -> None:
    code = (
        "import os, signal\nfrom flows.pages import PageReader\nfrom parsers.records import Document\n"
        "reader = PageReader()\n"
        f"reader.read(Document(source='s', name='n', media_type='text/html', body={GOOD!r}))\n"
        "print(reader._worker._process.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    # From standard input on purpose: there is no main module that a child could import.
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-"], input=code, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": root}
    )
    pid = int(done.stdout)
    assert wait_until(lambda: not _lives(pid))


def _lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
