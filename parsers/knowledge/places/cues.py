"""Names of a text in, the same names with what the words beside them say about them: kind, facility, container."""

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.knowledge.places.candidates import Candidate
from parsers.knowledge.places.tokens import Token
from parsers.knowledge.places.words import Words
from parsers.records import PlaceKind

_LIST = re.compile(r"(?:,|,? and|,? or|,? as well as|,? along with|,? plus| &|/) ?(?:the |of |in |its )?\s*")
_INSIDE = re.compile(
    r"""(?:['’]s)?
    (?:[ ,]+(?:the|a|an|provincial|regional|state|district|main|local|administrative|largest|second|biggest|city|town
        |village|hub|of|capital|centre|center|seat|township|raion|rayon|rural|small|border))*
    [ ,]+(?:\(|in[ ]|of[ ]|inside[ ]|within[ ])?(?:the[ ])?
    (?:(?:far|upper|lower|neighbou?ring|nearby|country.s|(?:north|south)?-?(?:east|west)?(?:ern)?|central)[ ])*
    (?:(?:state|province|region|governorate)[ ]of[ ]|of[ ])?""",
    re.VERBOSE,
)
_LOCATED = frozenset(
    """in into near from around outside inside toward towards at of for over across to through beyond
    entered enter entering captured capturing seized seizing took retook retaken recaptured overran overrunning stormed
    storming besieged reached reaching left abandoned fled fleeing liberated quit holds hold held lost lose loses losing
    surrounding surrounded attacked bombed shelled""".split()
)
_PLURAL = re.compile(r"(?:ies|[^s]s)$")
# "villages, among them X and Y"; "X and Y, two villages near Z".
_NAMELY = re.compile(r"(?:,? (?:among them|including|namely|such as|like|as well as|notably)|:)(?: the| those of)? ")
_APPOSED = re.compile(r", (?:a|an|the|two|three|four|five|six|all|both)(?: [a-z-]+){0,2}? ([a-z-]+)(?=[ ,.;])")


def read_cues(words: Words, tokens: Sequence[Token], candidates: Sequence[Candidate], text: str) -> None:
    """Fills `cue`, `soft`, `facility`, `located` and `holders` of each candidate."""
    for index, one in enumerate(candidates):
        _noun_behind(words, tokens, candidates, index, text)
        _noun_before(words, tokens, candidates, index, text)
        _facility(words, tokens, one, text)
        previous = tokens[one.first - 1].key if one.first else ""
        if previous == "the" and one.first > 1:
            previous = tokens[one.first - 2].key
        one.located = previous in _LOCATED and bool(tokens[one.first].gap)
    for one, other in reversed(list(pairwise(candidates))):
        between = text[one.stop : other.start]
        if between == " ":
            one.holders = list(other.holders)  # "Zor Kalay in Helmand": one name of two
            continue
        if len(between) < 70 and "\n\n" not in between and _is_inside(words, between):
            one.holders.append(other)
            other.held.append(one)


def is_list(words: Words, text: str, one: Candidate, other: Candidate) -> bool:
    """ "X, Y", "X and Y": two names of one list."""
    return _is_list(words, text[one.stop : other.start])


def _is_list(words: Words, between: str) -> bool:
    return bool(_LIST.fullmatch(between) or (words.lists and words.lists.fullmatch(between)))


def _is_inside(words: Words, between: str) -> bool:
    if words.inside is not None and words.inside.fullmatch(between):
        return True
    return bool(_INSIDE.fullmatch(_without_noun(words, between)))


def _without_noun(words: Words, between: str) -> str:
    """ " district, " -> ", ": the kind word behind the first name says nothing about containers."""
    match = re.match(r" ([A-Za-z-]+)(?=[ ,])", between)
    return between[match.end() :] if match and match.group(1).lower() in words.kinds else between


