"""Names, demonyms and actors of a text in, a weight for each country out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log10

from parsers.knowledge.places.atlas import Atlas, Entry, Reading
from parsers.knowledge.places.candidates import Candidate
from parsers.knowledge.places.tokens import Token
from parsers.knowledge.places.words import Words
from parsers.records import ActorHit

_COUNTRY, _DEMONYM, _ACTOR, _PLACE, _FILED = 2.0, 1.5, 1.5, 1.0, 0.5
_ALLIED = 0.9
_AGAIN = 0.4  # for each further time it is named, three times at most
_NOTABLE_POP = 50_000
_MARGIN = 1.2  # of a reading over the best one in another country: then it is unambiguous
_PROVINCE_POP, _DISTRICT_POP, _OWN_POP = 150_000, 4_000, 15_000
_SEAT = {"PPLC": 1.2, "PPLA": 0.6, "": 0.0}


def prior(reading: Reading) -> float:
    """How likely a reading is before the text is asked: size, rank, usual name."""
    entry = reading.entry
    if entry.kind == "country":
        return 6.0
    size = max(entry.pop, 1_000)
    if entry.kind == "province":
        size = _PROVINCE_POP
    elif entry.kind == "district":
        size = _DISTRICT_POP
    if reading.own:
        size = max(size, _OWN_POP)
    known = 1.5 if reading.own else 0.0
    return known + 0.45 * log10(size) + (0.6 if reading.primary else -0.6) + _SEAT[entry.seat]


def is_notable(reading: Reading) -> bool:
    """Whether a place is one that a newspaper names without explaining it."""
    entry = reading.entry
    if entry.kind in ("country", "province") or entry.seat or entry.pop >= _NOTABLE_POP:
        return reading.primary or entry.kind == "country" or bool(entry.seat)
    return reading.own


def only_country(readings: Iterable[Reading]) -> str | None:
    """The country that a name points to by itself, if there is one."""
    best: dict[str, float] = {}
    notable = set()
    for reading in readings:
        cc = reading.entry.cc
        best[cc] = max(best.get(cc, -9.0), prior(reading))
        if is_notable(reading):
            notable.add(cc)
    if not best:
        return None
    ranked = sorted(best, key=lambda cc: (-best[cc], cc))
    first = ranked[0]
    clear = len(ranked) == 1 or best[first] - best[ranked[1]] >= _MARGIN
    return first if clear and first in notable else None


def only_there(readings: Sequence[Reading]) -> str | None:
    """The country of a place whose name no other country knows."""
    countries = {reading.entry.cc for reading in readings}
    return countries.pop() if len(countries) == 1 else None


class Evidence:
    """Weights of countries; `share` is 0 for a country that the text does not name, 1 for the strongest."""

    def __init__(self, weights: Mapping[str, float], named: Mapping[str, float]) -> None:
        self.weights = weights
        self.named = named  # without what places alone suggest
        self._top = max(2.0, max(weights.values(), default=0.0))

    def share(self, cc: str) -> float:
        """0..1."""
        return min(1.0, self.weights.get(cc, 0.0) / self._top)

    def backs(self, cc: str) -> bool:
        """Whether more than one lone name speaks for a country."""
        return self.named.get(cc, 0.0) >= 1 or self.weights.get(cc, 0.0) >= 2 * _PLACE

    def single(self) -> str | None:
        """The one country a text is about, if clear."""
        ranked = sorted(self.weights.items(), key=lambda item: (-item[1], item[0]))
        if not ranked:
            return None
        return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= 1.6 * ranked[1][1] else None


def weigh(
    atlas: Atlas,
    words: Words,
    tokens: Sequence[Token],
    candidates: Sequence[Candidate],
    actors: Sequence[ActorHit],
    filed: set[int],
) -> Evidence:
    """A text's words, names and actors -> evidence; `filed` are indexes of the names in datelines."""
    named = _named(atlas, tokens, candidates, actors, filed)
    for pair in words.wars:
        one_side, _, other_side = pair.partition(":")
        if one_side in named:
            named[other_side] = named.get(other_side, 0.0) + _ALLIED * named[one_side]
    weights = defaultdict(float, named)
    counted: set[str] = set()
    for index, one in enumerate(candidates):
        if one.plain or one.key in counted or country_of(one) is not None:
            continue
        only = only_country(one.readings)
        if only is None and (one.located or one.cue):
            only = only_there(one.readings)
            only = only if only in words.front else None
        if only:
            counted.add(one.key)
            weights[only] += _FILED if index in filed else _PLACE
    return Evidence(weights, named)


def _named(
    atlas: Atlas,
    tokens: Sequence[Token],
    candidates: Sequence[Candidate],
    actors: Sequence[ActorHit],
    filed: set[int],
) -> dict[str, float]:
    """What countries, peoples and actors by name say."""
    notes: list[tuple[str, str, float]] = []
    inside: set[int] = set()
    for index, one in enumerate(candidates):
        entry = country_of(one)
        if entry is not None:
            notes.append((entry.cc, one.key, _FILED if index in filed else _COUNTRY))
            inside.update(range(one.first, one.last + 1))
    notes += [(cc, "~" + key, _DEMONYM) for cc, key in _demonyms(atlas, tokens, inside)]
    notes += [(hit.country, "@" + hit.actor, _ACTOR) for hit in actors if hit.actor and hit.country]
    first: dict[tuple[str, str], float] = {}
    again: Counter[tuple[str, str]] = Counter()
    for cc, by, weight in notes:
        again[cc, by] += (cc, by) in first
        first[cc, by] = max(first.get((cc, by), 0.0), weight)
    named: dict[str, float] = {}
    for (cc, by), weight in first.items():
        named[cc] = named.get(cc, 0.0) + weight + _AGAIN * min(again[cc, by], 3)
    return named


def country_of(one: Candidate) -> Entry | None:
    """The country a name stands for, unless its noun says otherwise ("Niger state")."""
    if one.cue is not None and any(reading.entry.kind == one.cue for reading in one.readings):
        return None
    return next((reading.entry for reading in one.readings if reading.entry.kind == "country"), None)


def _demonyms(atlas: Atlas, tokens: Sequence[Token], inside: set[int]) -> Iterable[tuple[str, str]]:
    """ "Afghan", "Syrians", "South Sudanese" -> country and key."""
    skip = -1
    for position, token in enumerate(tokens):
        if not token.cap or position in inside or position == skip:
            continue
        if position + 1 < len(tokens) and tokens[position + 1].cap:
            pair = token.key + tokens[position + 1].key
            if pair in atlas.demonyms:
                skip = position + 1
                yield from ((cc, pair) for cc in atlas.demonyms[pair])
                continue
        key = token.key if token.key in atlas.demonyms else token.key.removesuffix("s")
        yield from ((cc, key) for cc in atlas.demonyms.get(key, ()))
