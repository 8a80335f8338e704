"""A text in, the places it names out; codes in, the places they stand for out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from parsers.knowledge.languages import ENGLISH
from parsers.knowledge.places.atlas import Atlas, Reading, load_atlas, speak
from parsers.knowledge.places.evidence import is_notable
from parsers.knowledge.places.placing import Placed, place_names
from parsers.knowledge.places.words import Words, load_words
from parsers.records import ActorHit, Place, PlaceHit


class Gazetteer:
    """Known places and the reader that finds them in a text; get it from `load_gazetteer`."""

    def __init__(self, atlas: Atlas, language: str = ENGLISH) -> None:
        self._atlas, self._words = atlas, _without_places(load_words(language), atlas)

    def find_places(self, text: str, *, actors: Sequence[ActorHit] = ()) -> list[PlaceHit]:
        """A whole text (title, blank line, body) and its actors -> places, sorted, never overlapping."""
        return self.read_places(text, actors=actors).hits

    def read_places(self, text: str, *, actors: Sequence[ActorHit] = ()) -> Placed:
        """The same, and beside them the names that may be places ("guess"): somebody else must decide about those."""
        return place_names(self._atlas, text, actors, self._words)

    @property
    def demonyms(self) -> Mapping[str, tuple[str, ...]]:
        """Folded demonym ("afghan") -> countries it may mean."""
        return self._atlas.demonyms

    def province(self, admin1: str) -> Place | None:
        """An ISO 3166-2 code (or `gn:CODE`) -> the province."""
        row = self._atlas.provinces.get(admin1)
        return None if row is None else self._atlas.entry(row).place

    def admin1_name(self, admin1: str) -> str | None:
        """An ISO 3166-2 code -> the usual name of the province."""
        found = self.province(admin1)
        return None if found is None else found.name

    def seat_of(self, admin1: str) -> Place | None:
        """An ISO 3166-2 code -> the capital of the province."""
        row = self._atlas.seats.get(admin1)
        return None if row is None else self._atlas.entry(row).place

    def country_name(self, country: str) -> str | None:
        """An ISO 3166-1 alpha-2 code -> the usual name of the country."""
        row = self._atlas.countries.get(country)
        return None if row is None else self._atlas.entry(row).name


def _without_places(words: Words, atlas: Atlas) -> Words:
    """The word lists, of another language without words that are well-known places too ("nyala" is an antelope)."""
    front = {word for word in words.foreign if any(_is_front(r, words) for r in atlas.readings(word))}
    return replace(words, common=words.common | (words.foreign - front))


def _is_front(reading: Reading, words: Words) -> bool:
    return is_notable(reading) and (reading.entry.kind == "country" or reading.entry.cc in words.front)


@cache
def load_gazetteer(language: str = ENGLISH) -> Gazetteer:
    """The gazetteer for texts of a language, loaded once a process (about a third of a second)."""
    if language == ENGLISH:
        return Gazetteer(_atlas())
    return Gazetteer(speak(_atlas(), language), language)


@cache
def _atlas() -> Atlas:
    return load_atlas()
