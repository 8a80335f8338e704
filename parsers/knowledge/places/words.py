"""The word lists beside the gazetteer in, sets to look words up in out."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from parsers.knowledge.languages import ENGLISH, load_stop_words, load_vocabulary, table_of
from parsers.knowledge.places.spelling import fold
from parsers.records import PlaceKind

_DATA = files("parsers.knowledge.places")


@dataclass(frozen=True, slots=True)
class Words:
    """places/words.toml, common.txt and opening.txt, ready for look-up."""

    particles: frozenset[str]
    articles: frozenset[str]
    hyphen_articles: frozenset[str]
    droppable: frozenset[str]
    never: frozenset[str]
    front: frozenset[str]
    quiet: frozenset[str]
    rivers: frozenset[str]
    wars: frozenset[str]
    peoples: frozenset[str]
    titles: frozenset[str]
    weak_titles: frozenset[str]
    given: frozenset[str]
    after_press: frozenset[str]
    openers: frozenset[str]
    speech: frozenset[str]
    owned: frozenset[str]
    common: frozenset[str]
    opening: frozenset[str]  # further words of English: at the start of a sentence their capital tells nothing
    kinds: dict[str, PlaceKind]
    facilities: re.Pattern[str]
    facility_kind: dict[str, PlaceKind]
    foreign: frozenset[str] = frozenset()  # plain words of another language
    glosses: Mapping[str, str] = field(default_factory=dict)  # words of another language -> the English word
    inside: re.Pattern[str] | None = None  # what stands in another language between a name and its container,
    lists: re.Pattern[str] | None = None  # and between names of a list


@cache
def load_words(language: str = ENGLISH) -> Words:
    """The word lists for texts of a language, read once a process."""
    if language == ENGLISH:
        return _load_english()
    texts, names = table_of(language, "texts"), table_of(language, "names")
    plain = frozenset(fold(word) for word in load_vocabulary(language))
    english = _load_english()
    return replace(
        english,
        foreign=plain,
        never=english.never | frozenset(fold(word) for word in load_stop_words(language)),
        glosses={fold(word): by for word, by in names.items()},
        inside=re.compile(texts["inside"], re.VERBOSE),
        lists=re.compile(texts["list"]),
    )


def _load_english() -> Words:
    raw = tomllib.loads((_DATA / "words.toml").read_text(encoding="utf-8"))
    sets: dict[str, Any] = {name: frozenset(value.split()) for name, value in raw.items() if isinstance(value, str)}
    kinds: dict[str, PlaceKind] = {word: kind for kind, words in raw["kinds"].items() for word in words.split()}
    facility_kind: dict[str, PlaceKind] = {word: kind for kind, words in raw["facilities"].items() for word in words}
    longest_first = sorted(facility_kind, key=len, reverse=True)
    facilities = re.compile(r"[ \n-](" + "|".join(longest_first) + r")\b", re.IGNORECASE)
    common = frozenset((_DATA / "common.txt").read_text(encoding="utf-8").split())
    opening = frozenset((_DATA / "opening.txt").read_text(encoding="utf-8").split())
    return Words(
        **sets, common=common, opening=opening, kinds=kinds, facilities=facilities, facility_kind=facility_kind
    )
