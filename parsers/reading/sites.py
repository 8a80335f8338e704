"""A noun for a base, an office, an airport, and the town beside it -> the site that is meant in the town's stead."""

import re
from dataclasses import replace

from parsers.knowledge.languages import kinds
from parsers.records import Place, PlaceHit, PlaceKind

SITES: dict[str, PlaceKind] = {
    **dict.fromkeys(
        (
            *("headquarters", "headquarter", "hq", "base", "airbase", "barracks", "barrack", "garrison", "outpost"),
            *("camp", "fort", "fortress", "cantonment", "compound", "post", "airfield", "depot"),
        ),
        "base",
    ),
    **dict.fromkeys(("crossing", "checkpoint", "terminal"), "crossing"),
    **dict.fromkeys(
        (
            *("airport", "airstrip", "palace", "prison", "jail", "dam", "bridge", "refinery", "oilfield"),
            *("station", "office", "building", "complex", "citadel", "plant", "port", "barrage", "junction"),
        ),
        "other",
    ),
}
WHOLE = {"headquarter": "headquarters", "barrack": "barracks", "hq": "headquarters"}  # lemmas of the parse
SITES |= {noun: SITES[plain] for noun, plain in kinds("sites").items() if plain in SITES}
AT = frozenset({"in", "at", "of", "near", "outside", "inside", "on", "around"})
_NOUN = "|".join(sorted((f"{noun}s?" for noun in SITES), key=len, reverse=True))
_BEFORE = re.compile(
    rf"\b({_NOUN})(?:\s+(?:of|for)\s+(?:the\s+)?(?:[\w'’-]+\s+){{1,5}}?)?\s+(?:{'|'.join(sorted(AT))})\s+"
    r"(?:the\s+)?(?:(?:nearby\s+)?(?:city|town|village|district|area)\s+of\s+)?$",
    re.IGNORECASE,
)


def site_at(hit: PlaceHit, noun: str) -> PlaceHit:
    """The base in X at the words that name X: it stands near X and never for it."""
    town = hit.place
    if town.kind in ("base", "crossing", "other", "country"):
        return hit
    site = Place(
        name=f"{town.name} {WHOLE.get(noun, noun)}",
        kind=SITES[noun],
        admin1=town.admin1,
        country=town.country,
        lat=town.lat,
        lon=town.lon,
    )
    return replace(hit, place=site)


def read_site(hit: PlaceHit, text: str) -> PlaceHit:
    """A place as a text has it; "the army headquarters in X" is the site."""
    before = _BEFORE.search(text, max(0, hit.start - 90), hit.start)
    if before is None:
        return hit
    noun = before[1].lower()
    return site_at(hit, noun if noun in SITES else noun.removesuffix("s"))
