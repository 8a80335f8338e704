"""A paragraph -> is it worth a parse? Trigger stems come with the patterns."""

import re
from collections.abc import Iterator, Sequence

LONGEST = 2000  # characters; a parse grows faster than the text, and a sentence without end must not stop a run
PIECE = re.compile(rf"[^\n]{{1,{LONGEST}}}(?=\s|$)|[^\n]{{1,{LONGEST}}}")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """[start, stop) of each line that is not empty; an overlong one in pieces, cut between words where it has any."""
    for match in PIECE.finditer(text):
        if match.group().strip():
            yield match.span()


def compile_gate(stems: Sequence[str]) -> re.Pattern[str]:
    """One expression that finds any of the stems at the start of a word."""
    ordered = sorted(set(stems), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(s) for s in ordered) + ")", re.IGNORECASE)
