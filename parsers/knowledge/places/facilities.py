"""A name with a noun beside it in, a place of its own out: an airport, a base, a village that no list knows."""

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.knowledge.places.atlas import Entry
from parsers.knowledge.places.candidates import Candidate
from parsers.knowledge.places.tokens import Token
from parsers.knowledge.places.words import Words
from parsers.records import Place, PlaceHit

_LISTED = re.compile(r"(?:,|,? and|,? or)(?: the)? ")
_BESIDE = re.compile(r"[^.;\n]{0,50}?\b(?:near|outside|around|of|in|from|beside|to)(?: the)?(?: [a-z]+ of)? ")


def facility_place(town: Place, one: Candidate) -> Place:
    """ "Kandahar airport" stands near Kandahar and never for it."""
    return Place(
        name=f"{town.name} {one.facility}",
        kind=one.facility_kind or "other",
        admin1=town.admin1,
        country=town.country,
        lat=town.lat,
        lon=town.lon,
    )


def name_stop(words: Words, tokens: Sequence[Token], one: Candidate) -> int:
    """Where an unknown name ends: "Zor Kalay", though some "Zor" and some "Kalay" are known elsewhere."""
    last = one.last
    while not one.facility and last + 1 < len(tokens) and last - one.first < 3:
        following = tokens[last + 1]
        if following.gap != " " or not following.cap or following.shouted:
            break
        if following.key in words.kinds or following.key in words.common or following.key in words.openers:
            break
        last += 1
    return tokens[last].stop


def unknown_place(
    words: Words, tokens: Sequence[Token], one: Candidate, surface: str, container: Entry | None, country: str | None
) -> Place | None:
    """ "the village of Zor Kalay in Helmand province": a place without id, where its container or country is known."""
    kind = one.facility_kind or one.cue
    if kind is None or kind == "country" or one.key.isdigit():
        return None
    cc = container.cc if container else country
    if cc is None or cc in words.quiet or _is_sentence_word(words, tokens, one):
        return None
    name = f"{surface} {one.facility}" if one.facility else surface
    return Place(name=name, kind=kind, admin1=container.iso or None if container else None, country=cc)


def _is_sentence_word(words: Words, tokens: Sequence[Token], one: Candidate) -> bool:
    """ "Another district", "Border Crossing", "Libyan town": capitals by position, plain words, peoples."""
    run = tokens[one.first : one.last + 1]
    first = run[0]
    if first.shouted or all(token.key in words.common or token.key in words.never for token in run):
        return True
    behind = tokens[one.last + 1] if one.last + 1 < len(tokens) else None
    led = behind is not None and (behind.key in words.kinds or bool(one.facility))
    return one.single and led and (first.opens or first.text.isupper())


def settle_unknown(hits: Sequence[PlaceHit], text: str) -> list[PlaceHit]:
    """Unknown places take the province of a known one beside them (list, "near X"), else the only one of the text."""
    found = list(hits)
    for order in (range(len(found)), range(len(found) - 1, -1, -1)):  # to the end of a list and back to its start
        for index in order:
            known = _neighbour(found, index, text) if _is_adrift(found[index]) else None
            if known is not None:
                found[index] = _moved_into(found[index], known)
    only = {hit.place.admin1 for hit in hits if hit.place.admin1 and not hit.role and hit.match != "guess"}
    if len(only) == 1:
        known = next(hit.place for hit in hits if hit.place.admin1 in only)
        found = [_moved_into(hit, known) if _is_adrift(hit) else hit for hit in found]
    return found


def _is_adrift(hit: PlaceHit) -> bool:
    return hit.match in ("cue", "guess") and hit.place.admin1 is None and hit.place.kind != "country"


def _neighbour(hits: Sequence[PlaceHit], index: int, text: str) -> Place | None:
    one = hits[index]
    for other in (*hits[index + 1 : index + 2], *hits[max(0, index - 1) : index]):
        if other.match == "guess":
            continue
        first, last = sorted((one, other), key=lambda hit: hit.start)
        between = text[first.stop : last.start]
        beside = first is one and bool(_BESIDE.fullmatch(between))
        if other.place.admin1 and (beside or _LISTED.fullmatch(between)):
            return other.place
    return None


def _moved_into(hit: PlaceHit, known: Place) -> PlaceHit:
    if hit.place.country not in (None, known.country):
        return hit
    return replace(hit, place=replace(hit.place, admin1=known.admin1, country=known.country))
