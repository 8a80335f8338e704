"""Words of a text in, names that may be places out (with everything each may stand for)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.knowledge.places.atlas import Atlas, Reading
from parsers.knowledge.places.tokens import Token
from parsers.knowledge.places.words import Words
from parsers.records import PlaceKind

_LONGEST = 5
_SHORTEST_UNKNOWN = 4
_INNER = frozenset("wa de del da do dos la las los os ul du des".split())
_APOSTROPHES = frozenset("'’‘ʼ`´")


@dataclass(slots=True)
class Candidate:
    """A capitalised name of a text: words first..last (both inclusive), and what is learnt about it."""

    first: int
    last: int
    start: int
    stop: int
    key: str
    readings: Sequence[Reading]
    plain: bool = False  # a common word or a people's name: a place only with a cue
    cue: PlaceKind | None = None  # said by a noun beside it
    soft: PlaceKind | None = None  # suggested ("capital of X")
    facility: str = ""  # "airport"
    facility_kind: PlaceKind | None = None
    located: bool = False  # after "in", "near", "entered", ...
    holders: list["Candidate"] = field(default_factory=list)  # "X, Nimroz": the names that contain it
    held: list["Candidate"] = field(default_factory=list)  # the other way round

    @property
    def single(self) -> bool:
        """One word only."""
        return self.first == self.last


def find_candidates(atlas: Atlas, words: Words, tokens: list[Token], text: str) -> list[Candidate]:
    """Words -> names known to the atlas (longest first) and unknown capitalised names, in order."""
    found: list[Candidate] = []
    position = 0
    while position < len(tokens):
        if not tokens[position].cap and tokens[position].key not in words.hyphen_articles:
            position += 1
            continue
        last, key = _longest_name(atlas, words, tokens, position)
        if last < 0:
            last = _unknown_name(atlas, words, tokens, position)
            key = ""
        if last < 0:
            position += 1
            continue
        start, stop = tokens[position].start, tokens[last].stop
        readings = atlas.readings(key) if key else []
        key = key or "".join(token.key for token in tokens[position : last + 1])
        made = Candidate(position, last, start, stop, key, readings)
        made.plain = key in words.never or (made.single and _is_word(atlas, words, made))
        found.append(made)
        position = last + 1
    return [one for one in found if text[one.start : one.stop]]


def _is_word(atlas: Atlas, words: Words, one: Candidate) -> bool:
    """A common word, a people, or the people of a country ("Somali", which is also a region)."""
    if one.key in words.common or one.key in words.peoples:
        return True
    return one.key in atlas.demonyms and not any(reading.entry.kind == "country" for reading in one.readings)


def _opens_name(words: Words, tokens: list[Token], position: int) -> bool:
    token = tokens[position]
    if token.possessive or token.key.isdigit():
        return False
    if token.cap:
        return True
    if position + 1 == len(tokens) or not tokens[position + 1].cap:
        return False
    gap = tokens[position + 1].gap
    return (gap == "-" and token.key in words.hyphen_articles) or (gap == " " and token.key in words.articles)


def _continues(words: Words, token: Token) -> bool:
    """Whether a name may run on with this word."""
    if not token.gap or token.possessive:
        return False
    return token.cap or token.gap == "-" or token.gap in _APOSTROPHES or token.key in words.particles


def _longest_name(atlas: Atlas, words: Words, tokens: list[Token], position: int) -> tuple[int, str]:
    """The longest run of words from here that the atlas knows: its last word and key, or (-1, "")."""
    if position == len(tokens) or not _opens_name(words, tokens, position):
        return -1, ""
    if tokens[position].key == "the" and _longest_name(atlas, words, tokens, position + 1)[0] >= 0:
        return -1, ""
    best = (-1, "")
    parts: list[str] = []
    for last in range(position, min(position + _LONGEST, len(tokens))):
        token = tokens[last]
        if last > position and not _continues(words, token):
            break
        parts.append(token.key)
        ends_well = token.cap or token.gap == "-" or token.gap in _APOSTROPHES
        if not ends_well or (last == position and not token.cap):
            continue
        key = _known_key(atlas, words, parts)
        if key and not _breaks_off(words, tokens, last):
            best = (last, key)
    return best


def _breaks_off(words: Words, tokens: list[Token], last: int) -> bool:
    """ "Qala" of "Qala-e-Now", "Busra" of "Busra al-Sham" are no names of their own."""
    if last + 1 == len(tokens):
        return False
    here, following = tokens[last], tokens[last + 1]
    hyphen = following.gap in ("-", "‑")
    if hyphen and (not here.cap or (not following.cap and following.key in words.particles and len(following.key) < 4)):
        return True
    return _is_article(words, tokens, last + 1)


def _is_article(words: Words, tokens: list[Token], position: int) -> bool:
    """ "al" of "Khan al-Assal"."""
    token = tokens[position]
    if token.gap != " " or token.cap or token.key not in words.hyphen_articles or position + 1 == len(tokens):
        return False
    return tokens[position + 1].gap == "-" and tokens[position + 1].cap


def _known_key(atlas: Atlas, words: Words, parts: list[str]) -> str:
    key = "".join(parts)
    if len(key) < 2 or (len(parts) == 1 and len(key) < 3):
        return ""
    if atlas.knows(key):
        return key
    if len(parts) < 2 or words.droppable.isdisjoint(parts):
        return ""
    key = "".join(part for part in parts if part not in words.droppable)
    return key if len(key) > 3 and atlas.knows(key) and parts[-1] not in words.droppable else ""


def _unknown_name(atlas: Atlas, words: Words, tokens: list[Token], position: int) -> int:
    """A capitalised name that no list knows: its last word, or -1."""
    if not _opens_name(words, tokens, position) or _is_plain(words, tokens[position]):
        return -1
    last = position
    while last + 1 < len(tokens) and last - position < 3:
        following = tokens[last + 1]
        if not _continues(words, following) or following.gap == "\n":
            break
        if _is_article(words, tokens, last + 1):
            last += 2
            continue
        if _is_inner(words, tokens, last + 1):
            last += 1
            continue
        if following.gap == " " and (_is_plain(words, following) or not following.cap):
            break
        if following.gap == " " and _longest_name(atlas, words, tokens, last + 1)[0] >= 0:
            break
        last += 1
    size = tokens[last].stop - tokens[position].start
    return last if size >= _SHORTEST_UNKNOWN and tokens[last].text[0].isalpha() else -1


def _is_inner(words: Words, tokens: list[Token], position: int) -> bool:
    """ "wa" of "Khab wa Shaaf", "del" of "San Juan del Sur"."""
    token = tokens[position]
    if token.gap != " " or token.key not in _INNER or position + 1 >= len(tokens):
        return False
    following = tokens[position + 1]
    return (following.gap == " " and following.cap) or _is_article(words, tokens, position + 1)


def _is_plain(words: Words, token: Token) -> bool:
    key = token.key
    known = key in words.common or key in words.never or key in words.titles or key in words.kinds
    return known or key in words.openers or (token.text.isupper() and len(token.text) < 5 and not token.shouted)
