"""The source chain of a mention, outermost first."""

from datetime import UTC, datetime

import pytest

from parsers.reading.mentions import read_mentions
from parsers.records import Article


def sources(text: str) -> list[tuple[str, str]]:
    article = Article(
        article_id="a", title="", text=text, outlet="Example Post", published=datetime(2021, 8, 15, tzinfo=UTC)
    )
    mention = next(m for m in read_mentions(article) if m.modality == "actual")
    return [(s.name, s.kind) for s in mention.sources]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Taliban captured Kunduz, officials said.", [("officials", "official")]),
        ("The Taliban captured Kunduz, a resident told Reuters.", [("Reuters", "agency"), ("a resident", "resident")]),
        ("The Taliban captured Kunduz, reported AFP on Sunday.", [("AFP", "agency")]),
        ("The Taliban captured Kunduz on Sunday.", []),
    ],
)
def test_chains(text: str, expected: list[tuple[str, str]]) -> None:
    assert sources(text) == expected


def test_two_speakers_are_two_sources() -> None:
    names = [name for name, _ in sources("The mayor and a doctor said the Taliban had captured Kunduz.")]
    assert names == ["The mayor", "a doctor"]


def test_a_pronoun_is_no_source() -> None:
    assert sources("The Taliban captured Kunduz, he said.") == []
