"""A file of passages with marked words -> how many marks are found, how many mentions of the closed list are right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import spacy

from parsers.reading.mentions import read_mentions
from parsers.records import Article, Mention

MARK = re.compile(r"\[([^\]|]+)\|([a-z_]+)(-?)\]")
UNREAL = ("negated", "hypothetical")
CLOSED = frozenset(
    "casualty_report control_status embassy_status travel_advisory troop_deployment evacuation "
    "leader_flight_or_exit agreement".split()
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that tells of an event, or with `unreal` of one that did not happen."""

    at: int
    type: str
    unreal: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Marks of things that happened, and mentions of the closed list."""

    found: int
    marks: int
    right: int
    mentions: int

    @property
    def recall(self) -> float:
        """Of the marks."""
        return self.found / self.marks

    @property
    def precision(self) -> float:
        """Of the mentions."""
        return self.right / self.mentions


def strip(line: str) -> tuple[str, list[Mark]]:
    """The passage without its marks, and where they stood."""
    text, marks, at = "", [], 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        marks.append(Mark(len(text), match[2], bool(match[3])))
        text, at = text + match[1], match.end()
    return text + line[at:], marks


def score(path: Path, every: int = 1) -> Score:
    """Each so many-th passage read as an article of its own; a sentence that holds a mention of the type is found."""
    splitter = spacy.blank("en")
    splitter.add_pipe("sentencizer")
    found = marks = right = mentions = 0
    for text, marked, told in _read(path, every):
        sentences = [(s.start_char, s.end_char) for s in splitter(text).sents]
        real = [m for m in marked if not m.unreal]
        marks += len(real)
        found += sum(any(m.type == mark.type and _shares(m, mark, sentences) for m in told) for mark in real)
        closed = [m for m in told if m.type in CLOSED]
        mentions += len(closed)
        right += sum(any(m.type == mark.type and _shares(m, mark, sentences) for mark in real) for m in closed)
    return Score(found, marks, right, mentions)


def _read(path: Path, every: int) -> Iterator[tuple[str, list[Mark], list[Mention]]]:
    for number, line in enumerate(filter(str.strip, path.read_text(encoding="utf-8").split("\n"))):
        if number % every:
            continue
        text, marks = strip(line)
        article = Article(
            article_id=f"{path.stem}-{number}", title="", text=text, published=datetime(2026, 11, 20, tzinfo=UTC)
        )
        yield text, marks, [m for m in read_mentions(article) if m.modality not in UNREAL]


def _shares(mention: Mention, mark: Mark, sentences: list[tuple[int, int]]) -> bool:
    start, stop = next(((a, b) for a, b in sentences if a <= mark.at < b), (mark.at, mark.at + 1))
    return mention.start < stop and start < mention.stop
