"""Names that no decision made a place in, those that may be one in the country of the text out: the judge decides."""

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.knowledge.places.atlas import Reading
from parsers.knowledge.places.candidates import Candidate
from parsers.knowledge.places.evidence import Evidence, prior
from parsers.knowledge.places.facilities import facility_place
from parsers.knowledge.places.tokens import Token
from parsers.knowledge.places.words import Words
from parsers.records import Place, PlaceHit

_SHORTEST = 3
_OFFICE = re.compile(  # "Annalena Baerbock, the German foreign minister, ..."
    r",\s(?:an?|the|its|their|his|who)\s[^,.;\n]{0,60}\b(?:ministers?|presidents?|secretary|spokes\w+|commanders?|generals?"
    r"|mayors?|governors?|chiefs?|heads?|leaders?|officials?|analysts?|directors?|ambassadors?|envoys?|residents?|officers?"
    r"|elders?|shopkeepers?|teachers?|doctors?|nurses?|traders?|farmers?|students?|drivers?|mothers?|fathers?|researchers?)\b"
)
_TITLED = re.compile(  # "the deputy army chief, Gabriel Duop Lam, ..."
    r"\b(?:minister|president|secretary|spokes\w+|commander|general|mayor|governor|chief|head|leader|director|ambassador|envoy),\s$"
)
_SCORE = 0.3


def find_guesses(
    words: Words,
    tokens: Sequence[Token],
    unread: Sequence[Candidate],
    evidence: Evidence,
    text: str,
    demonyms: frozenset[str],
) -> list[PlaceHit]:
    """Names without a place, the countries of the text -> what each would be if it were a town there."""
    country = evidence.single()
    if country is None or country in words.quiet:
        return []
    found = []
    for one in unread:
        if _OFFICE.match(text, one.stop) or _TITLED.search(text, max(0, one.start - 40), one.start):
            continue
        if one.key in demonyms or one.key.removesuffix("s") in demonyms or not _may_be_place(words, tokens, one):
            continue
        place = _place_of(one, country, text)
        if place is not None:
            found.append(
                PlaceHit(
                    start=one.start,
                    stop=one.stop,
                    text=text[one.start : one.stop],
                    place=place,
                    match="guess",
                    score=_SCORE,
                )
            )
    return found


def _may_be_place(words: Words, tokens: Sequence[Token], one: Candidate) -> bool:
    """No word of every day at the start of a sentence, no acronym, no weekday, no group; part of no longer name."""
    first, last = tokens[one.first], tokens[one.last]
    if one.key in words.never or one.key in words.titles or one.key in words.kinds or len(one.key) < _SHORTEST:
        return False
    if first.shouted or (one.single and first.text.isupper()) or one.key.isdigit():
        return False
    if (one.plain or one.key in words.common) and (first.opens or not one.readings):
        return False
    said = one.key in words.opening or one.key.removesuffix("s") in words.opening
    if one.single and first.opens and said and not one.located:
        return False
    behind = tokens[one.last + 1] if one.last + 1 < len(tokens) else None
    if behind is None or behind.gap != " ":
        return not last.possessive
    described = behind.key in words.kinds and tokens[one.last + 2 : one.last + 3] != []
    described = described and tokens[one.last + 2].key == "of"  # "the Yazidi town of X"
    return not described and not (behind.cap and not one.facility) and not last.possessive


def _place_of(one: Candidate, country: str, text: str) -> Place | None:
    there = [reading for reading in one.readings if reading.entry.cc == country and reading.entry.kind != "country"]
    best: Reading | None = max(there, key=prior, default=None)
    if best is None and one.plain:
        return None
    name = text[one.start : one.stop]
    # Too unsure to speak for a province: it raises no alert.
    town = replace(best.entry.place, seat=False) if best else Place(name=name, kind="city", country=country)
    return facility_place(town, one) if one.facility else town
