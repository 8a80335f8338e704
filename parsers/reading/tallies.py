"""Numbers of a text and the phrase that a pattern counts in -> quantities that say what they are a number of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from parsers.knowledge.patterns import load_shared
from parsers.reading.context import Context
from parsers.reading.matching import Match, walk_all
from parsers.reading.quantities import QuantityHit, find_quantities
from parsers.reading.syntax import Parsed
from parsers.records import Quantity

BOUND = re.compile(r"(?:at least|more than|about|around|nearly|up to|over|some)\s$", re.IGNORECASE)
PERSONAL = frozenset({"killed", "wounded", "missing", "prisoners"})  # "a villager who fled" is no number
METRICS = frozenset({"killed", "wounded", "missing", "displaced", "evacuated", "share"})
ABOUT = frozenset({"some", "about", "around", "nearly", "almost", "over", "least"})
REACHED = frozenset({"stand", "put", "rise", "climb", "amount", "reach", "number"})
SINGULAR = frozenset({"a", "an", "one", "another", "the", "his", "her", "its", "their", "our"})


def count_in(
    match: Match, parsed: Parsed, context: Context, hits: Sequence[QuantityHit]
) -> Iterator[tuple[int, Quantity]]:
    """By where they start: numbers inside the counted phrases, told as what the pattern counts; "a girl" is one."""
    what, wide = match.pattern.counts, match.pattern.wide
    if what is None:
        return
    for head in walk_all(match.trigger, match.pattern.counted):
        group = [head, *(c for c in head.conjuncts if c.i > head.i)]
        inside = [h for h in hits if any(_holds(t, h, parsed) for t in group) and _is_of_people(h, what, parsed)]
        for hit in inside:
            if hit.quantity.what not in METRICS:
                yield hit.start, replace(hit.quantity, what=what)
        said = None if inside or (wide and not _is_bare(head)) else _said(head, what, parsed, context)
        if said is not None:
            yield parsed.start(head), said
        elif not inside and not wide and what in PERSONAL and all(_is_one(t, parsed, context) for t in group):
            start, stop = parsed.start(head.left_edge), parsed.stop(group[-1])
            quote, number = context.text[start:stop], len(group)
            unit = head.lower_ if head.pos_ == "NOUN" else None
            yield start, Quantity(what=what, low=number, high=number, op="exactly", unit=unit, quote=quote)


def _is_of_people(hit: QuantityHit, what: str, parsed: Parsed) -> bool:
    """ "killed ... three flags": of dead and wounded only what may die."""
    number = parsed.token_at(hit.start)
    while number is not None and number.head.i == number.i + 1 and number.dep_ != "nummod":
        number = number.head
    if what not in PERSONAL or number is None or number.dep_ != "nummod" or number.head.pos_ != "NOUN":
        return True
    return number.head.lemma_.lower() in load_shared()["victim"] | load_shared()["people"] | load_shared()["force"]


def _is_bare(number: Token) -> bool:
    """ "Hurt: eleven", "stands at 38": no year, no hour, no number of something else."""
    before = number.nbor(-1) if number.i else None
    if not number.like_num or number.dep_ == "nummod" or before is None:
        return False
    if before.lower_ in ABOUT and before.i and before.nbor(-1).lower_ != "at":
        return True
    return before.text == ":" or (before.lower_ in ("at", "to") and before.head.lemma_.lower() in REACHED)


def _said(head: Token, what: str, parsed: Parsed, context: Context) -> Quantity | None:
    """ "At least 43 of his men", "two militiamen", "put the dead at 61": a number whose noun tells nothing."""
    number = head if head.pos_ == "NUM" else next((c for c in head.children if c.dep_ == "nummod"), None)
    if number is None:
        return None
    start, stop = parsed.start(number.left_edge if number == head else head.left_edge), parsed.stop(number)
    front = context.text[max(0, start - 12) : start]
    if number == head and (bound := BOUND.search(front)):
        start -= len(front) - bound.start()
    words = context.text[start:stop]
    found = next(iter(find_quantities(f"{words} people")), None)
    return replace(found.quantity, what=what, unit=None, quote=words) if found else None


def _holds(head: Token, hit: QuantityHit, parsed: Parsed) -> bool:
    """The number stands before the head, or in "20,000 of his men" on top of it."""
    return parsed.start(head.left_edge) - 1 <= hit.start < parsed.stop(head)


def _is_one(token: Token, parsed: Parsed, context: Context) -> bool:
    """ "a girl", "the commander", a person by name; no group, no plural, no collective."""
    if token.tag_ == "NN" and token.lemma_.lower() in load_shared()["victim"] - COLLECTIVE:
        return any(c.lower_ in SINGULAR for c in token.children)
    if token.tag_ != "NNP" or parsed.hit(token) is not None:
        return False
    named = any(c.dep_ == "compound" and c.tag_ == "NNP" for c in token.children)
    return named and context.actor_at(parsed.start(token), parsed.stop(token)) is None


COLLECTIVE = frozenset(
    {
        "people",
        "police",
        "family",
        "crew",
        "staff",
        "personnel",
        "other",
        "enemy",
        "troop",
        "dozen",
        "hundred",
        "thousand",
        "score",
        "youth",
    }
)
