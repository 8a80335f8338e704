"""Labelled passages in, windows with their targets out; every chance comes from the dice that are handed in."""

import csv
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from parsers.knowledge.places.words import load_words
from parsers.reading.judge import ASSERTIONS, LABELS, METHODS
from parsers.reading.windows import (
    BUDGET,
    RECENT,
    SLOTS,
    Encode,
    Mark,
    MarkKind,
    Window,
    build_window,
    cut,
    find_ranges,
    find_recent,
    key_of,
)

UNMASKED, FAKE, SWAPPED, UNTITLED, JOINED = 0.04, 0.5, 0.5, 0.1, 0.4  # shares, see card.md
STRAYS = 3  # at most
SHORT = 550  # characters
CHANGES = frozenset(("gain", "regain", "withdrawal", "background", "partial", "denied"))
IGNORE = -100  # what the loss passes over
# Words for the same kind of people: a reader must not hang on one of them.
ROLES = ("rebels", "insurgents", "militants", "fighters", "gunmen", "guerrillas", "combatants")
_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?")
_PROPER = re.compile(r"[A-Z][\w'’/-]*(?: (?:[A-Z][\w'’/-]*|of|and|al-\w+))*")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A place of a passage with what a writer said about it."""

    start: int
    stop: int
    text: str
    label: str
    actor: str | None
    method: str
    assertion: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A title and a text with their labelled places, sorted."""

    ident: str
    title: str
    title_places: tuple[Labelled, ...]
    text: str
    places: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its targets, one entry a slot: classes, and the positions where the actor starts and stops."""

    window: Window
    labels: tuple[int, ...]
    methods: tuple[int, ...]
    assertions: tuple[int, ...]
    starts: tuple[tuple[int, ...], ...]  # empty: not asked; (0,): nobody
    stops: tuple[tuple[int, ...], ...]
    places: tuple[Labelled, ...]
    ident: str


def read_passages(folder: Path) -> list[Passage]:
    """Every *.jsonl of a folder, in the order of their names."""
    return [p for path in sorted(folder.glob("*.jsonl")) for p in read_file(path)]


def read_file(path: Path) -> list[Passage]:
    """One JSONL file -> its passages."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Passage(
            row["id"],
            *freshen(row["title"] or "", _places(row["title_places"]), row["published"]),
            *freshen(row["text"], _places(row["places"]), row["published"]),
        )
        for row in rows
    ]


def freshen(text: str, places: tuple[Labelled, ...], published: str | None) -> tuple[str, tuple[Labelled, ...]]:
    """Dates of the last days become a weekday, as the judge is shown them."""
    day = date.fromisoformat(published[:10]) if published else None
    for start, stop in reversed(find_recent(text, day)):
        if any(p.start < stop and start < p.stop for p in places):
            continue
        by = len(RECENT) - (stop - start)
        text = text[:start] + RECENT + text[stop:]
        places = tuple(replace(p, start=p.start + by, stop=p.stop + by) if p.start >= stop else p for p in places)
    return text, places


def _places(rows: Sequence[dict[str, str]]) -> tuple[Labelled, ...]:
    found = [
        Labelled(int(r["start"]), int(r["stop"]), r["text"], r["label"], r["actor"], r["method"], r["assertion"])
        for r in rows
    ]
    return tuple(sorted(found, key=lambda place: place.start))


@cache
def _nations() -> dict[str, MarkKind]:
    with files("parsers.knowledge.judge").joinpath("nations.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    kinds: dict[str, MarkKind] = {key_of(r["name"]): 2 for r in rows if r["kind"] == "capital"}
    kinds.update({key_of(r["name"]): 1 for r in rows if r["kind"] == "country"})
    return kinds


def mark_of(place: Labelled) -> Mark:
    """A labelled place -> how a window shows it."""
    key = key_of(place.text)
    return Mark(place.start, place.stop, key, _nations().get(key, 0))


def find_actor_names(passages: Sequence[Passage]) -> list[str]:
    """Proper names of actors, sorted: what one may be exchanged for another."""
    named = {p.actor for q in passages for p in (*q.title_places, *q.places) if p.actor and _PROPER.fullmatch(p.actor)}
    return sorted(name for name in named if key_of(name) not in _nations() and len(name) < 32)


def swap_actors(passage: Passage, names: Sequence[str], dice: random.Random) -> Passage:
    """The same passage about other parties."""
    pool = set(names)
    printed = {p.actor for p in (*passage.title_places, *passage.places) if p.actor in pool}
    new = {old: dice.choice(names) for old in sorted(filter(None, printed))}
    new.update({role: dice.choice(ROLES) for role in ROLES if dice.random() < SWAPPED / 2})
    if not new:
        return passage
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(old) for old in sorted(new, key=len, reverse=True)) + r")\b")
    title, title_places = _replace(passage.title, passage.title_places, pattern, new)
    text, places = _replace(passage.text, passage.places, pattern, new)
    return Passage(passage.ident, title, title_places, text, places)


