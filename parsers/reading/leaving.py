"""A gain told together with who left ("entered as security forces escaped") -> the clue of that other side."""

from dataclasses import replace

from spacy.tokens import Token

from parsers.reading.arguments import Who, read_actor
from parsers.reading.context import Context
from parsers.reading.matching import subject_of
from parsers.reading.modality import read_modality
from parsers.reading.telling import Clue
from parsers.reading.verdict import GAIN, Joined

WHILE = frozenset({"as", "after", "when", "while", "once", "since", "because"})
LEAVE = frozenset(
    {"escape", "flee", "withdraw", "retreat", "leave", "abandon", "desert", "evacuate", "pull", "run", "go"}
)


def with_other_side(clue: Clue, context: Context) -> tuple[Clue, ...]:
    """The clue, and beside a gain that happened the loss of the armed side that its clause says left the place."""
    if clue.joined.outcome not in GAIN:
        return (clue,)
    for clause in clue.trigger.children:
        if clause.dep_ != "advcl" or clause.lemma_.lower() not in LEAVE or not _is_beside(clause):
            continue
        subject = subject_of(clause) if any(c.dep_ == "nsubj" for c in clause.children) else None
        who = read_actor(subject, clue.parsed, context) if subject is not None else None
        if who is not None and who.name and not _is_same(who, clue.actor) and read_modality(clause) == "actual":
            return clue, replace(
                clue,
                trigger=clause,
                joined=Joined("withdrawal", clue.joined.confidence),
                actor=who,
                target=None,
                type="territory_lost_or_withdrawn",
                pattern="territory.as_they_left",
            )
    return (clue,)


def _is_beside(clause: Token) -> bool:
    return any(c.dep_ in ("mark", "advmod") and c.lower_ in WHILE for c in clause.children)


def _is_same(who: Who, other: Who | None) -> bool:
    return other is not None and who.name == other.name
