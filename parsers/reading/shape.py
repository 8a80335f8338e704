"""A place in its text -> what it looks like there: a container, a heading, a location; features for the joiner."""

import re
from collections.abc import Sequence

from parsers.records import PlaceHit

CONTAINER = re.compile(
    r"(?:['’]s)?(?:\s+(?:district|city|town|village|county|township))?,?\s*"
    r"(?:\(|in|of|,|and the capital of|the capital of|capital of"
    r"|the (?:provincial )?capital of|the seat of)?\s*(?:the\s+)?"
    r"(?:(?:north|south|east|west|central|northern|southern|eastern|western|neighbou?ring|nearby)"
    r"(?:-?(?:east|west)ern)?\s+)?"
    r"(?:(?:state|province|region) of\s+)?"
)
HEADING = re.compile(r"(?:\d{1,2}[:.]\d\d\s*(?:GMT|UTC)?\s*)?[-–—:*#\s]*")
BEFORE = re.compile(r"(\w+)\s+(?:the\s+)?(?:(?:city|town|village|province|district|region) of\s+)?$")
LOCATIVES = frozenset(
    "in at near around outside from of to towards toward for on into inside over between off through".split()
)


def find_shape(hit: PlaceHit, text: str, hits: Sequence[PlaceHit]) -> frozenset[str]:
    """Names of what is true of the surroundings of a place; `hits` are all places of the text, sorted."""
    found = {f"kind.{hit.place.kind}", f"match.{hit.match}"}
    if hit.place.seat:
        found.add("seat")
    if _is_container(hit, text, hits):
        found.add("container")
    line = text[text.rfind("\n", 0, hit.start) + 1 : hit.start]
    if HEADING.fullmatch(line) and text[hit.stop : hit.stop + 1] in (".", ":", "\n", ""):
        found.add("heading")
    before = BEFORE.search(text[max(0, hit.start - 40) : hit.start])
    if before and before[1].lower() in LOCATIVES:
        found.add(f"after.{before[1].lower()}")
    return frozenset(found)


def _is_container(hit: PlaceHit, text: str, hits: Sequence[PlaceHit]) -> bool:
    """ "Khanaqin, in Diyala", "Sharana in Paktika": the larger place that the one before lies in."""
    before = next((h for h in reversed(hits) if h.stop <= hit.start), None)
    if before is None or before.start == hit.start or hit.place.kind not in ("province", "country", "city", "district"):
        return False
    if hit.place.kind == before.place.kind:
        return False  # "Bayhan, Usaylan and Ain" are a list
    between = text[before.stop : hit.start]
    return len(between) < 60 and "\n" not in between and bool(between.strip()) and bool(CONTAINER.fullmatch(between))
