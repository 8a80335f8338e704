"""The head of an argument -> the places, or the actor, that it stands for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from parsers.knowledge.languages import words
from parsers.reading.context import CAPITAL_WORDS, CITY_WORDS, KINDS, Context
from parsers.reading.sites import AT, SITES, site_at
from parsers.reading.syntax import Parsed
from parsers.records import ActorHit, Extent, PlaceHit

PARTS = frozenset(
    [
        "part",
        "most",
        "much",
        "half",
        "outskirt",
        "outskirts",
        "suburb",
        "edge",
        "swath",
        "swathe",
        "portion",
        "quarter",
        "third",
        "corner",
        "majority",
        "some",
        "neighbourhood",
        "neighborhood",
        "section",
        "side",
        "street",
        "bank",
        "fringe",
        "periphery",
        "entrance",
        "gate",
        "tract",
        "chunk",
        "bulk",
        "lot",
        "percent",
    ]
) | words("parts")
WHOLES = frozenset(["all", "whole", "rest", "remainder", "entirety", "both", "each"]) | words("wholes")
PLACE_LINKS = ("compound", "appos", "nmod", "amod", "poss")
PRONOUNS = frozenset({"it", "there"})
PLURALS = frozenset({"both", "them"})  # of places, where something is done to them
BACKING = re.compile(
    r"\s+(?:who\s+are\s+)?(?:backing|supporting|loyal\s+to|allied\s+(?:with|to)|aligned\s+with|answering\s+to|fighting\s+for"
    r"|commanded\s+by|led\s+by|belonging\s+to)\s+"
)
PEOPLE = frozenset({"they", "them", "it", "he", "she", "we"})


@dataclass(frozen=True, slots=True)
class Found:
    """A place an argument stands for, with the words that stand for it and how much of it is meant."""

    hit: PlaceHit
    start: int
    stop: int
    extent: Extent


@dataclass(frozen=True, slots=True)
class Who:
    """An actor an argument stands for; `name` None where the words name nobody we know."""

    name: str | None
    text: str
    start: int
    side: str = "other"


def find_places(head: Token, parsed: Parsed, context: Context) -> list[Found]:
    """All places that a noun phrase lists."""
    found: dict[tuple[int, int], Found] = {}
    for token in [head, *(c for c in head.conjuncts if c.i > head.i)]:
        for place in _places_of(token, parsed, context):
            found.setdefault((place.hit.start, place.hit.stop), place)
    return list(found.values())


def _places_of(token: Token, parsed: Parsed, context: Context) -> Iterator[Found]:
    hit = parsed.hit(token)
    if hit is not None:
        if hit.place.kind != "country" and hit.role != "metonym":
            yield Found(hit, hit.start, hit.stop, _modified(token))
        yield from _behind_container(token, parsed)
        return
    lemma = token.lemma_.lower()
    if lemma in PARTS or lemma in WHOLES:
        for inner in _under(token, "of"):
            for place in find_places(inner, parsed, context):
                yield place if lemma in WHOLES else Found(place.hit, place.start, place.stop, "partial")
        return
    if lemma in SITES:
        yield from _sites(token, lemma, parsed, context)
    elif token.lower_ in PLURALS and _is_all_of_them(token):
        for hit in context.list_before(parsed.start(token), "it"):
            yield Found(hit, parsed.start(token), parsed.stop(token), "full")
    elif lemma in PRONOUNS or lemma in KINDS:
        yield from _unit(token, lemma, parsed, context)


def _is_all_of_them(token: Token) -> bool:
    """ "took both", "all of them"; not "the first of them"."""
    if token.dep_ != "pobj":
        return token.dep_ in ("dobj", "nsubjpass")
    return token.head.head.lemma_.lower() in WHOLES or token.head.lower_ != "of"


def _unit(token: Token, lemma: str, parsed: Parsed, context: Context) -> Iterator[Found]:
    """ "the city of X", "X city", "the provincial capital", "the districts of X and Y", "it"."""
    named = [c for c in token.children if c.dep_ in PLACE_LINKS and _is_inner(parsed.hit(c))]
    of = _under(token, "of")
    if lemma in CITY_WORDS - CAPITAL_WORDS:  # "this town of the province of X" is not X
        of = [o for o in of if KINDS.get(o.lemma_.lower()) != KINDS["province"]]
    named = named or of or _apposed_to(token, parsed)
    capital = lemma in CAPITAL_WORDS
    nothing = True
    for child in named:
        for place in find_places(child, parsed, context):
            hit = context.seat_of(place.hit) if capital else place.hit
            # "two districts of Helmand", "all other districts of the province": parts of a whole, by no name.
            parts = token.tag_ == "NNS" and child.dep_ == "pobj" and place.hit.place.kind in ("province", "country")
            if hit is not None:
                nothing = False
                start = parsed.start(token) if capital and hit is not place.hit and token.i < child.i else place.start
                yield Found(hit, start, place.stop, "partial" if parts else place.extent)
    start, stop = parsed.start(token), parsed.stop(token)
    if nothing and _is_plural_reference(token):
        for hit in context.list_before(start, lemma):
            yield Found(hit, start, stop, "full")
        return
    if nothing and not _is_indefinite(token):
        provincial = capital and any(
            c.lower_ in ("provincial", "regional", "state", "its", "province", "'s") for c in token.subtree
        )
        hit = context.seat_before(start) if provincial else context.place_before(start, lemma)
        if hit is not None:
            yield Found(hit, start, stop, _modified(token))


def _apposed_to(token: Token, parsed: Parsed) -> list[Token]:
    """ "X and Y, two towns that ...": the names that the noun is said of."""
    if token.dep_ != "appos":
        return []
    heads = [token.head, *token.head.conjuncts] if token.tag_ == "NNS" else [token.head]
    return [h for h in heads if h.i < token.i and _is_inner(parsed.hit(h))]


def _sites(token: Token, lemma: str, parsed: Parsed, context: Context) -> Iterator[Found]:
    """ "X airport", "the army headquarters in X"; "the camp" is the last one named, or one in the town last told of."""
    named = [c for c in token.children if c.dep_ in PLACE_LINKS and _is_inner(parsed.hit(c))]
    named += [o for word in sorted(AT) for o in _under(token, word)]
    named += [p for o in _under(token, "of") for word in sorted(AT) for p in _under(o, word)]  # "of Battalion 9 at X"
    if token.dep_ in ("dobj", "nsubjpass"):  # the parse hangs "at X" on the verb
        named += [p for word in ("in", "at", "near") for p in _under(token.head, word) if p.i > token.i]
    named = [n for n in named if _is_inner(parsed.hit(n)) or n.lemma_.lower() in KINDS]
    found = [place for child in named for place in find_places(child, parsed, context) if _is_inner(place.hit)]
    for place in found:
        yield Found(site_at(place.hit, lemma), place.start, place.stop, "full")
    plural = token.tag_ == "NNS" and token.lower_ not in SITES  # "headquarters" is one
    if found or _is_indefinite(token) or plural:
        return
    start, stop = parsed.start(token), parsed.stop(token)
    hit = context.place_before(start, lemma) or context.place_before(start, "city")
    if hit is not None:
        yield Found(site_at(hit, lemma), start, stop, "full")


def _behind_container(token: Token, parsed: Parsed) -> Iterator[Found]:
    """Lists of lists: in "Sharana in Paktika and Qalat in Zabul" the parse hangs Qalat on Paktika."""
    for prep in token.children:
        if prep.dep_ != "prep" or prep.lower_ not in ("in", "of"):
            continue
        for inner in prep.children:
            for other in inner.conjuncts:
                hit = parsed.hit(other)
                if hit and other.i > inner.i and hit.place.kind in ("city", "district"):
                    yield Found(hit, hit.start, hit.stop, "full")


def _is_inner(hit: PlaceHit | None) -> bool:
    return hit is not None and hit.place.kind != "country"


def _under(token: Token, preposition: str) -> list[Token]:
    return [
        o
        for p in token.children
        if p.dep_ == "prep" and p.lower_ == preposition
        for o in p.children
        if o.dep_ == "pobj"
    ]


def _modified(token: Token) -> Extent:
    """ "half London", "much of": partial by a quantifier that hangs on the name itself."""
    return (
        "partial"
        if any(c.lemma_.lower() in PARTS and c.dep_ in ("nmod", "predet", "det") for c in token.children)
        else "full"
    )


def _is_plural_reference(token: Token) -> bool:
    """ "both districts", "the two towns", "these cities"."""
    return token.tag_ == "NNS" and any(c.lower_ in ("both", "these", "two", "three", "four") for c in token.children)


def _is_indefinite(token: Token) -> bool:
    return any(
        c.dep_ == "det" and c.lower_ in ("a", "an", "another", "no", "any", "every") for c in token.children
    ) or (token.tag_ == "NNS" and token.lemma_.lower() in CITY_WORDS | {"village", "district", "province", "base"})


def read_actor(token: Token, parsed: Parsed, context: Context) -> Who | None:
    """Who a noun phrase or pronoun stands for; None where it is no armed actor."""
    start, stop = parsed.start(token), parsed.stop(token)
    actor = context.actor_at(start, stop) or _inside(token, parsed, context)
    if actor is not None:
        member = _inside(token, parsed, context)  # "Tuareg rebels of the MNLA"
        if member and member.actor and member.side == "armed_group" and member.start > actor.start:
            return Who(member.actor, actor.text, actor.start, member.side)
        owner = _owner(token, parsed, context) if actor.actor is None else None
        return Who(owner or name_of(actor, context), actor.text, actor.start, actor.side)
    state = context.state_at(start, stop)
    if state is not None:
        return Who(state.actor, state.text, state.start, state.side)
    if token.lower_ in PEOPLE:
        before = context.actor_before(start, token.lower_)
        return Who(context.role(before), context.text[start:stop], start, before.side) if before else None
    return None


def as_own(token: Token, who: Who | None, speaker: Who | None) -> Who | None:
    """ "The ministry said its forces ...": whose they are is told by who speaks."""
    owned = any(c.dep_ == "poss" and c.lower_ in ("its", "their", "his", "her", "our") for c in token.children)
    if not owned or who is None or speaker is None or speaker.name is None:
        return who
    return replace(who, name=speaker.name)


def name_of(actor: ActorHit, context: Context) -> str | None:
    """Who it is; a group that nobody names ("Syrian insurgents") is kept by the words that tell it from others."""
    backed = None if actor.actor else BACKING.match(context.text, actor.stop)
    if backed:  # "forces loyal to X"
        backer = next((a for a in context.actors if backed.end() <= a.start <= backed.end() + 8), None)
        if backer and context.role(backer):
            return context.role(backer)
    if actor.side != "armed_group":
        return context.role(actor)
    head = actor.text.lower().split()[-1]
    told = [a.text for a in [actor, *context.actors] if a.country and a.text.lower().endswith(head) and not a.actor]
    return context.role(actor) or next(iter(told), None)


def _owner(token: Token, parsed: Parsed, context: Context) -> str | None:
    """ "its heroic units", "their men": the side that "its" stands for."""
    for child in token.children:
        if child.dep_ == "poss" and child.lower_ in ("its", "their", "his"):
            before = context.actor_before(parsed.start(child), child.lower_)
            return context.role(before) if before else None
    return None


def _inside(token: Token, parsed: Parsed, context: Context) -> ActorHit | None:
    """ "soldiers of the Syrian Democratic Forces", "columns from Wagner": the actor inside the phrase."""
    for child in token.children:
        if child.dep_ in ("compound", "amod", "nmod", "poss", "appos"):
            actor = context.actor_at(parsed.start(child), parsed.stop(child))
            if actor is not None:
                return actor
        if child.dep_ == "prep" and child.lower_ in ("of", "from"):
            for inner in child.children:
                actor = context.actor_at(parsed.start(inner), parsed.stop(inner))
                if actor is not None:
                    return actor
    return None
