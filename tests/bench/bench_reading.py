"""Articles a second on one core: a mixed stream behind the gate, pure conflict news, and spaCy over everything."""

from pathlib import Path

import pytest

from flows.evaluate import read_articles
from parsers.knowledge.languages import load_pipeline
from parsers.reading.mentions import read_mentions
from parsers.records import Article

GOLD = Path(__file__).parents[1] / "gold"
FILLER = (
    "The council met for three hours about the price of bread and the new bus timetable. A bakery on the corner said "
    "that its ovens would stay warm until the spring, and children sang outside the library. The orchestra plays again "
    "next week.\n"
)


@pytest.fixture(scope="module")
def conflict() -> list[Article]:
    return list(read_articles(GOLD / "tuning" / "articles.jsonl"))[:40]


@pytest.fixture(scope="module")
def mixed(conflict: list[Article]) -> list[Article]:
    """About 600 words each; nine articles of ten hold no word of war."""
    plain = Article(article_id="p", title="Bread", text=FILLER * 15)
    return [a if i % 10 == 0 else plain for i, a in enumerate(conflict)]


def read_all(articles: list[Article]) -> int:
    return sum(len(read_mentions(a)) for a in articles)


def parse_all(articles: list[Article]) -> int:
    return sum(len(doc) for a in articles for doc in load_pipeline("en").pipe(a.text.split("\n")))


def test_mixed_stream(benchmark, mixed: list[Article]) -> None:  # type: ignore[no-untyped-def]
    benchmark.pedantic(read_all, args=(mixed,), rounds=3, warmup_rounds=1)


def test_conflict_news(benchmark, conflict: list[Article]) -> None:  # type: ignore[no-untyped-def]
    benchmark.pedantic(read_all, args=(conflict,), rounds=3, warmup_rounds=1)


def test_spacy_over_the_mixed_stream(benchmark, mixed: list[Article]) -> None:  # type: ignore[no-untyped-def]
    benchmark.pedantic(parse_all, args=(mixed,), rounds=3, warmup_rounds=1)


def test_spacy_over_conflict_news(benchmark, conflict: list[Article]) -> None:  # type: ignore[no-untyped-def]
    benchmark.pedantic(parse_all, args=(conflict,), rounds=3, warmup_rounds=1)
