"""A type and the words of its sentence -> how the place changed hands: fought for, handed over or simply entered."""

from dataclasses import dataclass

from parsers.knowledge.patterns import Family, Pattern, phrases
from parsers.records import Method

GAINS = frozenset({"territory_captured", "territory_taken_peacefully", "territory_regained"})


@dataclass(frozen=True, slots=True)
class Manner:
    """Type and method as the sentence settles them."""

    type: str
    method: Method


def read_manner(kind: str, method: Method, sentence: str) -> Manner:
    """Cue words of the sentence refine the method; a capture without a fight is a peaceful taking."""
    found = method if method == "handover" else _method(sentence.lower()) or method
    if kind == "territory_captured" and found in ("without_fight", "handover"):
        return Manner("territory_taken_peacefully", found)
    if kind == "territory_taken_peacefully" and found == "fought":
        return Manner("territory_captured", found)
    return Manner(kind, found)


def holds_cue(pattern: Pattern, sentence: str, family: Family) -> bool:
    """Patterns with a `cue` need one of its phrases in the sentence."""
    return pattern.cue is None or any(phrase in sentence.lower() for phrase in family.cues[pattern.cue])


def is_gain(kind: str) -> bool:
    """Capture, peaceful taking and regaining are gains; the loss is told from the other side."""
    return kind in GAINS


def speaks_of_fighting(text: str) -> bool:
    """Any word of combat."""
    return any(phrase in text.lower() for phrase in phrases("fought"))


def _method(sentence: str) -> Method | None:
    if any(phrase in sentence for phrase in phrases("without_fight")):
        return "without_fight"
    return "fought" if any(phrase in sentence for phrase in phrases("fought")) else None
