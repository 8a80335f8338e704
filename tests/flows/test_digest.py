"""`frontwire extract` for people: grouped by family, evidence quoted, wrapped to any width."""

import io
import re
from dataclasses import replace

import pytest

from flows.batch import ReadDocument
from flows.digest import SAME, by_family, say_quantity, write_digest
from parsers.reading.quantities import find_quantities
from parsers.records import Article, Document, Mention, SourceLink
from tests.factories import a_mention, an_article

KHOST = a_mention(
    quote="The Taliban captured Khost and Gardez on Sunday, a resident told Reuters, as shells fell on the bazaar.",
    day="2021-08-15",
    sources=(
        SourceLink(name="Reuters", kind="agency", quote="Reuters"),
        SourceLink(name="a resident", kind="resident", quote="a resident"),
    ),
    root_source="Reuters",
)
GARDEZ = replace(KHOST, place="Gardez", admin1="AF-PIA")


def page(*mentions: Mention, title: str = "Taliban take Khost") -> str:
    out = io.StringIO()
    article: Article = an_article(title=title)
    document = Document(source="x", name="x.txt", media_type="text/plain", body=b"")
    write_digest([ReadDocument(document=document, article=article, mentions=mentions)], out)
    return out.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_page_has_a_headline_a_family_and_the_evidence() -> None:
    text = page(KHOST)
    assert text.startswith("Taliban take Khost | Example Post | 2021-08-15\n")
    assert "TERRITORY" in text
    for said in ("territory captured", "Taliban", "Khost AF-KHO", "2021-08-15", "“The Taliban captured"):
        assert said in text
    assert "Reuters ← a" in flat(text)


def test_a_list_of_places_is_one_row() -> None:
    text = page(KHOST, GARDEZ)
    assert text.count("territory captured") == 1
    assert "Gardez AF-PIA" in text


def test_evidence_is_quoted_once() -> None:
    lost = replace(KHOST, type="territory_lost_or_withdrawn", actor="Afghan government")
    text = page(KHOST, lost)
    assert text.count("“The Taliban") == 1
    assert SAME in text


def test_families_stand_in_one_order_and_unknown_types_last() -> None:
    odd = replace(KHOST, type="a_type_of_tomorrow")
    assert [name for name, _ in by_family([odd, KHOST])] == ["territory", "other"]


def test_what_is_unusual_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = page(replace(KHOST, modality="planned", assertion="claimed", extent="partial", method="fought"))
    assert "fought, partial, planned, claimed" in flat(text)
    assert "reported" not in page(KHOST)


def test_an_article_that_tells_nothing_says_so() -> None:
    assert page() == "Taliban take Khost | Example Post | 2021-08-15\nno events\n"


@pytest.mark.parametrize("width", [80, 100, 120, 160, 200])
def test_lines_keep_to_the_width(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = page(KHOST, replace(GARDEZ, place="A" * 90)).splitlines()[1:]
    assert max(map(len, lines)) <= width
    assert max(map(len, lines)) > width - 10
    words = re.findall(r"\S+", KHOST.quote)
    assert [word for word in words if word in " ".join(lines)] == words  # wrapped between words, nothing cut


def test_nothing_in_a_text_steers_a_terminal() -> None:
    evil = "\x1b[2J\x1b]0;owned\x07The Taliban\r\u202e captured\x9b31m Khost"
    text = page(replace(KHOST, quote=evil, actor="\x1b[31mTaliban", place="\x1b[0mKhost"), title="\x1b[1mTitle")
    assert [char for char in text if not char.isprintable() and char != "\n"] == []
    assert "captured" in text


def test_markup_of_a_text_is_text() -> None:
    assert "[red]Khost[/red]" in page(replace(KHOST, place="[red]Khost[/red]", admin1=None, country=None))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("More than 1,000 people were killed in the last month.", ["killed > 1,000 in the last month"]),
        ("At least 12 soldiers were wounded.", ["wounded ≥ 12"]),
        ("Up to 90 people fled.", ["displaced ≤ 90"]),
        ("Between 20 and 30 people died.", ["killed 20-30"]),
        ("Dozens of people died.", ["killed “Dozens of people”"]),
        ("about half of the 34 provinces", ["share ~ 50% of 34", "provinces ~ 17 of 34"]),
        (
            "increase troops by 2,000 to 5,000",
            [
                "troops 2,000-5,000 (or another reading)",
                "troops 2,000 (or another reading)",
                "troops to 5,000 (or another reading)",
            ],
        ),
    ],
)
def test_numbers_read_as_they_were_said(text: str, said: list[str]) -> None:
    assert [say_quantity(hit.quantity) for hit in find_quantities(text)] == said


def test_a_mention_shows_its_numbers() -> None:
    quantities = [hit.quantity for hit in find_quantities("More than 1,000 people were killed.")]
    assert "killed > 1,000" in flat(page(replace(KHOST, quantities=quantities)))
