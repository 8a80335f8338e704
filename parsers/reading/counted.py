"""The words around a number in; what it counts out: killed, wounded, displaced, troops, provinces."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Voice = Literal["before", "after", "noun"]  # which words said what is counted

LONGEST = 110  # characters behind a number, and before it
_LEAD = (
    r"(?:\s(?:another|an?|the|its|his|their|all|some of|(?:a )?total of|further|a further"
    r"|an additional|additional|a family of|members of)){0,2}\s$"
)
_HARD = r"(?!(?:and|or|but|while|to|said|says|say|that|which|after|when|as|because|if|where|whose|before|until)\b)"
_BETWEEN = rf"(?:\s{_HARD}[\w’'-]+){{0,7}}?\s(?:forced )?"
_WERE = (
    r"(?:was|were|been|being|be|are|is|got|lay|reported|confirmed|feared|believed|left)\s"
    r"(?:\w+ly\s|also\s|then\s|later\s)?"
)
_ENDS = (
    r"(?=\s?(?:[.,;:!?)\n”\"]|$)|\s(?:in|on|by|at|during|when|since|over|and|or|near|after|as|along|around|across|there|here|last"
    r"|this|yesterday|overnight|today|from|outside|inside|so|while|within|between|before|under|with|for|to|so far)\b)"
)
_ASIDE = re.compile(  # "and civilians", ", most of them troops,"
    r"(?:\s(?:and|or)(?:\s[\w’'-]+){1,2}?)?(?:,[^,.;:!?\n\d(]{1,60},)?"
    r"(?=\s(?:was|were|had|have|died|drowned|perished|fled|is|are|among|lost)\b)"
)
_SOMEBODY = re.compile(r"(?:[A-Z][\w-]+s|ers|ists|men|ees)$")  # "Afghans", "herders", "returnees"
_BARE = re.compile(r"\s?(?:[.;,)\n]|$)")
_CLAUSE = re.compile(r"[^.,;:!?\n(\d]*")
_BOTH = r"(?:killed|dead|deaths?|killing) (?:and|or) (?:wounded|injured|wounding|injuring|injuries)"
_BEASTS = frozenset("sheep cattle goats livestock animals camels horses cows dogs birds chickens".split())


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts; `width` characters on the noun that it counts ends."""

    what: str
    unit: str | None
    width: int
    voice: Voice

    @property
    def is_people(self) -> bool:
        """Somebody, of whom a verb beside it may tell more."""
        return self.what in ("people", "troops")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """counted.toml, compiled."""

    before: Sequence[tuple[str, re.Pattern[str]]]
    around: Sequence[tuple[str, re.Pattern[str], re.Pattern[str]]]
    after: Sequence[tuple[str, re.Pattern[str]]]
    tolls: Sequence[tuple[str, re.Pattern[str]]]
    moved: re.Pattern[str]
    movers: re.Pattern[str]
    nouns: Mapping[str, re.Pattern[str]]
    stocks: Mapping[str, re.Pattern[str]]
    measure: re.Pattern[str]
    stop: re.Pattern[str]
    plural: re.Pattern[str]
    named: frozenset[str]
    single: re.Pattern[str]  # `one`: "a" and its noun; `done`: what became of one person, if told behind it
    fate_of: Sequence[tuple[str, re.Pattern[str]]]


def any_of(words: Iterable[str]) -> str:
    """Words in, one alternative of a regular expression out."""
    return f"(?:{'|'.join(words)})"


@cache
def load_counted() -> Lexicon:
    """The lexicon, read once a process."""
    raw: dict[str, Any] = tomllib.loads(files("parsers.knowledge").joinpath("counted.toml").read_text("utf-8"))
    words, noun, stock = raw["words"], raw["noun"], raw["stock"]
    return Lexicon(
        before=[(what, _compile(rf"\b{any_of(row)}{_LEAD}")) for what, row in raw["before"].items()],
        around=[
            (row["what"], _compile(rf"\b{any_of(row['before'])}{_LEAD}"), _compile(any_of(row["after"])))
            for row in raw["around"]
        ],
        after=[(what, _after(row)) for what, row in raw["fate"].items()],
        tolls=[(what, _toll(row)) for what, row in stock.items() if what != "troops"],
        moved=_compile(rf"{_BETWEEN}{any_of(raw['moved']['verb'])}\b"),
        movers=_compile(any_of(raw["moved"]["nouns"])),
        nouns={what: _compile(any_of(row)) for what, row in noun.items()},
        stocks={what: _compile(rf"\b{any_of(row)}\b") for what, row in stock.items()},
        measure=_compile(rf"\s?{any_of(words['measure'])}(?![\w-])"),
        stop=_compile(any_of(words["stop"])),
        plural=_compile(rf"{any_of(words['plural'])}|(?!{any_of(words['singular'])}$)[a-zé-]{{3,}}(?<![siu])s"),
        named=frozenset(words["named"]),
        single=_single(raw),
        fate_of=[(what, _compile(any_of([*row["verb"], *row["deed"]]))) for what, row in raw["fate"].items()],
    )


def _compile(shape: str) -> re.Pattern[str]:
    return re.compile(shape, re.IGNORECASE)


