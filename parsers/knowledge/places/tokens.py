"""A text in, its words out, each with what a name finder has to know about it."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from parsers.knowledge.places.spelling import fold

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_JOINS = frozenset((" ", "-", "'", "’", "‘", "ʼ", "`", "´", "‑", "\u00a0", "\n", " \n", "  "))
_APOSTROPHES = frozenset("'’‘ʼ`´")
_ENDS = frozenset('.!?:;\n"“”«»()[]•*–—/|')
_SHORT = frozenset("St Ste Mt Gen Col Lt Maj Sgt Dr".split())
_SENTENCE = (".", ",", ";", '."', ".”")
_SHOUTED = 0.6


class Token(NamedTuple):
    """One word. `gap` is the joint to the word before ("" where a name cannot run across it)."""

    start: int
    stop: int
    text: str
    key: str
    cap: bool
    gap: str
    opens: bool  # begins a sentence, a line or a quote: its capital tells nothing
    shouted: bool  # in a line of capitals or of Capitalised Words
    possessive: bool  # the s of "Kabul's"


def tokenize(text: str, glosses: Mapping[str, str] = {}) -> list[Token]:
    """A text -> its words in order; a small word apart from a name has the key of what it stands for."""
    shouted = _shouted_lines(text)
    line = 0
    last = 0
    found: list[Token] = []
    loud = False
    for match in _WORD.finditer(text):
        start, stop = match.span()
        while line < len(shouted) and shouted[line][0] <= start:
            loud = shouted[line][1]
            line += 1
        word = match.group()
        between = text[last:start]
        last = stop
        if between == " ":
            key = word.lower() if word.isascii() else fold(word)
            key = glosses.get(key, key) if word.islower() else key
            found.append(Token(start, stop, word, key, word[0].isupper(), " ", False, loud, False))
            continue
        gap = between if between in _JOINS else ". " if _is_abbreviation(between, found) else ""
        possessive = gap in _APOSTROPHES and word in ("s", "S")
        opens = not found or (not _ENDS.isdisjoint(between) and gap != ". ")
        key = fold(word)
        key = glosses.get(key, key) if word.islower() and gap != "-" else key
        found.append(Token(start, stop, word, key, word[0].isupper(), gap, opens, loud, possessive))
    return found


def _is_abbreviation(between: str, found: list[Token]) -> bool:
    return between == ". " and bool(found) and found[-1].text in _SHORT


def _shouted_lines(text: str) -> list[tuple[int, bool]]:
    """Where each line starts, and whether most of its longer words are capitalised."""
    lines = []
    start = 0
    for line in text.split("\n"):
        words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
        capitals = sum(word[0].isupper() for word in words)
        # A sentence that lists names is no headline.
        headline = len(words) > 2 and (not line.rstrip().endswith(_SENTENCE) or line.isupper())
        lines.append((start, headline and capitals >= _SHOUTED * len(words)))
        start += len(line) + 1
    return lines
