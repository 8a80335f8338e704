"""A parsed paragraph -> rulings: what the patterns make of the places in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from parsers.knowledge import actors as lexicon
from parsers.knowledge.languages import ENGLISH
from parsers.knowledge.patterns import Family, Pattern, cue, load_families
from parsers.reading.arguments import Found, Who, as_own, find_places, read_actor
from parsers.reading.attribution import Told, find_attributions
from parsers.reading.context import LONG_AGO, Context
from parsers.reading.gate import compile_gate
from parsers.reading.judge import Label
from parsers.reading.manner import holds_cue, is_gain
from parsers.reading.matching import Match, find_matches
from parsers.reading.modality import read_modality
from parsers.reading.syntax import Parsed
from parsers.records import Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One pattern at one place: who, how real, on whose word; `label` says it in the judge's words."""

    found: Found
    pattern: Pattern
    trigger: Token
    parsed: Parsed
    actor: Who | None
    target: Who | None
    modality: Modality
    told: tuple[Told, ...]

    @property
    def type(self) -> str:
        """The type of the pattern; who drives rebels out at home has the place back."""
        country, actor = self.found.hit.place.country, self.actor.name if self.actor else None
        at_home = bool(country and actor) and lexicon.is_home_state(actor or "", country or "")
        return self.pattern.home if self.pattern.home and at_home else self.pattern.type

    @property
    def label(self) -> Label:
        """The ruling as the judge would put it."""
        if any(t.denies for t in self.told):
            return "denied"
        if self.modality == "background":
            return "background"
        if self.modality != "actual":
            return "unreal"
        if "partial" in (self.found.extent, self.pattern.extent):
            return "partial"
        if not is_gain(self.type):
            return "withdrawal"
        return "regain" if self.type == "territory_regained" else "gain"


@cache
def families(language: str = ENGLISH) -> tuple[Family, ...]:
    """The families that tell of control, in order; the others are read in occurrences.py."""
    return tuple(f for f in load_families(language) if f.tells_control)


@cache
def gate(language: str = ENGLISH) -> re.Pattern[str]:
    """What a paragraph must hold to be worth a parse."""
    return compile_gate([stem for family in families(language) for stem in family.gate])


def find_rulings(parsed: Parsed, context: Context) -> Iterator[Ruling]:
    """All rulings of a paragraph; the first pattern that speaks of a place in a sentence has it."""
    for sentence in parsed.doc.sents:
        taken: set[tuple[bool, int, str]] = set()
        for family in families(context.language):
            for match in find_matches(list(sentence), family):
                if not holds_cue(match.pattern, sentence.text, family):
                    continue
                for ruling in _rule(match, parsed, context):
                    slot = (is_gain(match.pattern.type), ruling.found.start, ruling.found.hit.place.name)
                    if slot not in taken:
                        taken.add(slot)
                        yield ruling


def _rule(match: Match, parsed: Parsed, context: Context) -> Iterator[Ruling]:
    places = next(filter(None, (find_places(head, parsed, context) for head in match.places)), [])
    places += _strays(match.trigger, places, parsed)
    told = tuple(find_attributions(match.trigger, parsed, context))
    speaker = next((t.speaker for t in told if t.speaker), None)
    actor = next(filter(None, (as_own(t, read_actor(t, parsed, context), speaker) for t in match.actors)), None)
    target = next(filter(None, (read_actor(t, parsed, context) for t in match.targets)), None)
    missing = {name for name, who in (("actor", actor), ("target", target)) if who is None}
    if not places or match.pattern.needs & missing or _is_stranger(match, actor):
        return
    modality = read_modality(match.trigger)
    if modality == "actual" and LONG_AGO.search(match.trigger.sent.text):
        modality = "background"
    if actor and is_gain(match.pattern.type) and _is_denied_by(actor, told):
        actor = Who(None, actor.text, actor.start, actor.side)  # who denies the loss did not take the place
    for found in places:
        yield Ruling(
            found=found,
            pattern=match.pattern,
            trigger=match.trigger,
            parsed=parsed,
            actor=actor,
            target=target,
            modality=modality,
            told=told,
        )


def _is_denied_by(actor: Who, told: Sequence[Told]) -> bool:
    return any(t.verb in cue("deny") and t.speaker and t.speaker.name == actor.name for t in told)


def _strays(trigger: Token, places: Sequence[Found], parsed: Parsed) -> Iterator[Found]:
    """ "took Karukh on 5 July and Obe on 6 July": the parse hangs the second place on the month."""
    if not places or places[0].hit.start < parsed.start(trigger):
        return
    for token in trigger.subtree:
        hit = parsed.hit(token)
        if not hit or token.dep_ != "conj" or parsed.hit(token.head) or token.head.pos_ not in ("PROPN", "NUM"):
            continue
        if hit.place.kind == places[0].hit.place.kind and token.head.head.head == trigger:
            yield Found(hit, hit.start, hit.stop, "full")


def _is_stranger(match: Match, actor: Who | None) -> bool:
    """Somebody acts, and it is nobody armed: "Castle Rovers captured", "the film captured"."""
    return actor is None and any(t.pos_ in ("NOUN", "PROPN") for t in match.actors)