def _after(row: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    verb, deed = any_of(row["verb"]), any_of(row["deed"])
    return _compile(rf"{_BETWEEN}(?:{_WERE}{verb}\b|{verb}\b{_ENDS}|{deed}\b)")


def _toll(row: Sequence[str]) -> re.Pattern[str]:
    """ "the death toll rose to", "put the number of dead at", "gave the dead as"."""
    return _compile(
        rf"\b{any_of(row)}\b[^.;:\n\d]{{0,45}}\s(?:to|at|of|past|beyond|as|was|is|passed|topped|exceeded|climbed|risen|rose|reached|hit)\s$"
    )


def _single(raw: Mapping[str, Any]) -> re.Pattern[str]:
    fate, words = raw["fate"], raw["words"]
    verb = any_of(w for what in ("killed", "wounded") for w in fate[what]["verb"])
    stop, plain = any_of(words["stop"]), r"[^\W\d_][\w’'-]*"
    noun = rf"an?\s(?!{any_of(words['collective'])}\b)(?!{any_of(words['measure'])}\b){plain}"
    done = (
        rf"(?:(?:was|were|has been|had been|is)\s(?:\w+ly\s|also\s)?(?P<done>{verb})|(?P<died>died|drowned|perished))\b"
    )
    behind = rf"(?:\s(?!{stop}\b){plain}){{0,4}}"
    aside = r"(?:\s(?:of|in|from|at)\s[\w’'-]+(?:\s[\w’'-]+)?)?(?:,[^,.;:!?\n]{1,60},)?"
    return _compile(rf"\b(?P<one>{noun}{behind})(?:{aside}\s{done})?")


def read_counted(front: str, after: str) -> Counted | None:
    """What stands before and behind a number in; None where it counts nothing."""
    lexicon = load_counted()
    unit, width = read_unit(after)
    told = _read_before(lexicon, front, after, unit, width)
    if told:
        return Counted(told, unit, width, "before")
    if _is_name(lexicon, front):
        return None
    told = _read_after(lexicon, after, unit, width)
    if told:
        return Counted(told, unit, width, "after")
    if unit is None:
        return None
    return Counted(noun_of(unit), unit, width, "noun")


def noun_of(unit: str) -> str:
    """ "soldiers" are troops, "families" people; any other noun is itself."""
    return next((what for what, shape in load_counted().nouns.items() if shape.fullmatch(unit)), unit)


def read_unit(after: str) -> tuple[str | None, int]:
    """The noun counted, and how many characters on it ends: the first plural of the next words."""
    lexicon = load_counted()
    of = re.match(r"\s(?:of\s)?(?:(?<=of\s)(?:the|its|his|their|our|these|those)\s)?", after)
    at = of.end() - 1 if of else 0
    for index, word in enumerate(re.finditer(r"\s([^\W\d_][\w’'-]*)", after[at : at + 70])):
        name = word[1]
        if index > 3 or re.search(r"[^\w\s’'-]", after[at : at + word.start()]) or lexicon.stop.fullmatch(name):
            break
        if any(shape.fullmatch(name) for shape in lexicon.nouns.values()) or lexicon.plural.fullmatch(name):
            return name.lower(), at + word.end()
    return None, 0


def _read_before(lexicon: Lexicon, front: str, after: str, unit: str | None, width: int) -> str | None:
    people = unit is None or noun_of(unit) in ("people", "troops", "prisoners") or bool(_SOMEBODY.search(after[:width]))
    if re.search(rf"(?i)\b{_BOTH}{_LEAD}", front):
        return "casualties"
    found = next((what for what, shape in lexicon.before if shape.search(front)), None)
    if front.endswith(", ") and not _BARE.match(after):
        found = None  # "residents killed, 47." but not "40 killed, 20 wounded"
    if found and unit not in _BEASTS and (people or found not in ("prisoners", "evacuated", "missing")):
        return found
    rest = after.lstrip()
    found = next((what for what, shape, rear in lexicon.around if shape.search(front) and rear.match(rest)), None)
    if found or not people:
        return found
    return next((what for what, shape in lexicon.tolls if shape.search(front)), None)


def _read_after(lexicon: Lexicon, after: str, unit: str | None, width: int) -> str | None:
    """The first deed or fate told in the clause of the number, past one aside between commas."""
    rest = after
    aside = _ASIDE.match(after, width) if unit else None
    if aside:
        rest = after[: aside.start()] + after[aside.end() :]
    clause = _CLAUSE.match(rest)
    until = clause.end() if clause else 0
    rows = [
        (found.end(), what) for what, shape in lexicon.after if (found := shape.match(rest)) and found.end() <= until
    ]
    if rows and re.match(rf"(?i){_BETWEEN}{_BOTH}\b", rest):
        return "casualties"
    if rows:
        return min(rows)[1]
    moved = lexicon.moved.match(rest) if unit and lexicon.movers.fullmatch(unit) else None
    return "displaced" if moved and moved.end() <= until else None


def _is_name(lexicon: Lexicon, front: str) -> bool:
    """Highway 1, Brigade 201, aged 12: the word before makes a name or an age of the number."""
    word = re.search(r"(\w+)\.?\s$", front)
    if not word or word[1].lower() not in lexicon.named:
        return False
    return word[1][0].isupper() or word[1] in (
        "aged",
        "age",
        "no",
        "number",
        "highway",
        "route",
        "article",
        "page",
        "extension",
        "resolution",
    )
