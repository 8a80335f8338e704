"""A match in its sentence -> how the place changed hands: with or without a fight, regained or new."""

from dataclasses import dataclass

from spacy.tokens import Token

from parsers.knowledge import actors as lexicon
from parsers.knowledge.patterns import Family, Pattern
from parsers.records import Method

GAINS = frozenset({"territory_captured", "territory_taken_peacefully", "territory_regained"})


@dataclass(frozen=True, slots=True)
class Manner:
    """Type and method as the sentence settles them."""

    type: str
    method: Method


def read_manner(pattern: Pattern, sentence: str, family: Family, *, actor: str | None, country: str | None) -> Manner:
    """Cue words of the sentence refine what the pattern says."""
    method = _method(pattern, sentence.lower(), family)
    kind = pattern.type
    if kind in ("territory_captured", "territory_taken_peacefully") and _is_return(actor, country):
        kind = "territory_regained"
    if kind == "territory_captured" and method in ("without_fight", "handover"):
        kind = "territory_taken_peacefully"
    if kind == "territory_taken_peacefully" and method == "fought":
        kind = "territory_captured"
    return Manner(kind, method)


def holds_cue(pattern: Pattern, sentence: str, family: Family) -> bool:
    """Patterns with a `cue` need one of its phrases in the sentence."""
    return pattern.cue is None or any(phrase in sentence.lower() for phrase in family.cues[pattern.cue])


def _method(pattern: Pattern, sentence: str, family: Family) -> Method:
    if pattern.method == "handover":
        return "handover"
    if any(phrase in sentence for phrase in family.cues["without_fight"]):
        return "without_fight"
    if pattern.method != "unknown":
        return pattern.method
    return "fought" if any(phrase in sentence for phrase in family.cues["fought"]) else "unknown"


def _is_return(actor: str | None, country: str | None) -> bool:
    """A state that takes a place at home has it back, unless told otherwise; others only by a word for it."""
    return bool(actor and country and lexicon.is_home_state(actor, country))


def is_gain(kind: str) -> bool:
    """Capture, peaceful taking and regaining are gains; the loss is told from the other side."""
    return kind in GAINS


def in_sentence(token: Token) -> str:
    """The masked sentence around a token (cue words only; offsets come from elsewhere)."""
    return token.sent.text
