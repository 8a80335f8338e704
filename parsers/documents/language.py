"""A text and the language declared for it in, the language that it is in out (ISO 639-1); None: cannot be told.

The text decides where it is long enough; the declared language is a hint, and all there is for a short one.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

# Letters. On pieces of our own English texts cut at random: 60 letters 0.2 % wrong, from 80 letters none.
LONG, CLEAR = 120, 60
SURE, CERTAIN = 0.8, 0.95
CHUNK = 200  # characters; paragraphs are judged in pieces, so that a quoted statement does not outweigh the rest
MOST = 40  # pieces: a book is judged by its first pages
ENGLISH = "en"
_TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*\s*")
_WORD = re.compile(r"[^\W\d_]+")


def read_language(text: str, *, declared: str | None = None) -> str | None:
    """The language of most of the text; where it is short, the declared one unless the text clearly differs."""
    hint = as_code(declared)
    guess, share, letters = _vote(text)
    if letters >= LONG and share >= SURE:
        return guess
    if hint is not None:
        return guess if letters >= CLEAR and share >= CERTAIN else hint
    if letters >= LONG:
        return guess if share >= 0.5 else None
    if _sounds_english(text):
        return ENGLISH
    return guess if letters >= CLEAR and share >= CERTAIN else None


def as_code(tag: str | None) -> str | None:
    """ "en-GB", "eng", "English" -> "en"; None for what names no language."""
    if not tag:
        return None
    known: dict[str, str] = _data()["codes"]
    plain = tag.strip().lower()
    if plain in known:
        return known[plain]
    match = _TAG.fullmatch(plain)
    if match is None or match[1] in ("und", "mul", "zxx", "xx"):
        return None
    return known.get(match[1], match[1])


def name_of(code: str | None) -> str:
    """For people: "French", the code itself where we have no name, "an unknown language"."""
    names = {short: name.title() for name, short in _data()["codes"].items() if len(name) > 3}
    return names.get(code, code) if code else "an unknown language"


def _vote(text: str) -> tuple[str | None, float, int]:
    """The language of most pieces, weighed by letters and by how sure each is; its share; the number of letters."""
    votes: Counter[str] = Counter()
    total = 0
    for number, piece in enumerate(_pieces(text)):
        if number == MOST:
            break
        letters = sum(map(str.isalpha, piece))
        if not letters:
            continue
        code, sure = _identifier().classify(piece)
        votes[code] += letters * sure
        total += letters
    if not total:
        return None, 0.0, 0
    code, weight = votes.most_common(1)[0]
    return code, weight / total, total


def _pieces(text: str) -> Iterator[str]:
    """Paragraphs, short ones together with the next."""
    held = ""
    for line in text.split("\n"):
        held = f"{held}\n{line}" if held else line
        if len(held) >= CHUNK:
            yield held[: 10 * CHUNK]
            held = ""
    if held.strip():
        yield held


def _sounds_english(text: str) -> bool:
    """More small words of English and its newsrooms than of its neighbours ("El Fasher" begins with none of these)."""
    words = _WORD.findall(text)
    own = sum(word.lower() in _words("english") for word in words)
    return own > sum(word in _words("foreign") for word in words)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_data()["words"][name].split())


@cache
def _identifier() -> LanguageIdentifier:
    """The model, loaded once a process (half a second), held to languages in which news is written."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_data()["languages"]["news"].split())
    return identifier


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("parsers.documents") / "language.toml").read_text(encoding="utf-8"))