def _replace(
    text: str, places: Sequence[Labelled], pattern: re.Pattern[str], new: dict[str, str]
) -> tuple[str, tuple[Labelled, ...]]:
    edits = [m for m in pattern.finditer(text) if not any(p.start < m.end() and m.start() < p.stop for p in places)]
    shifted: list[Labelled] = []
    for place in places:
        by = sum(len(new[m.group()]) - len(m.group()) for m in edits if m.end() <= place.start)
        actor = pattern.sub(lambda match: new[match.group()], place.actor) if place.actor else None
        shifted.append(replace(place, start=place.start + by, stop=place.stop + by, actor=actor))
    for match in reversed(edits):
        text = text[: match.start()] + new[match.group()] + text[match.end() :]
    return text, tuple(shifted)


def disturb(text: str, places: Sequence[Labelled], dice: random.Random) -> list[Labelled]:
    """What a gazetteer does to places: some names unknown, and names taken for a place that are none."""
    kept = [p for p in places if dice.random() >= UNMASKED]
    if dice.random() >= FAKE:
        return kept
    actors = {word for p in places for word in (p.actor or "").split()}
    strays = [
        m
        for m in _NAME.finditer(text)
        if not any(p.start < m.end() and m.start() < p.stop for p in places)
        and not actors & set(m.group().split())
        and key_of(m.group().split()[0]) not in load_words().common
    ]
    chosen = dice.sample(strays, min(len(strays), dice.randint(1, STRAYS)))
    fakes = [Labelled(*stray.span(), stray.group(), "none", None, "unknown", "reported") for stray in chosen]
    return sorted([*kept, *fakes], key=lambda place: place.start)


def vary(passage: Passage, names: Sequence[str], dice: random.Random) -> Passage:
    """A passage as it is shown in one epoch."""
    if dice.random() < SWAPPED:
        passage = swap_actors(passage, names, dice)
    title, title_places = passage.title, tuple(disturb(passage.title, passage.title_places, dice))
    if dice.random() < UNTITLED:
        title, title_places = "", ()
    return Passage(passage.ident, title, title_places, passage.text, tuple(disturb(passage.text, passage.places, dice)))


def join_some(passages: Sequence[Passage], dice: random.Random) -> list[Passage]:
    """Some short passages two by two: a window of an article often tells two things."""
    found: list[Passage] = []
    for passage in passages:
        last = found[-1] if found else None
        if last and not passage.title and len(last.text) + len(passage.text) < SHORT and dice.random() < JOINED:
            found[-1] = _join(last, passage)
        else:
            found.append(passage)
    return found


def _join(first: Passage, second: Passage) -> Passage:
    text = first.text + "\n"
    moved = (replace(p, start=p.start + len(text), stop=p.stop + len(text)) for p in second.places)
    return replace(first, text=text + second.text, places=(*first.places, *moved))


def find_examples(passage: Passage, encode: Encode, dice: random.Random | None = None) -> Iterator[Example]:
    """A passage -> its windows with targets; with dice, slots are shuffled and windows are cut at several lengths."""
    title_marks = [mark_of(p) for p in passage.title_places]
    marks = [mark_of(p) for p in passage.places]
    title, body = cut(passage.title, title_marks, encode), cut(passage.text, marks, encode)
    budget = BUDGET if dice is None or dice.random() < 0.6 else dice.randint(50, 140)
    for span in find_ranges(passage.text, body, budget=budget):
        order = list(range(SLOTS))
        if dice is not None:
            dice.shuffle(order)
        window = build_window(title, title_marks, body, marks, span, order=order)
        if window.slots:
            yield _example(passage, window)


def _example(passage: Passage, window: Window) -> Example:
    places = tuple((passage.title_places if titled else passage.places)[i] for _, titled, i in window.slots)
    spans = [_actor_spans(p, passage, window) for p in places]
    return Example(
        window=window,
        labels=tuple(LABELS.index(p.label) for p in places),
        methods=tuple(METHODS.index(p.method) if p.label in CHANGES else IGNORE for p in places),
        assertions=tuple(ASSERTIONS.index(p.assertion) if p.label in CHANGES else IGNORE for p in places),
        starts=tuple(tuple(start for start, _ in span) for span in spans),
        stops=tuple(tuple(stop for _, stop in span) for span in spans),
        places=places,
        ident=passage.ident,
    )


def _actor_spans(place: Labelled, passage: Passage, window: Window) -> list[tuple[int, int]]:
    """Positions of first and last token of each place where the actor is printed; the CLS where there is none."""
    if not place.actor:
        return [(0, 0)] if place.label in CHANGES else []
    found: list[tuple[int, int]] = []
    wanted = re.compile(r"(?<!\w)" + re.escape(place.actor) + r"(?!\w)", re.IGNORECASE)
    title, body = range(1, window.body - 1), range(window.body, len(window.ids) - 1)
    for text, positions in ((passage.title, title), (passage.text, body)):
        for match in wanted.finditer(text):
            inside = [i for i in positions if window.spans[i][0] < match.end() and match.start() < window.spans[i][1]]
            if inside and window.spans[inside[0]][0] <= match.start() and window.spans[inside[-1]][1] >= match.end():
                found.append((inside[0], inside[-1]))
    return found