def _noun_behind(words: Words, tokens: Sequence[Token], candidates: Sequence[Candidate], index: int, text: str) -> None:
    """ "Logar province", "the Logar, Daykundi and Kunar provinces", "Nimroz's capital"."""
    one = candidates[index]
    after = one.last + 1
    if after < len(tokens) and tokens[after].possessive:
        after += 1
    if after >= len(tokens):
        return
    noun = tokens[after]
    if noun.key == "capital" and noun.gap:
        one.soft = "province"
    apposed = _APPOSED.match(text, one.stop)
    if apposed and words.kinds.get(apposed[1]) in ("city", "district"):
        _cue_list(words, candidates, index, text, words.kinds[apposed[1]], apposed[1])
        return
    if noun.gap not in (" ", "-", "\n", "\u00a0") or after != one.last + 1 or noun.key not in words.kinds:
        return
    kind = words.kinds[noun.key]
    if kind == "city" and after + 1 < len(tokens) and tokens[after + 1].key == "of":
        return  # "the Yazidi town of Sinjar": an adjective, no name
    one.cue = kind
    _cue_list(words, candidates, index, text, kind, noun.key)


def _cue_list(words: Words, candidates: Sequence[Candidate], index: int, text: str, kind: PlaceKind, noun: str) -> None:
    """The last name of a list and the noun behind it: a plural speaks of all of them."""
    candidates[index].cue = candidates[index].cue or kind
    if not _PLURAL.search(noun):
        return
    for before, behind in zip(reversed(candidates[:index]), reversed(candidates[1 : index + 1]), strict=False):
        if not _is_list(words, text[before.stop : behind.start]):
            break
        before.cue = before.cue or kind


def _noun_before(words: Words, tokens: Sequence[Token], candidates: Sequence[Candidate], index: int, text: str) -> None:
    """ "the district of X", "the provinces of X, Y and Z", "the village X", "capital of X"."""
    one = candidates[index]
    noun = _noun_of(tokens, one.first, text)
    if noun is None or (index and tokens[candidates[index - 1].last + 1] is noun):
        return  # "Kahmard and Saighan districts of Bamyan": the noun has its names in front
    if noun.key == "capital":
        if tokens[one.first].gap and tokens[one.first - 1] is noun:
            one.cue = one.cue or "city"  # "its capital Kabul"
        else:
            one.soft = "province"
        return
    if noun.key not in words.kinds and noun.key != "port":
        return
    kind: PlaceKind = words.kinds.get(noun.key, "city")
    one.cue = one.cue or kind
    if not _PLURAL.search(noun.key):
        return
    for before, behind in zip(candidates[index:], candidates[index + 1 :], strict=False):
        if not _is_list(words, text[before.stop : behind.start]):
            break
        behind.cue = behind.cue or kind


def _names(noun: Token, name: Token, text: str) -> bool:
    """ "villages, among them X": a plural that a list of names follows."""
    return bool(_PLURAL.search(noun.key)) and bool(_NAMELY.fullmatch(text, noun.stop, name.start))


def _noun_of(tokens: Sequence[Token], first: int, text: str) -> Token | None:
    """The noun in front of a name: before "of", or directly, uncapitalised."""
    back = first - 1
    if back >= 0 and tokens[back].key == "the" and tokens[first].gap:
        back -= 1
    namely = next((n for n in range(back, max(-1, back - 4), -1) if _names(tokens[n], tokens[first], text)), None)
    if namely is not None:
        return tokens[namely]
    if back < 1:
        return None
    if tokens[back].key == "of" and tokens[back].gap and tokens[back + 1].gap:
        return tokens[back - 1]
    direct = tokens[first].gap == " " and back == first - 1 and not tokens[back].cap
    return tokens[back] if direct else None


def _facility(words: Words, tokens: Sequence[Token], one: Candidate, text: str) -> None:
    """ "Kandahar airport", "Bagram air base": another thing than the town."""
    match = words.facilities.match(text, one.stop)
    if match is None:
        return
    word = " ".join(match.group(1).lower().split())
    behind = tokens[one.last + 1]
    shouted_only = behind.cap and not tokens[one.first].cap
    if not shouted_only:
        one.facility, one.facility_kind = word, words.facility_kind[word]
