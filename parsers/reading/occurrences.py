"""A parsed paragraph -> occurrences: what the patterns of the other event types find in it, sides resolved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span, Token

from parsers.knowledge.patterns import Family, Kind, Pattern, load_families, load_shared
from parsers.reading.arguments import Who, name_of
from parsers.reading.context import Context
from parsers.reading.manner import holds_cue
from parsers.reading.matching import Match, find_matches, find_wide, match_at
from parsers.reading.modality import read_event_modality
from parsers.reading.parties import PARTY_SIDES, People, read_party
from parsers.reading.quantities import QuantityHit
from parsers.reading.roles import ENDS
from parsers.reading.syntax import Parsed
from parsers.reading.tallies import count_in
from parsers.records import Modality, Quantity

NEUTRAL = "says"  # the act of a statement that vows, warns, denies nothing
ALIKE = (frozenset({"attack", "armed_clash"}), frozenset({"agreement", "ceasefire"}))
BESIDE = frozenset({"statement", "casualty_report"})
ARMED = frozenset({"state", "armed_group", "other_actor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One pattern at one word: who, against whom, how real, how many; `places` are heads of phrases."""

    pattern: Pattern
    trigger: Token
    parsed: Parsed
    places: tuple[Token, ...]
    actor: Who | None
    target: Who | None
    modality: Modality
    quantities: tuple[Quantity, ...]

    @property
    def kind(self) -> Kind:
        """What holds for its type."""
        return kinds()[self.pattern.type]


@cache
def event_families() -> tuple[Family, ...]:
    """The families of all types but the four of territory."""
    return tuple(f for f in load_families() if f.patterns and not f.tells_control)


@cache
def kinds() -> dict[str, Kind]:
    """All event types but the four of territory."""
    return {name: kind for family in event_families() for name, kind in family.kinds.items()}


def find_occurrences(
    parsed: Parsed, context: Context, people: People, hits: Sequence[QuantityHit]
) -> Iterator[Occurrence]:
    """All occurrences of a paragraph; in a sentence the first pattern that speaks of a type and its sides has them."""
    for sentence in parsed.doc.sents:
        told: list[Occurrence] = []
        here = _numbers_in(sentence, parsed, hits)
        for match in _matches(sentence, parsed, here):
            if match.pattern.wide and any(_is_covered(match, other) for other in told):
                continue
            for found in _occur(match, parsed, context, people, here):
                same = next((k for k, other in enumerate(told) if _is_same(found, other)), None)
                if same is None:
                    told.append(found)
                elif told[same].pattern.detail == NEUTRAL != found.pattern.detail:
                    told[same] = found
        yield from told


def match_sentence(
    sentence: Span, parsed: Parsed, context: Context, people: People, hits: Sequence[QuantityHit]
) -> Iterator[Occurrence]:
    """Every pattern that fits, also where another has told the same already."""
    here = _numbers_in(sentence, parsed, hits)
    for match in _matches(sentence, parsed, here):
        yield from _occur(match, parsed, context, people, here)


def _numbers_in(sentence: Span, parsed: Parsed, hits: Sequence[QuantityHit]) -> list[QuantityHit]:
    start, stop = parsed.start(sentence[0]), parsed.stop(sentence[-1])
    return [h for h in hits if start <= h.start < stop]


def _matches(sentence: Span, parsed: Parsed, hits: Sequence[QuantityHit]) -> Iterator[Match]:
    tokens, text = list(sentence), sentence.text
    for family in event_families():
        counted = [m for pattern in family.counting for hit in hits if (m := _match_number(hit, pattern, parsed))]
        for match in [*find_matches(tokens, family), *counted]:
            if holds_cue(match.pattern, text, family):
                yield match
    for family in event_families():
        yield from find_wide(tokens, family)


def _match_number(hit: QuantityHit, pattern: Pattern, parsed: Parsed) -> Match | None:
    trigger = _governor_of(hit, parsed) if hit.quantity.what in pattern.said else None
    return match_at(trigger, pattern) if trigger is not None else None


def _governor_of(hit: QuantityHit, parsed: Parsed) -> Token | None:
    """The verb that a number stands under, else the head of its sentence."""
    token = parsed.token_at(hit.start)
    while token is not None and token.head != token and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token


def _occur(
    match: Match, parsed: Parsed, context: Context, people: People, hits: Sequence[QuantityHit]
) -> Iterator[Occurrence]:
    pattern = match.pattern
    actors = _both(match, parsed, context) or _parties(match.actors, parsed, context, people)
    targets = _parties(match.targets, parsed, context, people)
    if pattern.mutual and len(actors) > 1 and not targets:
        actors, targets = actors[:1], actors[1:]
    quantities = tuple(_numbers(match, parsed, context, hits)) if kinds()[pattern.type].quantities else ()
    if kinds()[pattern.type].armed and actors and not any(w.side in ARMED for w in actors):
        return
    if not _is_satisfied(pattern, actors, targets, quantities, match):
        return
    modality = pattern.modality or read_event_modality(match.trigger)
    acting: list[Who | None] = [*actors] or [None]
    for actor in acting:
        yield Occurrence(
            pattern=pattern,
            trigger=match.trigger,
            parsed=parsed,
            places=match.places,
            actor=actor,
            target=targets[0] if targets else None,
            modality=modality,
            quantities=quantities,
        )


