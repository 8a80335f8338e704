"""Whole articles against their expected tables: floors for what is right, ceilings for what is beyond."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from parsers.reading.mentions import read_mentions
from parsers.records import Article, Mention, Quantity, SourceLink
from tests.expected import ARTICLES, Comparison, Row, compare, read_rows, read_text, show
from tests.factories import a_mention


class Bar(NamedTuple):
    right: int  # at least; raised when reading gets better
    of: int  # required rows
    beyond: int  # at most


# Raised on purpose when reading gets better; the seed article is complete: 32 right of 32, nothing beyond.
BARS = {
    "2021-08-15-jalalabad": Bar(right=32, of=32, beyond=0),
    "2012-04-02-timbuktu": Bar(right=5, of=22, beyond=0),
    "2022-09-12-izium": Bar(right=12, of=23, beyond=1),
    "2023-12-19-wad-madani": Bar(right=11, of=20, beyond=2),
    "2024-04-25-myawaddy": Bar(right=7, of=20, beyond=2),
    "2025-02-17-bukavu": Bar(right=11, of=22, beyond=2),
}
OWN = Path(__file__).parents[1] / "seeds" / "expected"
TYPES = frozenset(
    "territory_captured territory_taken_peacefully territory_regained territory_lost_or_withdrawn territory_threatened "
    "control_status armed_clash attack casualty_report ceasefire detention_or_release troop_deployment "
    "troop_withdrawal mobilisation_or_security_measure agreement surrender leader_flight_or_exit diplomatic_contact "
    "statement embassy_status evacuation travel_advisory displacement economic_stress public_order aid_access".split()
)


@cache
def told(path: Path) -> tuple[Article, tuple[Mention, ...]]:
    article = read_text(path)
    return article, tuple(read_mentions(article))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_the_reader_stays_above_the_bar(path: Path) -> None:
    article, mentions = told(path)
    result, bar = compare(read_rows(path), mentions, article.text), BARS[path.stem]
    print(f"{path.stem}: {bar.of} events, {result.counts}")
    print(show(result, mentions, article.text))
    assert len(result.right) >= bar.right
    assert len(result.beyond) <= bar.beyond


def test_each_article_has_a_bar_that_counts_its_rows() -> None:
    required = {path.stem: sum(not row.optional for row in read_rows(path)) for path in ARTICLES}
    assert required == {stem: bar.of for stem, bar in BARS.items()}


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_a_table_quotes_its_article_and_names_known_types(path: Path) -> None:
    text = read_text(path).text
    for row in read_rows(path):
        assert row.types <= TYPES
        for passage in row.passages:
            assert passage in text
        assert (row.date_start is None) == (row.date_end is None)
        assert not row.admin1 or row.admin1[:2] == row.country


@pytest.mark.parametrize("path", [p for p in ARTICLES if p.parent == OWN], ids=lambda p: p.stem)
def test_an_article_is_as_long_as_news_is(path: Path) -> None:
    assert 300 <= len(read_text(path).text.split()) <= 600


def test_the_tables_together_hold_all_types() -> None:
    assert {row.type for path in ARTICLES for row in read_rows(path)} == TYPES


# -- the comparison itself: what a table says is right, and every kind of damage shows


def as_mention(row: Row, text: str) -> Mention:
    """The mention that a perfect reader makes of a row."""
    start = text.index(row.evidence)
    quantities = tuple(
        Quantity(what=q["what"], low=q.get("low"), high=q.get("high"), op=q["op"], unit=None, quote="")
        for q in row.quantities
        if not q.get("optional")
    )
    return a_mention(
        type=row.type,
        actor=row.actor or None,
        actor_text=row.actor or None,
        target=row.target or None,
        place=row.place or None,
        place_text=row.place or None,
        place_kind="city" if row.place else None,
        admin1=row.admin1 or None,
        country=row.country or None,
        date_start=row.date_start,
        date_end=row.date_end,
        date_precision=row.date_precision,
        modality=row.modality,
        assertion=row.assertion,
        method=row.method or "unknown",
        quantities=quantities,
        sources=tuple(SourceLink(name=name, kind="unknown", quote=name) for name in row.sources),
        start=start,
        stop=start + len(row.evidence),
        quote=row.evidence,
    )


def perfect(path: Path) -> tuple[list[Row], list[Mention], str]:
    text = read_text(path).text
    rows = read_rows(path)
    return rows, [as_mention(row, text) for row in rows if not row.optional], text


def outcome(result: Comparison) -> tuple[int, int, int, int]:
    return len(result.right), len(result.wrong), len(result.missing), len(result.beyond)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_what_the_table_says_is_all_right(path: Path) -> None:
    rows, mentions, text = perfect(path)
    assert outcome(compare(rows, mentions, text)) == (len(mentions), 0, 0, 0)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_each_mention_is_needed(path: Path) -> None:
    rows, mentions, text = perfect(path)
    for left_out in range(len(mentions)):
        rest = [m for at, m in enumerate(mentions) if at != left_out]
        assert len(compare(rows, rest, text).missing) == 1


WRONG: dict[str, Any] = {
    "actor": {"actor": "Nobody at all", "actor_text": "Nobody at all"},
    "place": {"place": "Lima", "place_text": "Lima", "admin1": "PE-LMA", "country": "PE"},
    "modality": {"modality": "hypothetical"},
    "sources": {"sources": (SourceLink(name="Xinhua", kind="agency", quote="Xinhua"),)},
    "quantities": {"quantities": (Quantity(what="killed", low=7_777, high=None, op="at_least", unit=None, quote=""),)},
}


@pytest.mark.parametrize("name", [*WRONG, "date"])
@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_a_field_that_is_wrong_is_named(path: Path, name: str) -> None:
    rows, mentions, text = perfect(path)
    for at, m in enumerate(mentions):
        later = (m.date_start or date(2030, 1, 1)) + timedelta(days=400)
        change = {"date_start": later, "date_end": later} if name == "date" else WRONG[name]
        result = compare(rows, damaged(mentions, at, change), text)
        assert len(result.right) == len(mentions) - 1
        assert all(name in pair.wrong for pair in result.wrong)


def damaged(mentions: Sequence[Mention], at: int, change: dict[str, Any]) -> list[Mention]:
    return [replace(m, **change) if i == at else m for i, m in enumerate(mentions)]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_what_no_row_tells_is_beyond_unless_it_did_not_happen(path: Path) -> None:
    rows, mentions, text = perfect(path)
    more = replace(mentions[0], **WRONG["place"], type="territory_captured", actor="Nobody at all")
    assert compare(rows, [*mentions, more], text).beyond == [more]
    assert compare(rows, [*mentions, replace(more, modality="hypothetical")], text).beyond == []


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_to_tell_an_event_twice_is_no_error(path: Path) -> None:
    rows, mentions, text = perfect(path)
    assert outcome(compare(rows, [*mentions, *mentions], text)) == (len(mentions), 0, 0, 0)
