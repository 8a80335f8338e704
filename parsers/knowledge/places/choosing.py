"""A name of a text and the evidence of the whole text in, the place it stands for out."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from typing import Literal

from rapidfuzz import fuzz, process

from parsers.knowledge.places.atlas import Atlas, Entry, Reading
from parsers.knowledge.places.candidates import Candidate
from parsers.knowledge.places.evidence import Evidence, country_of, is_notable, only_country, only_there, prior
from parsers.knowledge.places.facilities import facility_place, name_stop, unknown_place
from parsers.knowledge.places.spelling import sound
from parsers.knowledge.places.tokens import Token
from parsers.knowledge.places.words import Words
from parsers.records import Place, PlaceHit, PlaceKind

Match = Literal["exact", "alias", "translit", "fuzzy", "cue", "coreference", "guess"]
_FAMOUS_POP = 250_000
_SMALL_POP = 100_000
_ACRONYM = 4
_FUZZY_LENGTH, _FUZZY_RATIO = 5, 90


@dataclass(frozen=True, slots=True)
class Choice:
    """What a name stands for, how it was recognised, how sure we are."""

    reading: Reading
    match: Match
    score: float


class Chooser:
    """Decides for one text; a name gets one reading in it, unless a noun beside it says otherwise."""

    def __init__(
        self,
        atlas: Atlas,
        words: Words,
        tokens: Sequence[Token],
        candidates: Sequence[Candidate],
        evidence: Evidence,
        filed: set[int],
    ) -> None:
        self._atlas, self._words, self._tokens, self._evidence, self._filed = atlas, words, tokens, evidence, filed
        self._groups: defaultdict[str, list[Candidate]] = defaultdict(list)
        self._together: Counter[str] = Counter()
        for one in candidates:
            self._groups[one.key].append(one)
        for group in self._groups.values():
            for iso in {reading.entry.iso for reading in group[0].readings if reading.entry.iso}:
                self._together[iso] += 1
        self._listed = _in_lists(candidates, tokens)
        self._chosen: dict[tuple[str, str | None, str | None], Choice | None] = {}

    def hit(self, one: Candidate, text: str) -> PlaceHit | None:
        """A name -> its place, or None."""
        choice = self._choose(one)
        surface = text[one.start : one.stop]
        if choice is None:
            if one.key in self._atlas.demonyms or one.key.removesuffix("s") in self._atlas.demonyms:
                return None
            stop = name_stop(self._words, self._tokens, one)
            surface = text[one.start : stop]
            place = unknown_place(
                self._words, self._tokens, one, surface, self._container(one), self._evidence.single()
            )
            if place is None:
                return None
            return PlaceHit(start=one.start, stop=stop, text=surface, place=place, match="cue", score=0.5)
        place = self._as_cued(one, choice.reading)
        if one.facility and place.kind in ("city", "district", "province"):
            place = facility_place(place, one)
        return PlaceHit(
            start=one.start, stop=one.stop, text=surface, place=place, match=choice.match, score=choice.score
        )

    def _as_cued(self, one: Candidate, reading: Reading) -> Place:
        place = reading.entry.place
        if one.cue is None or one.cue == place.kind or reading.entry.kind == "country":
            return place
        if one.cue == "province" and place.admin1 and place.seat:
            row = self._atlas.provinces.get(place.admin1)
            return place if row is None else self._atlas.entry(row).place
        if one.cue == "district" and place.kind == "city":
            return Place(
                name=place.name, kind="district", place_id=place.place_id, admin1=place.admin1,
                country=place.country, lat=place.lat, lon=place.lon,
            )  # fmt: skip
        return place

    def _choose(self, one: Candidate) -> Choice | None:
        key = (one.key, one.cue, one.soft)
        if key not in self._chosen:
            alike = [other for other in self._groups[one.key] if (other.cue, other.soft) == key[1:]] or [one]
            self._chosen[key] = self._read(one, alike)
        return self._chosen[key]

    def _read(self, one: Candidate, alike: Sequence[Candidate]) -> Choice | None:
        readings = one.readings
        cued = any(other.cue or other.soft for other in alike)
        if not cued and self._is_else(one):
            return None
        if not readings:
            return self._guess(one, alike)
        if one.plain and not any(self._plain_allowed(other) for other in self._groups[one.key]):
            return None
        scores = [(self._score(reading, one), reading) for reading in readings]
        scores.sort(key=lambda pair: (-pair[0], pair[1].entry.row))
        for score, reading in scores:
            if self._accept(reading, one, alike, cued):
                rival = max((s for s, r in scores if r.entry.cc != reading.entry.cc), default=score - 3)
                reading = reading if cued else _seat_of(reading, readings)
                match: Match = "exact" if reading.primary and not reading.own else "alias"
                return Choice(reading, match, round(1 / (1 + exp(rival - score)), 3))
            if reading.entry.kind == "country":
                return None
        return self._guess(one, alike) if cued else None

    def _is_else(self, one: Candidate) -> bool:
        """ "the Dnipro" is the river; "GNA" in mid-sentence an acronym."""
        first = self._tokens[one.first]
        if one.key in self._words.rivers:
            return one.first > 0 and self._tokens[one.first - 1].key == "the"
        if not one.single or not first.text.isupper() or first.shouted or len(first.text) > _ACRONYM:
            return False
        if id(one) in self._filed or country_of(one) is not None:
            return False
        return not any(reading.own or (reading.primary and reading.entry.seat) for reading in one.readings)

    def _plain_allowed(self, one: Candidate) -> bool:
        """ "Hit district", "in Hit" in a text about Iraq, "in Kachin"; never "hit" or "in March"."""
        if one.cue in ("province", "district", "city"):
            return True
        before = self._tokens[one.first - 1].key if one.first else ""
        if one.key in self._words.peoples or one.key in self._atlas.demonyms:
            return before in ("in", "across", "throughout", "northern", "southern", "eastern", "western")
        token = self._tokens[one.first]
        if one.key in self._words.never or token.opens or token.shouted or token.text.isupper():
            return False
        known = [reading for reading in one.readings if self._evidence.backs(reading.entry.cc)]
        return any(
            reading.entry.cc not in self._words.quiet and (reading.own or (one.located and is_notable(reading)))
            for reading in known
        )

    def _score(self, reading: Reading, one: Candidate) -> float:
        entry = reading.entry
        score = prior(reading) + 4 * self._evidence.share(entry.cc)
        if entry.iso:
            score += 0.4 * min(self._together[entry.iso] - 1, 4)
        if one.cue:
            score += _cue_bonus(entry, one.cue, country_of(one) is None)
        elif one.soft and entry.kind in ("province", "country"):
            score += 3
        group = self._groups[one.key]
        if any(_holds(holder, entry) for other in group for holder in other.holders):
            score += 4
        if entry.kind in ("country", "province"):
            score += self._as_holder(entry, group)
        return score

    def _as_holder(self, entry: Entry, group: Sequence[Candidate]) -> float:
        """ "Atlanta, Georgia" is the state, "Gori, Georgia" the country."""
        held = [reading.entry for one in group for other in one.held for reading in other.readings]
        if not held:
            return 0.0
        inside = any(e.cc == entry.cc if entry.kind == "country" else e.iso == entry.iso for e in held)
        return 4.0 if inside else -4.0 if entry.kind == "country" else 0.0

    def _accept(self, reading: Reading, one: Candidate, alike: Sequence[Candidate], cued: bool) -> bool:
        entry = reading.entry
        if entry.kind == "country":
            return country_of(one) is not None
        held = any(_holds(holder, entry) for other in self._groups[one.key] for holder in other.holders)
        if held:
            return True
        weight = self._evidence.weights.get(entry.cc, 0.0)
        named = self._evidence.named.get(entry.cc, 0.0)
        large = entry.pop >= _SMALL_POP or entry.seat or entry.kind == "province"
        if entry.cc in self._words.quiet and not (large and reading.primary) and not (cued and weight):
            return False
        shouted = all(self._tokens[other.first].shouted for other in self._groups[one.key])
        if shouted and not large and not reading.own and not cued:
            return False
        if named >= 1 or (weight >= 1 and only_country(one.readings) == entry.cc):
            return True
        if weight >= 1 and (
            is_notable(reading) or (self._evidence.backs(entry.cc) and self._evidence.share(entry.cc) >= 0.5)
        ):
            return True
        famous = entry.pop >= _FAMOUS_POP or entry.seat == "PPLC" or (cued and is_notable(reading))
        if famous and reading.primary and only_country(one.readings) == entry.cc:
            return True
        near = cued or any(other.located or self._listed.get(id(other)) for other in alike)
        alone = entry.cc in self._words.front and only_there(one.readings) is not None
        return alone and len(one.key) >= (5 if near else 6)

    def _guess(self, one: Candidate, alike: Sequence[Candidate]) -> Choice | None:
        """Another spelling of a province, a seat or a place of alias.csv, in a country of the text, with a cue."""
        strong = any(other.cue or other.holders or self._listed[id(other)] for other in alike)
        if not strong and not any(other.located for other in alike):
            return None
        kinds = {other.cue for other in alike if other.cue}
        for cc in sorted(self._evidence.weights, key=lambda cc: (-self._evidence.weights[cc], cc)):
            if self._evidence.weights[cc] < 1:
                continue
            by_key, by_sound = self._atlas.principal(cc)
            heard = by_sound.get(sound(one.key)) if len(one.key) >= 4 else None
            if heard is not None:
                return Choice(self._kin(by_key[heard], heard, kinds), "translit", 0.8)
            if len(one.key) < _FUZZY_LENGTH:
                continue
            heard = self._atlas.heard(cc).get(sound(one.key))
            if heard is not None:
                first = next(reading for reading in self._atlas.readings(heard) if reading.entry.cc == cc)
                return Choice(self._kin(first, heard, kinds), "translit", 0.7)
            if not strong:
                continue
            near = process.extractOne(one.key, by_key.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY_RATIO)
            if near is not None:
                return Choice(self._kin(by_key[near[0]], near[0], kinds), "fuzzy", round(near[1] / 100 * 0.8, 3))
        return None

    def _kin(self, reading: Reading, key: str, kinds: set[PlaceKind]) -> Reading:
        """Of the places of that country with this name, the one that the noun asks for; else the city."""
        same = [other for other in self._atlas.readings(key) if other.entry.cc == reading.entry.cc]
        return max(same, key=lambda other: prior(other) + (4 if other.entry.kind in kinds else 0), default=reading)

    def _container(self, one: Candidate) -> Entry | None:
        for holder in one.holders:
            choice = self._choose(holder)
            if choice is not None:
                return choice.reading.entry
        return None


def _seat_of(reading: Reading, readings: Sequence[Reading]) -> Reading:
    """Of a province and its seat of one name ("Timbuktu") the seat is meant, unless a noun says otherwise."""
    if reading.entry.kind != "province":
        return reading
    seats = (r for r in readings if r.entry.kind == "city" and r.entry.seat and r.entry.iso == reading.entry.iso)
    return next(seats, reading)


def _cue_bonus(entry: Entry, cue: str, fits: bool) -> float:
    if entry.kind == cue:
        return 4.0
    if entry.kind == "country":
        return -8.0 if fits else 0.0
    if cue == "district" and entry.kind == "city":
        return 1.0
    return -1.0


def _holds(holder: Candidate, entry: Entry) -> bool:
    """Whether one reading of the holding name is the province or country of this place."""
    for reading in holder.readings:
        if reading.entry.kind == "country" and reading.entry.cc == entry.cc:
            return True
        if reading.entry.kind == "province" and reading.entry.iso == entry.iso and entry.kind != "province":
            return True
    return False


def _in_lists(candidates: Sequence[Candidate], tokens: Sequence[Token]) -> dict[int, bool]:
    """Whether a name is a neighbour, by comma or "and", of a known notable one."""
    listed = {id(one): False for one in candidates}
    for one, other in pairwise(candidates):
        between = [token.key for token in tokens[one.last + 1 : other.first]]
        comma = not between and not tokens[other.first].gap and other.start - one.stop <= len(", ")
        if not comma and between not in (["and"], ["or"]):
            continue
        for here, beside in ((one, other), (other, one)):
            if any(is_notable(reading) for reading in beside.readings) and not beside.plain:
                listed[id(here)] = True
    return listed
