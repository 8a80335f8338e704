"""Prints pages a second of one core, and their ratio to bare trafilatura on the same pages in the same run.

Run: python -m tests.bench.bench_pages [ROUNDS]

Each page of tests/pages is read as it is, and as long as a real one (text, links, scripts, styles)."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import process_time

from trafilatura import bare_extraction

from flows.pages import PageReader
from parsers.documents.articles import read_articles
from parsers.errors import ParseError
from parsers.records import Document
from tests.page_truth import TRUTH, documents

ROUNDS = 8
LINKS = "".join(f'<li class="menu-item"><a href="/section/{n}">Section number {n}</a></li>' for n in range(250))
SCRIPT = "<script>" + "window.q=window.q||[];q.push({k:'v',n:12345});" * 1_200 + "</script>"
STYLE = "<style>" + ".a-b-c{margin:0 auto;padding:4px 8px;color:#333}" * 400 + "</style>"
STORY = b"".join(
    b"<p>On day %d the council met in the old school, heard two drivers from the river road and the head of the "
    b"hospital, and sent a letter to the capital that asked for flour, fuel and an answer.</p>" % n
    for n in range(16)
)
BALLAST = f'<div class="menu"><ul>{LINKS}</ul></div>{SCRIPT}{STYLE}'.encode()


def with_ballast(document: Document) -> Document:
    """The same page as long as real ones: 3,000 characters more of story, about 85 kB that readers do not see."""
    if b"</body>" not in document.body:
        return document
    body = document.body.replace(b"</article>", STORY + b"</article>", 1)
    return replace(document, body=body.replace(b"</body>", BALLAST + b"</body>"))


def read_bare(document: Document) -> None:
    """The library alone, with the fastest of its settings that we use too, and its own way to find dates."""
    bare_extraction(
        document.body,
        url=document.known.url,
        fast=True,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"original_date": True},
    )


def read_ours(document: Document) -> None:
    """Everything that makes articles of a page; a wall is an answer too."""
    try:
        read_articles(document)
    except ParseError:
        return


def seconds(work: Callable[[Document], None], pages: Sequence[Document]) -> float:
    """Processor time for one round."""
    start = process_time()
    for page in pages:
        work(page)
    return process_time() - start


def compare(pages: Sequence[Document], rounds: int) -> Iterator[tuple[str, float]]:
    """Both in turn, so that a busy machine slows both; the best round of each counts."""
    best = {"bare trafilatura": 9e9, "frontwire": 9e9}
    for _ in range(rounds):
        best["bare trafilatura"] = min(best["bare trafilatura"], seconds(read_bare, pages))
        best["frontwire"] = min(best["frontwire"], seconds(read_ours, pages))
    yield from ((name, len(pages) / least) for name, least in best.items())


def main(rounds: int) -> None:
    """Short pages, then of usual length, then those whose date is found at once; what the killable worker adds."""
    plain = list(documents())
    heavy = [with_ballast(one) for one in plain]
    marked = [one for one in heavy if TRUTH[one.name].get("origin") in ("meta", "url", "json-ld")]
    for what, pages in (("short pages", plain), ("of usual length", heavy), ("same, date marked up", marked)):
        rates = dict(compare(pages, rounds))
        ratio = rates["frontwire"] / rates["bare trafilatura"]
        size = sum(len(page.body) for page in pages) / len(pages) / 1e3
        print(
            f"{what:<20}{size:7.1f} kB/page",
            *(f"{name} {rate:7.1f}/s" for name, rate in rates.items()),
            sep="  ",
            end="",
        )
        print(f"  ratio {ratio:.2f}")
    with PageReader() as reader:

        def through_worker(document: Document) -> None:
            try:
                reader.read_all(document)
            except ParseError:
                return

        through_worker(plain[0])
        cost = min(seconds(through_worker, plain) for _ in range(rounds)) / len(plain)
    print(f"{'killable worker':<20}{cost * 1e3:7.2f} ms/page of the parent's own time")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else ROUNDS)
