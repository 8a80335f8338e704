"""A name with a noun beside it in, a place of its own out: an airport, a base, a village that no list knows."""

from collections.abc import Sequence

from parsers.knowledge.places.atlas import Entry
from parsers.knowledge.places.candidates import Candidate
from parsers.knowledge.places.tokens import Token
from parsers.knowledge.places.words import Words
from parsers.records import Place


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
