"""Paragraphs and the places in them -> masked spaCy parses with a map back to the original offsets."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from parsers.knowledge.languages import ENGLISH, load_pipeline, table_of
from parsers.reading.adapting import adapt
from parsers.records import PlaceHit

SAME_LENGTH = str.maketrans("’‘“”–—\u00a0\u2011", "''\"\"-- -")
Span = tuple[int, int]


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


def parse_paragraphs(
    text: str, spans: Sequence[Span], places: Sequence[PlaceHit], language: str = ENGLISH
) -> Iterator[Parsed]:
    """Parse the given [start, stop) paragraphs of `text`; `places` are those of the whole text, sorted."""
    inside = [[p for p in places if span[0] <= p.start and p.stop <= span[1]] for span in spans]
    masks = [_mask(text, span, hits, language) for span, hits in zip(spans, inside, strict=True)]
    docs = load_pipeline(language).pipe((mask.text for mask in masks), batch_size=64)
    for parse, mask in zip(docs, masks, strict=True):
        doc = adapt(parse, language)
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


def _mask(text: str, span: Span, hits: Sequence[PlaceHit], language: str) -> _Mask:
    start, stop = span
    pieces: list[str] = []
    found: list[tuple[int, PlaceHit]] = []
    masked_at, shift = [0], [start]
    length, at = 0, start
    for left, right, word, hit in _swaps(text, span, hits, language):
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


def _swaps(
    text: str, span: Span, hits: Sequence[PlaceHit], language: str
) -> list[tuple[int, int, str, PlaceHit | None]]:
    """What is replaced by what: places by masks, and forms that the model misreads by plain ones, in text order."""
    swaps: list[tuple[int, int, str, PlaceHit | None]] = []
    known, plain = table_of(language, "masks"), table_of(language, "rewrite")
    for number, hit in enumerate(hits):
        masks = known["country" if hit.place.kind == "country" else "city"]
        swaps.append((hit.start, hit.stop, masks[number % len(masks)], hit))
    for word in _misread(language).finditer(text, *span) if plain else ():
        if not any(h.start < word.end() and word.start() < h.stop for h in hits):
            swaps.append((*word.span(), plain[word.group().lower()], None))
    return sorted(swaps, key=lambda s: s[0])


@cache
def _misread(language: str) -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(sorted(table_of(language, "rewrite"), key=len, reverse=True)) + r")\b", re.IGNORECASE
    )
