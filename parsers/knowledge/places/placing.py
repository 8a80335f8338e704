"""A text in, its places out: finds names, weighs the whole text, decides what each name stands for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from parsers.knowledge.places.atlas import Atlas
from parsers.knowledge.places.candidates import Candidate, find_candidates
from parsers.knowledge.places.choosing import Chooser
from parsers.knowledge.places.cues import is_list, read_cues
from parsers.knowledge.places.evidence import weigh
from parsers.knowledge.places.facilities import settle_unknown
from parsers.knowledge.places.guessing import find_guesses
from parsers.knowledge.places.nearness import doubt_namesakes
from parsers.knowledge.places.persons import without_persons
from parsers.knowledge.places.roles import dateline_stop, is_metonym
from parsers.knowledge.places.tokens import tokenize
from parsers.knowledge.places.words import Words
from parsers.records import ActorHit, Place, PlaceHit

Role = Literal["", "dateline", "metonym", "demonym"]


@dataclass(frozen=True, slots=True)
class Placed:
    """The places of a text, sorted and apart; beside them names that may be places, which nobody has decided."""

    hits: list[PlaceHit]
    guesses: list[PlaceHit]


def place_names(atlas: Atlas, text: str, actors: Sequence[ActorHit], words: Words) -> Placed:
    """A whole text and its actors -> its places; `words` are those of its language."""
    tokens = tokenize(text, words.glosses)
    candidates = find_candidates(atlas, words, tokens, text)
    read_cues(words, tokens, candidates, text)
    filed, filed_spans = _filed(text, candidates)
    candidates = _without_actors(candidates, actors)
    first = weigh(atlas, words, tokens, candidates, actors, filed)
    candidates = without_persons(words, tokens, candidates, first)
    filed, filed_spans = _filed(text, candidates)
    evidence = weigh(atlas, words, tokens, candidates, actors, filed)
    kept = {id(one) for one in candidates}
    for one in candidates:
        one.holders = [holder for holder in one.holders if id(holder) in kept]
    reader = Chooser(atlas, words, tokens, candidates, evidence, {id(candidates[index]) for index in filed})
    read = [reader.hit(one, text) for one in candidates]
    read = doubt_namesakes(read, lambda index: reader.size(candidates[index]))
    _read_lists(reader, candidates, read, text, words)
    hits: list[PlaceHit] = []
    for one, hit in zip(candidates, read, strict=True):
        if hit is not None and (not hits or one.start >= hits[-1].stop):
            hits.append(_with_role(words, text, one, hit, one.start in filed_spans, atlas))
    unread = [one for one, hit in zip(candidates, read, strict=True) if hit is None and one.start not in filed_spans]
    guesses = find_guesses(words, tokens, unread, evidence, text, frozenset(atlas.demonyms))
    guesses = [g for g in guesses if not any(g.start < hit.stop and hit.start < g.stop for hit in hits)]
    settled = settle_unknown(sorted([*hits, *guesses], key=lambda hit: hit.start), text)
    return Placed([h for h in settled if h.match != "guess"], [h for h in settled if h.match == "guess"])


def _read_lists(
    reader: Chooser, candidates: Sequence[Candidate], read: list[PlaceHit | None], text: str, words: Words
) -> None:
    """ "Baidoa, Qansahdheere and Berdale": a name that no list knows is a town where a town stands beside it."""
    pairs = [(i, i + 1) for i in range(len(candidates) - 1) if is_list(words, text, candidates[i], candidates[i + 1])]
    for known, other in [*pairs, *((b, a) for a, b in reversed(pairs))]:
        hit = read[known]
        if hit is None or hit.place.kind not in ("city", "district") or read[other] is not None:
            continue
        one = candidates[other]
        if one.cue is None and not one.plain and not one.facility:
            one.cue = hit.place.kind
            read[other] = reader.hit(one, text)


def _filed(text: str, candidates: Sequence[Candidate]) -> tuple[set[int], set[int]]:
    """Indexes and starts of the names that stand in a dateline."""
    indexes: set[int] = set()
    starts: set[int] = set()
    at = 0
    stops = []
    for line in text.split("\n"):
        if line:
            stops.append((at, dateline_stop(text, at)))
        at += len(line) + 1
    for index, one in enumerate(candidates):
        if any(start <= one.start < stop for start, stop in stops):
            indexes.add(index)
            starts.add(one.start)
    return indexes, starts


def _without_actors(candidates: Sequence[Candidate], actors: Sequence[ActorHit]) -> list[Candidate]:
    """Drops names inside an actor's name ("Islamic State of Iraq"); "Kyiv" itself may be both and stays."""
    named = [hit for hit in actors if hit.actor]
    return [
        one
        for one in candidates
        if not any(
            one.start < hit.stop
            and hit.start < one.stop
            and not (one.readings and one.start <= hit.start and hit.stop <= one.stop)
            for hit in named
        )
    ]


def _with_role(words: Words, text: str, one: Candidate, hit: PlaceHit, filed: bool, atlas: Atlas) -> PlaceHit:
    role: Role = ""
    if filed:
        role = "dateline"
    elif hit.place.kind == "country" or _is_capital(atlas, hit.place):
        role = "metonym" if is_metonym(words, text, one.start, one.stop) else ""
    return replace(hit, role=role) if role else hit


def _is_capital(atlas: Atlas, place: Place) -> bool:
    row = atlas.seats.get(place.admin1 or "")
    return place.seat and row is not None and atlas.entry(row).seat == "PPLC" and place.kind == "city"
