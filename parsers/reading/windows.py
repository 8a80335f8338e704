"""A title, a text and the places marked in them in, windows of token ids out: what the judge reads at one time.

Pure, and shared by training and run time: a window is `[CLS] title [SEP] consecutive sentences [SEP]`, every place one
slot token (equal names share a slot), every token with its way back to the characters that it stands for.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from parsers.reading.times import find_times, resolve_time

MarkKind = Literal[0, 1, 2]  # any other place, a country, the capital of a country
Encode = Callable[[list[str]], list[tuple[list[int], list[tuple[int, int]]]]]

CLS, SEP = 101, 102  # of the base model's vocabulary
FIRST_SLOT, SLOTS, KINDS = 1, 12, 3  # ids 1-36 are the vocabulary's [unused0] to [unused35]
TITLE_LIMIT = 48  # tokens
BUDGET = 112  # tokens of text in a window: about 85 words
LONGEST = 176  # tokens of one sentence; a longer one is cut
RECENT, RECENT_ID, RECENT_DAYS = "Friday", 5958, 14  # a date of the last days reads like a weekday

_SENTENCE_END = re.compile(r"\n\s*|(?<=[.!?…])[\"'”’»)\]]{0,3}\s+(?=[\"'“‘«(\[—–-]{0,2}\s?[A-Z0-9])")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Sgt|Brig|Capt|Cmdr|Adm|St|Gov|Sen|Rep|Prof|Rev|No|Jan|Feb|Mar|Apr|Aug|Sept?|Oct"
    r"|Nov|Dec|vs|Mt|Ft)|\b[A-Z](?:\.[A-Z])*)\.$"
)
_DATED = re.compile(r"\d|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)", re.IGNORECASE)
_NOT_KEY = re.compile(r"[^\w]+|_")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place named at [start, stop) of a text; `key` is equal for equal names. With `word`: shown as that token."""

    start: int
    stop: int
    key: str
    kind: MarkKind = 0
    word: int = 0


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens: id, characters, and the mark that the token stands for (-1: none)."""

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """What the judge reads at one time. `slots`: (position, in the title, index of the mark), the places to judge."""

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]  # of the title up to `body`, then of the text; (0, 0) for CLS and SEP
    body: int  # position of the first token of the text
    slots: tuple[tuple[int, bool, int], ...]


def key_of(name: str) -> str:
    """A name as printed -> what it is compared by: "Pul-e-Khumri" and "Pul e Khumri" are one."""
    return _NOT_KEY.sub("", name.casefold())


def find_recent(text: str, published: date | None) -> list[tuple[int, int]]:
    """Where a text gives a date of the last two weeks in figures: its distance alone makes "on 5 July" news."""
    if published is None:
        return []
    found = []
    for hit in find_times(text):
        if hit.dateline or not _DATED.search(hit.text):
            continue
        when = resolve_time(hit, published)
        last = when.end or when.start
        if last and when.precision in ("day", "week") and 0 <= (published - last).days <= RECENT_DAYS:
            found.append((hit.start, hit.stop))
    return found


def cut(text: str, marks: Sequence[Mark], encode: Encode) -> Tokens:
    """A text and its marks (sorted, not overlapping) -> tokens; a mark is one token, of id 0 until it gets its slot."""
    edges = [0, *(edge for mark in marks for edge in (mark.start, mark.stop)), len(text)]
    pieces = [(edges[i], text[edges[i] : edges[i + 1]]) for i in range(0, len(edges), 2)]
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    owners: list[int] = []
    for index, ((offset, _), (found, where)) in enumerate(zip(pieces, encode([p for _, p in pieces]), strict=True)):
        ids += found
        spans += [(offset + start, offset + stop) for start, stop in where]
        owners += [-1] * len(found)
        if index < len(marks):
            ids.append(0)
            spans.append((marks[index].start, marks[index].stop))
            owners.append(index)
    return Tokens(tuple(ids), tuple(spans), tuple(owners))


def find_sentences(text: str) -> Iterator[int]:
    """Where each sentence of a text starts, the first one at 0."""
    yield 0
    for match in _SENTENCE_END.finditer(text):
        if match.end() < len(text) and (
            "\n" in match.group() or not _SHORT.search(text[max(0, match.start() - 12) : match.start()])
        ):
            yield match.end()


def find_ranges(text: str, tokens: Tokens, *, budget: int = BUDGET) -> list[tuple[int, int]]:
    """Consecutive sentences as [start, stop) of tokens, as many as the budget allows and never less than one."""
    starts = [start for start, _ in tokens.spans]
    heads = sorted({bisect_left(starts, at) for at in find_sentences(text)} | {0})
    ranges: list[tuple[int, int]] = []
    for start, stop in zip(heads, [*heads[1:], len(starts)], strict=True):
        if ranges and stop - ranges[-1][0] <= budget:
            ranges[-1] = (ranges[-1][0], stop)
            continue
        ranges += [(at, min(at + LONGEST, stop)) for at in range(start, stop, LONGEST)]
    return ranges


def build_window(
    title: Tokens,
    title_marks: Sequence[Mark],
    body: Tokens,
    marks: Sequence[Mark],
    span: tuple[int, int],
    *,
    order: Sequence[int] = range(SLOTS),
) -> Window:
    """Title and one range of the text -> a window. `order` says which slot the first, second, ... name gets."""
    head = min(len(title.ids), TITLE_LIMIT)
    first = head + 2
    ids = [CLS, *title.ids[:head], SEP, *body.ids[slice(*span)], SEP]
    owners = [-1, *title.marks[:head], -1, *body.marks[slice(*span)], -1]
    ranks: dict[str, int] = {}
    slots: list[tuple[int, bool, int]] = []
    for position, owner in enumerate(owners):
        if owner < 0:
            continue
        mark = title_marks[owner] if position < first else marks[owner]
        if mark.word:
            ids[position] = mark.word
            continue
        rank = ranks.setdefault(mark.key, len(ranks))
        ids[position] = FIRST_SLOT + mark.kind * SLOTS + order[rank % SLOTS]
        slots.append((position, position < first, owner))
    return Window(
        tuple(ids), ((0, 0), *title.spans[:head], (0, 0), *body.spans[slice(*span)], (0, 0)), first, tuple(slots)
    )