def _parties(heads: Sequence[Token], parsed: Parsed, context: Context, people: People) -> list[Who]:
    """Whom the first path that leads anywhere stands for; a list of names is as many sides."""
    for head in heads:
        listed = [head, *(c for c in head.conjuncts if c.i > head.i and c.pos_ != "VERB")]
        sides = [t for t in listed if not _is_mere_place(t, parsed, context)]
        found = {w.text: w for t in sides if (w := read_party(t, parsed, context, people)).text}
        named = [w for w in found.values() if w.name or w.side]
        if found:
            return named if len(named) > 1 else [next(iter(named), next(iter(found.values())))]
    return []


def _is_mere_place(token: Token, parsed: Parsed, context: Context) -> bool:
    """A town acts for nobody, unless it is a capital or a people's name too ("Moscow", "Brits")."""
    hit = parsed.hit(token)
    if hit is None or hit.place.kind == "country" or hit.role:
        return False
    return context.state_at(hit.start, hit.stop) is None


def _both(match: Match, parsed: Parsed, context: Context) -> list[Who]:
    """The two sides of "between the Taliban and Afghan forces", which the parse may take for one phrase."""
    head = match.actors[0] if match.pattern.mutual and match.actors else None
    if head is None or head == match.trigger:
        return []
    start, stop = parsed.start(head.left_edge), parsed.stop(head.right_edge)
    inside = [a for a in context.actors if start <= a.start and a.stop <= stop]
    named = {name_of(a, context) or a.text: a for a in inside}
    if len(named) < 2:
        return []
    return [
        Who(name_of(a, context), a.text, a.start, "other_actor" if a.side == "other" else a.side)
        for a in named.values()
    ]


def _is_satisfied(
    pattern: Pattern, actors: Sequence[Who], targets: Sequence[Who], quantities: Sequence[Quantity], match: Match
) -> bool:
    """`needs`: actor or target (an armed side), party (anybody with a side or an office), numbers, a place."""
    if not pattern.needs:
        return True
    given = {
        "actor": any(w.side in ARMED for w in actors),
        "target": any(w.side in ARMED for w in targets),
        "party": any(w.side in PARTY_SIDES for w in actors),
        "official": any(w.side in ("person", "official", "organisation") or w.name for w in actors),
        "diplomat": any(_is_diplomat(w) for w in actors) or any(w.side in ("person", "official") for w in targets),
        "person": any(w.side == "person" for w in actors),
        "side": any(w.side in ARMED or w.name for w in [*actors, *targets]),
        "partner": any(w.side in PARTY_SIDES for w in targets) and any(w.side in PARTY_SIDES for w in actors),
        "numbers": bool(quantities),
        "place": bool(match.places),
    }
    return all(given[need] for need in pattern.needs)


def _is_diplomat(who: Who) -> bool:
    """Somebody who talks for a side: no soldiers."""
    if who.side in ("person", "official", "organisation"):
        return True
    return who.side == "state" and not {w.lower().rstrip("s") for w in who.text.split()} & load_shared()["force"]


def _numbers(match: Match, parsed: Parsed, context: Context, hits: Sequence[QuantityHit]) -> Iterator[Quantity]:
    """Numbers of the type in the sentence, and what its counted phrase is a number of."""
    wanted = kinds()[match.pattern.type].quantities
    counted = dict(count_in(match, parsed, context, hits))
    for hit in hits:
        quantity = counted.pop(hit.start, hit.quantity)
        if quantity.what in wanted:
            yield quantity
    yield from counted.values()


def _is_same(found: Occurrence, other: Occurrence) -> bool:
    """Told already in this sentence: same type, and nothing that tells the two apart."""
    if found.pattern.type != other.pattern.type:
        return False
    if found.trigger == other.trigger:
        return found.actor is None or other.actor is None or _text(found.actor) == _text(other.actor)
    if found.kind.quantities and found.quantities and found.quantities == other.quantities:
        return True
    if found.pattern.type == "statement":
        if found.pattern.detail == other.pattern.detail or found.trigger.dep_ == "xcomp":
            return True
        return NEUTRAL in (found.pattern.detail, other.pattern.detail) and _is_within(found.trigger, other.trigger)
    return found.actor is None or other.actor is None or _text(found.actor) == _text(other.actor)


def _is_covered(found: Match, other: Occurrence) -> bool:
    """A wide pattern is silent where its type is told already, unless another piece of news tells it ("; ").

    One word tells of one thing: what another pattern made of it stands, beside words said and people killed.
    """
    if found.trigger == other.trigger and not BESIDE & {found.pattern.type, other.pattern.type}:
        return True
    alike = next((group for group in ALIKE if found.pattern.type in group), {found.pattern.type})
    first, last = sorted((found.trigger.i, other.trigger.i))
    apart = any(t.text in ENDS for t in found.trigger.doc[first:last])
    return other.pattern.type in alike and other.modality not in ("hypothetical", "negated") and not apart


def _is_within(one: Token, other: Token) -> bool:
    """One act of speech: "he said that he will not let X happen"."""
    return one.is_ancestor(other) or other.is_ancestor(one)


def _text(who: Who | None) -> str | None:
    return (who.name or who.text) if who else None
