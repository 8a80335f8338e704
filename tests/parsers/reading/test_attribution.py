"""Who tells it: the chain of sources, outermost first."""

import pytest

from parsers.documents.wire import read_credit
from parsers.reading.attribution import find_attributions, find_sources
from parsers.reading.mentions import read_mentions
from parsers.reading.readers import read_context
from parsers.reading.syntax import parse_paragraphs
from parsers.records import Article, SourceLink

AROUND = "\n\nThe Taliban and the army have fought for years in Kunduz, the capital of Kunduz Province in Afghanistan."


def chain(text: str, word: str = "captured", *, outlet: str | None = None) -> list[SourceLink]:
    """The chain of the first sentence that holds a word, whatever is read from it."""
    article = Article(article_id="x", title="", text=text, outlet=outlet)
    context = read_context(article, read_credit(text, outlet=outlet))
    for line in text.split("\n"):
        at = text.index(line) if line else -1
        for parsed in parse_paragraphs(context.text, [(at, at + len(line))] if line else [], context.places):
            trigger = next((t for t in parsed.doc if parsed.start(t) <= text.index(word) < parsed.stop(t)), None)
            if trigger is not None:
                return list(find_sources(trigger, find_attributions(trigger, parsed, context), parsed, context))
    raise AssertionError(f"no {word} in {text}")


def sources(text: str, word: str = "captured", *, outlet: str | None = None) -> list[tuple[str, str]]:
    return [(link.name, link.kind) for link in chain(text, word, outlet=outlet)]


ONE = [
    ("The Taliban captured Kunduz, officials said.", [("officials", "official")]),
    ("The Taliban captured Kunduz, reported AFP on Sunday.", [("AFP", "agency")]),
    ("The Taliban captured Kunduz on Sunday.", []),
    ("The Taliban captured Kunduz, he said.", []),
    ('"We captured Kunduz," Omar Zaki said by satellite phone.', [("Omar Zaki", "unknown")]),
    ("The army captured Kunduz, Lt. Col. Jo-Ar Herrera told reporters.", [("Lt. Col. Jo-Ar Herrera", "unknown")]),
    (
        "The army captured Kunduz, the Federal Government of Somalia said.",
        [("Federal Government of Somalia", "official")],
    ),
    (
        "The mayor and a doctor said the Taliban had captured Kunduz.",
        [("The mayor", "official"), ("a doctor", "resident")],
    ),
    ("The Taliban captured Kunduz, the district governor, Omar Zaki, said.", [("Omar Zaki", "official")]),
    ('"They captured Kunduz," Kunduz resident Ahmad Wali said.', [("Ahmad Wali", "resident")]),
    (
        "15:20 - Kunduz: Governor Omar Zaki says the Taliban have captured the city.",
        [("Governor Omar Zaki", "official")],
    ),
]
TWO = [
    ("The Taliban captured Kunduz, a resident told Reuters.", [("Reuters", "agency"), ("a resident", "resident")]),
    (
        "The Taliban captured Kunduz, a resident told AFP on condition of anonymity.",
        [("AFP", "agency"), ("a resident", "resident")],
    ),
    (
        "The Taliban captured Kunduz, the BBC reported, citing the United Nations.",
        [("BBC", "media"), ("United Nations", "party")],
    ),
    (
        "The Taliban captured Kunduz, Reuters reported, citing officials.",
        [("Reuters", "agency"), ("officials", "official")],
    ),
    (
        "The Taliban captured Kunduz, according to a police officer quoted by Radio Okapi.",
        [("Radio Okapi", "media"), ("a police officer", "official")],
    ),
    (
        "State television, citing the defence ministry, said the army had captured Kunduz.",
        [("State television", "media"), ("the defence ministry", "official")],
    ),
    (
        "Reuters quoted a police officer as saying that the Taliban had captured Kunduz.",
        [("Reuters", "agency"), ("a police officer", "official")],
    ),
    (
        '"They captured Kunduz," resident Ahmad Wali was quoted as saying by AFP.',
        [("AFP", "agency"), ("Ahmad Wali", "resident")],
    ),
    (
        "The Taliban captured Kunduz, a spokesman said in a statement carried by Xinhua.",
        [("Xinhua", "agency"), ("a spokesman", "official")],
    ),
    (
        "The mayor told the BBC's Hausa service that the Taliban had captured Kunduz.",
        [("BBC", "media"), ("The mayor", "official")],
    ),
    (
        "The Taliban captured Kunduz, the mayor said in an interview with Radio Okapi.",
        [("Radio Okapi", "media"), ("the mayor", "official")],
    ),
]
THREE = [
    (
        "The Taliban captured Kunduz, the BBC reported, citing the United Nations.",
        ["Example Post", "BBC", "United Nations"],
    ),
    ("The Taliban captured Kunduz, an official told Reuters.", ["Example Post", "Reuters", "an official"]),
    ("KABUL, Aug 8 (Reuters) - The Taliban captured Kunduz, officials said.", ["Example Post", "Reuters", "officials"]),
    (
        "The BBC reported that officials had said that the Taliban captured Kunduz.",
        ["Example Post", "BBC", "officials"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*ONE, *TWO])
def test_chains(text: str, expected: list[tuple[str, str]]) -> None:
    assert sources(text + AROUND) == expected


@pytest.mark.parametrize(("text", "expected"), THREE)
def test_the_outlet_comes_first(text: str, expected: list[str]) -> None:
    assert [name for name, _ in sources(text + AROUND, outlet="Example Post")] == expected


def test_an_agency_that_publishes_itself_is_one_link() -> None:
    text = "KABUL, Aug 8 (Reuters) - The Taliban captured Kunduz, officials said."
    assert sources(text + AROUND, outlet="Reuters") == [("Reuters", "agency"), ("officials", "official")]


def test_a_surname_is_the_person_told_of_before() -> None:
    text = 'The minister spoke, his spokesperson Ned Price said.\n\n"They discussed it," Price added.'
    assert sources(text, "discussed") == [("Ned Price", "unknown")]
    assert sources(text, "added") == [("Ned Price", "unknown")]


def test_who_is_told_is_no_newsroom() -> None:
    assert sources("The Taliban captured Kunduz, the mayor told President Ashraf Ghani." + AROUND) == [
        ("the mayor", "official")
    ]


def test_who_confirms_it_next_is_a_source_too() -> None:
    text = "The Taliban captured Kunduz, officials said. A UN worker confirmed it."
    assert [name for name, _ in sources(text + AROUND)] == ["officials", "A UN worker"]


def test_the_quote_behind_a_bare_report_has_a_speaker() -> None:
    text = (
        'The Taliban captured Kunduz on Sunday.\n\n"There was nobody left to fight," said a shopkeeper in the bazaar.'
    )
    assert sources(text) == [("a shopkeeper", "resident")]


def test_rumours_are_somebodys() -> None:
    text = "Reports on hostile channels that the Taliban had captured Kunduz are devoid of truth."
    assert sources(text + AROUND) == [("Reports on hostile channels", "unknown")]


def test_every_quote_stands_in_the_text() -> None:
    for text, _ in [*ONE, *TWO]:
        assert all(link.quote in text for link in chain(text + AROUND))


def test_the_root_is_the_innermost_newsroom() -> None:
    text = "The Taliban captured Kunduz on Sunday, the BBC reported, citing the United Nations."
    (mention,) = read_mentions(Article(article_id="x", title="", text=text, outlet="Example Post"))
    assert mention.root_source == "BBC"
