"""Places of one text in, the same out, where a small place far from all others is a namesake that no list knows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import asin, cos, radians, sin, sqrt

from parsers.records import Place, PlaceHit

SMALL = 20_000  # inhabitants
FAR = 200.0  # kilometres
COMPANY = 2  # other places of its country that the text must name
_EARTH = 6371.0


def doubt_namesakes(hits: Sequence[PlaceHit | None], size: Callable[[int], int]) -> list[PlaceHit | None]:
    """The hits of a text in order; `size` gives the inhabitants of the place at an index (large where unknown).

    "Trudove, south of Kurakhove" is not the Trudove 300 km away: it keeps its name and loses id and coordinates.
    """
    found = list(hits)
    for index, hit in enumerate(hits):
        if hit is None or not _may_be_namesake(hit) or size(index) >= SMALL:
            continue
        others = {
            other.place.name: other.place
            for other in hits
            if other and other.place.country == hit.place.country and _is_spot(other) and other.text != hit.text
        }
        gaps = [_kilometres(hit.place, other) for other in others.values()]
        if len(gaps) >= COMPANY and min(gaps) > FAR:
            unknown = Place(name=hit.text, kind=hit.place.kind, country=hit.place.country)
            found[index] = replace(hit, place=unknown, match="cue", score=0.5)
    return found


def _may_be_namesake(hit: PlaceHit) -> bool:
    return _is_spot(hit) and not hit.place.seat and hit.match in ("exact", "alias")


def _is_spot(hit: PlaceHit) -> bool:
    return hit.place.kind in ("city", "district") and hit.place.lat is not None and hit.place.lon is not None


def _kilometres(one: Place, other: Place) -> float:
    """Along the great circle (haversine)."""
    lat, lon, lat2, lon2 = (radians(x or 0.0) for x in (one.lat, one.lon, other.lat, other.lon))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(half))
