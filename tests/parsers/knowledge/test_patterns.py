"""Every pattern proves itself: its yes sentences match, its no sentences raise nothing actual."""

import pytest

from parsers.knowledge.patterns import Pattern, load_families, parse_path
from parsers.reading.readers import read_both
from parsers.records import Article

AROUND = "\nThe Taliban and the Afghan army have fought for years."
PATTERNS = [p for family in load_families() for p in family.patterns]


def rulings_of(sentence: str) -> list[tuple[str, str]]:
    both = read_both(Article(article_id="x", title="", text=sentence + AROUND))
    return [(r.pattern.id, r.label) for r in both.rulings] if both else []


@pytest.mark.parametrize(
    ("pattern", "sentence"), [(p, s) for p in PATTERNS for s in p.yes], ids=lambda v: getattr(v, "id", v)
)
def test_yes_sentences_match(pattern: Pattern, sentence: str) -> None:
    assert pattern.id in [name for name, _ in rulings_of(sentence)]


@pytest.mark.parametrize(
    ("pattern", "sentence"), [(p, s) for p in PATTERNS for s in p.no], ids=lambda v: getattr(v, "id", v)
)
def test_no_sentences_raise_nothing(pattern: Pattern, sentence: str) -> None:
    assert not {(pattern.id, label) for label in ("gain", "regain", "withdrawal", "partial")} & set(
        rulings_of(sentence)
    )


def test_ids_are_unique() -> None:
    assert len({p.id for p in PATTERNS}) == len(PATTERNS)


def test_every_pattern_carries_its_proof() -> None:
    assert all(p.yes and p.no for p in PATTERNS)


def test_a_path_reads_as_steps() -> None:
    down, up = parse_path("prep:of,in>pobj")[0], parse_path("<acl")[0]
    assert (down.label, down.lemmas, down.up) == ("prep", frozenset({"of", "in"}), False)
    assert (up.label, up.up) == ("acl", True)
