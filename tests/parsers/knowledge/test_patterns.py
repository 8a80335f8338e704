"""Every pattern proves itself: its yes sentences match, its no sentences raise nothing actual."""

import pytest

from parsers.knowledge.languages import find_readable
from parsers.knowledge.patterns import Pattern, load_families, parse_path
from parsers.reading.happenings import find_numbers, parse_body
from parsers.reading.occurrences import match_sentence
from parsers.reading.parties import find_people
from parsers.reading.readers import open_article, read_both, read_control
from parsers.records import Article

AROUND = {
    "en": "\nThe Taliban and the Afghan army have fought for years.",
    "fr": "\nLes talibans et l'armée afghane se combattent depuis des années.",
}
UNREAL = ("negated", "hypothetical")
CONTROL = [p for family in load_families() for p in family.patterns if family.tells_control]
FOREIGN = [
    p
    for language in find_readable()
    for family in load_families(language)
    for p in family.patterns
    if language != "en" and family.tells_control
]
EVENTS = [p for family in load_families() for p in family.patterns if not family.tells_control]


def rulings_of(sentence: str, language: str = "en") -> list[tuple[str, str]]:
    both = read_both(Article(article_id="x", title="", text=sentence + AROUND[language], language=language))
    return [(r.pattern.id, r.label) for r in both.rulings] if both else []


def occurrences_of(sentence: str) -> list[tuple[str, str]]:
    context, credit = open_article(Article(article_id="x", title="", text=sentence + AROUND["en"]))
    both = read_control(context, credit)
    parses = list(parse_body(context, credit, both.parses if both else []))
    people = find_people(parses, context)
    return [
        (found.pattern.id, found.modality)
        for parsed in parses
        if parsed.start(parsed.doc[0]) < len(sentence)
        for sent in parsed.doc.sents
        for found in match_sentence(sent, parsed, context, people, find_numbers(parsed, context))
    ]


def proofs(patterns: list[Pattern], kind: str) -> pytest.MarkDecorator:
    pairs = [(p, s) for p in patterns for s in getattr(p, kind)]
    return pytest.mark.parametrize(("pattern", "sentence"), pairs, ids=lambda v: getattr(v, "id", v))


@proofs(CONTROL, "yes")
def test_yes_sentences_match(pattern: Pattern, sentence: str) -> None:
    assert pattern.id in [name for name, _ in rulings_of(sentence)]


@proofs(CONTROL, "no")
def test_no_sentences_raise_nothing(pattern: Pattern, sentence: str) -> None:
    assert not {(pattern.id, label) for label in ("gain", "regain", "withdrawal", "partial")} & set(
        rulings_of(sentence)
    )


@proofs(FOREIGN, "yes")
def test_yes_sentences_of_another_language_match(pattern: Pattern, sentence: str) -> None:
    assert pattern.id in [name for name, _ in rulings_of(sentence, pattern.id[:2])]


@proofs(FOREIGN, "no")
def test_no_sentences_of_another_language_raise_nothing(pattern: Pattern, sentence: str) -> None:
    told = set(rulings_of(sentence, pattern.id[:2]))
    assert not {label for _, label in told} & {"gain", "regain", "withdrawal", "partial"}


@proofs(EVENTS, "yes")
def test_yes_sentences_of_other_events_match(pattern: Pattern, sentence: str) -> None:
    assert pattern.id in [name for name, modality in occurrences_of(sentence) if modality not in UNREAL]


@proofs(EVENTS, "no")
def test_no_sentences_of_other_events_raise_nothing(pattern: Pattern, sentence: str) -> None:
    assert pattern.id not in [name for name, modality in occurrences_of(sentence) if modality not in UNREAL]


def test_ids_are_unique() -> None:
    assert len({p.id for p in [*CONTROL, *FOREIGN, *EVENTS]}) == len([*CONTROL, *FOREIGN, *EVENTS])


def test_every_pattern_carries_its_proof() -> None:
    assert FOREIGN
    assert all(p.yes and p.no for p in [*CONTROL, *FOREIGN, *EVENTS])


def test_every_type_of_a_pattern_is_declared() -> None:
    for family in load_families():
        if family.kinds:
            assert {p.type for p in family.patterns} == set(family.kinds)


def test_a_path_reads_as_steps() -> None:
    down, up = parse_path("prep:of,in>pobj")[0], parse_path("<acl")[0]
    assert (down.label, down.lemmas, down.up) == ("prep", frozenset({"of", "in"}), False)
    assert (up.label, up.up) == ("acl", True)
