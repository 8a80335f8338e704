"""A title, a text and their places in, a verdict a place out: what the text says happened to the control of it.

A small transformer (knowledge/judge/card.md) reads windows of place slots; it sees no place names, only what is around.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from parsers.reading.windows import (
    RECENT_ID,
    Mark,
    MarkKind,
    Tokens,
    Window,
    build_window,
    cut,
    find_ranges,
    find_recent,
    key_of,
)
from parsers.records import Assertion, Method, Place, PlaceHit

Label = Literal["gain", "regain", "withdrawal", "background", "denied", "unreal", "partial", "hold", "near", "none"]
LABELS: tuple[Label, ...] = get_args(Label)
METHODS: tuple[Method, ...] = get_args(Method)
ASSERTIONS: tuple[Assertion, ...] = get_args(Assertion)
BATCH_TOKENS = 512
LONGEST_ACTOR = 12  # tokens
LEAST_SHARE = 0.01

_DATA = files("parsers.knowledge.judge")
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the question "who?" falls on one word; offsets as those of a verdict's actor."""

    start: int
    stop: int
    in_title: bool
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the judge thinks of one place. Actor offsets count in the title where `actor_in_title`, else in the text."""

    hit: PlaceHit
    in_title: bool
    probabilities: tuple[float, ...]  # in the order of LABELS
    method: Method
    method_probability: float
    assertion: Assertion
    assertion_probability: float
    actor_start: int | None
    actor_stop: int | None
    actor_in_title: bool
    actor_probability: float  # of that span, or of nobody where there is none
    pointing: tuple[Share, ...] = ()  # every word that the actor's phrase may start with

    @property
    def label(self) -> Label:
        """The likeliest label."""
        return LABELS[max(range(len(LABELS)), key=self.probabilities.__getitem__)]

    def probability(self, *labels: Label) -> float:
        """How likely one of these labels is: `verdict.probability("gain", "regain")`."""
        return sum(self.probabilities[LABELS.index(label)] for label in labels)


class Judge:
    """The model and its tokenizer; get it from `load_judge`."""

    def __init__(self, model: bytes, tokenizer: str, *, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_str(tokenizer)
        self._capitals = _read_capitals()

    def read(
        self,
        title: str,
        text: str,
        title_places: Sequence[PlaceHit],
        places: Sequence[PlaceHit],
        *,
        published: date | None = None,
        wanted: Sequence[tuple[int, int]] | None = None,
    ) -> list[Verdict]:
        """Verdicts of the title's places, then of the text's, each in order of place.

        Offsets of `title_places` count in the title, those of `places` and `wanted` in the text. Windows outside
        `wanted` are not run and their places get no verdict; the title is read beside the first window that is run. A
        place that is only pointed at ("the city", match "coreference") reads like its name, if it is handed in. With
        `published`, "on 5 July" is shown as "on Friday" where that is two weeks ago or less: else it reads as history.
        """
        heads, bodies = _disjoint(title_places), _disjoint(places)
        windows = self._windows((title, heads), (text, bodies), published, wanted)
        found = [verdict for batch in _batches(windows) for verdict in self._run(batch, heads, bodies)]
        return sorted(found, key=lambda v: (not v.in_title, v.hit.start))

    def _windows(
        self,
        head: tuple[str, Sequence[PlaceHit]],
        body: tuple[str, Sequence[PlaceHit]],
        published: date | None,
        wanted: Sequence[tuple[int, int]] | None,
    ) -> list[tuple[Window, bool]]:
        """Windows to run, each with whether the places of the title are judged there."""
        if (wanted is not None and not wanted) or not (head[1] or body[1]):
            return []
        names = _names_of([*head[1], *body[1]])
        title, title_marks = self._cut(*head, names, published)
        text, marks = self._cut(*body, names, published)
        found: list[tuple[Window, bool]] = []
        untold = bool(head[1])
        for first, last in find_ranges(body[0], text):
            if not _is_wanted(text.spans[first:last], wanted):
                continue
            window = build_window(title, title_marks, text, marks, (first, last))
            if untold or not all(in_title for _, in_title, _ in window.slots):
                found.append((window, untold))
                untold = False
        if untold:  # nothing in the text is worth reading: the title by itself
            found.append((build_window(title, title_marks, text, marks, (0, 0)), True))
        return found

    def _cut(
        self, text: str, hits: Sequence[PlaceHit], names: Mapping[Place, str], published: date | None
    ) -> tuple[Tokens, list[Mark]]:
        """A text as tokens: places as slots, dates of the last days as a weekday."""
        marks = [self._mark(hit, names) for hit in hits]
        dates = (span for span in find_recent(text, published) if not any(_meet(span, m) for m in marks))
        marks += [Mark(start, stop, "", word=RECENT_ID) for start, stop in dates]
        marks.sort(key=lambda mark: mark.start)
        return cut(text, marks, self._encode), marks

    def _encode(self, pieces: list[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        return [(e.ids, e.offsets) for e in self._tokenizer.encode_batch(pieces, add_special_tokens=False)]

    def _mark(self, hit: PlaceHit, names: Mapping[Place, str]) -> Mark:
        kind: MarkKind = 0
        if hit.place.kind == "country":
            kind = 1
        elif {(hit.place.country, key_of(hit.place.name)), (hit.place.country, key_of(hit.text))} & self._capitals:
            kind = 2
        named = names.get(hit.place, key_of(hit.place.name)) if hit.match == "coreference" else key_of(hit.text)
        return Mark(hit.start, hit.stop, named, kind)

    def _run(
        self, batch: Sequence[tuple[Window, bool]], heads: Sequence[PlaceHit], bodies: Sequence[PlaceHit]
    ) -> Iterator[Verdict]:
        longest = max(len(window.ids) for window, _ in batch)
        ids = np.zeros((len(batch), longest), dtype=np.int64)
        mask = np.zeros((len(batch), longest), dtype=np.float32)
        by_start = {True: {hit.start: hit for hit in heads}, False: {hit.start: hit for hit in bodies}}
        asked: list[tuple[int, int]] = []
        whose: list[tuple[Window, bool, PlaceHit]] = []
        for row, (window, titled) in enumerate(batch):
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = 1.0
            for position, in_title, _ in window.slots:
                if titled or not in_title:
                    asked.append((row, position))
                    whose.append((window, in_title, by_start[in_title][window.spans[position][0]]))
        feed = {"ids": ids, "mask": mask, "slots": np.array(asked, dtype=np.int64)}
        label, method, assertion, start, stop = (_softmax(x) for x in self._session.run(None, feed))
        for i, (window, in_title, hit) in enumerate(whose):
            first, last, sure = _best_span(start[i], stop[i], window)
            yield Verdict(
                hit=hit,
                in_title=in_title,
                probabilities=tuple(label[i].tolist()),
                method=METHODS[int(method[i].argmax())],
                method_probability=float(method[i].max()),
                assertion=ASSERTIONS[int(assertion[i].argmax())],
                assertion_probability=float(assertion[i].max()),
                actor_start=window.spans[first][0] if first else None,
                actor_stop=window.spans[last][1] if first else None,
                actor_in_title=0 < first < window.body,
                actor_probability=sure,
                pointing=tuple(_shares(start[i], window)),
            )


@cache
def load_judge() -> Judge:
    """The judge, loaded once a process (about a quarter of a second)."""
    model = _DATA.joinpath("judge.onnx").read_bytes()
    return Judge(model, _DATA.joinpath("tokenizer.json").read_text(encoding="utf-8"))


def _read_capitals() -> frozenset[tuple[str | None, str]]:
    with _DATA.joinpath("nations.csv").open(encoding="utf-8") as lines:
        return frozenset((r["country"], key_of(r["name"])) for r in csv.DictReader(lines) if r["kind"] == "capital")


def _disjoint(hits: Sequence[PlaceHit]) -> list[PlaceHit]:
    """Hits in order, of those that overlap the first."""
    found: list[PlaceHit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.stop)):
        if not found or found[-1].stop <= hit.start:
            found.append(hit)
    return found


def _meet(span: tuple[int, int], mark: Mark) -> bool:
    return span[0] < mark.stop and mark.start < span[1]


def _names_of(hits: Sequence[PlaceHit]) -> dict[Place, str]:
    """How each place is called in this text: what "the city" has to look like."""
    return {hit.place: key_of(hit.text) for hit in reversed(hits) if hit.match != "coreference"}


def _is_wanted(spans: Sequence[tuple[int, int]], wanted: Sequence[tuple[int, int]] | None) -> bool:
    if wanted is None:
        return True
    return bool(spans) and any(start < spans[-1][1] and spans[0][0] < stop for start, stop in wanted)


def _batches(windows: Sequence[tuple[Window, bool]]) -> Iterator[list[tuple[Window, bool]]]:
    """Windows of a like length together."""
    batch: list[tuple[Window, bool]] = []
    for pair in sorted(windows, key=lambda pair: len(pair[0].ids)):
        if batch and len(pair[0].ids) * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(pair)
    if batch:
        yield batch


def _softmax(logits: Floats) -> Floats:
    powers: Floats = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _shares(start: Floats, window: Window) -> Iterator[Share]:
    for at in np.flatnonzero(start[: len(window.ids)] >= LEAST_SHARE).tolist():
        if at > 0:  # token 0 stands for nobody
            yield Share(*window.spans[at], 0 < at < window.body, float(start[at]))


def _best_span(start: Floats, stop: Floats, window: Window) -> tuple[int, int, float]:
    """First and last token of the actor and how sure that is; token 0 stands for nobody."""
    best = (0, 0, float(start[0] * stop[0]))
    for first in np.argsort(-start)[:5].tolist():
        end = window.body - 1 if first < window.body else len(window.ids) - 1  # not past the title, nor the text
        if first == 0 or first >= end:
            continue
        last = first + int(stop[first : min(first + LONGEST_ACTOR, end)].argmax())
        best = max(best, (first, last, float(start[first] * stop[last])), key=lambda span: span[2])
    return best
