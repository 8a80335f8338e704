"""patterns/*.toml in, compiled patterns out; every pattern carries the sentences that prove it."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from parsers.knowledge.languages import ENGLISH, load_tables
from parsers.records import Extent, Method, Modality

CONTROL = frozenset(
    {"territory_captured", "territory_taken_peacefully", "territory_regained", "territory_lost_or_withdrawn"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One edge of the parse: down to a child by label (and lemma), or up to the head ("<acl")."""

    up: bool
    label: str
    lemmas: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Paths from the trigger ("dobj|nsubjpass"): one must (or must not) lead to these lemmas; none: to anything."""

    paths: tuple[tuple[Step, ...], ...]
    lemmas: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A trigger word (or the kind of a number), and where in the parse its place, actor and other side stand."""

    id: str
    type: str
    trigger: frozenset[str]
    pos: frozenset[str]
    place: tuple[tuple[Step, ...], ...]
    actor: tuple[tuple[Step, ...], ...]
    target: tuple[tuple[Step, ...], ...]
    having: tuple[Condition, ...]
    lacking: tuple[Condition, ...]
    cue: str | None  # name of a cue list: one of its phrases must stand in the sentence
    method: Method
    extent: Extent
    needs: frozenset[str]  # "actor", "target": these must be armed actors, by name or role; more in events.py
    said: frozenset[str]  # kinds of number that trigger it ("killed"), in place of a word
    counts: str | None  # what a number is said of that stands where `counted` leads
    counted: tuple[tuple[Step, ...], ...]
    detail: str | None  # the sub-field of ONTOLOGY.md: "air", "vows", "closing"
    mutual: bool  # of two actors that are listed the second is the target
    content: tuple[tuple[Step, ...], ...]  # to the words that were said, agreed or given as the reason
    home: str | None  # the type where the state at home does it: it has the place back
    modality: Modality | None  # where the words themselves settle it
    wide: bool  # any part of speech triggers it, and only where no other pattern tells of its type
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What holds for a whole event type: its numbers, and whether the other side would tell it otherwise."""

    quantities: frozenset[str] = frozenset()
    disputed: bool = False  # one side's word on it is only a claim
    armed: bool = False  # only an armed side does it: "snow besieged the town" is weather
    people: bool = False  # its target are people, not a side
    placeless: bool = False  # happens nowhere: words
    carried: bool = False  # happens where the paragraph is, if the sentence names no place
    whole: bool = False  # one mention for a list of places: the number is that of all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One file: its patterns, the stems that let a paragraph through the gate, named cue lists."""

    name: str
    patterns: tuple[Pattern, ...]
    by_trigger: dict[str, tuple[Pattern, ...]]
    counting: tuple[Pattern, ...]  # those that a number triggers
    by_form: dict[str, tuple[int, ...]]  # the wide ones, by their place in `patterns`
    gate: tuple[str, ...]
    also: tuple[str, ...]  # stems that open a paragraph only in an article that passes the gate elsewhere
    cues: dict[str, tuple[str, ...]]
    kinds: dict[str, Kind]  # by type

    @property
    def tells_control(self) -> bool:
        """The family that the judge reads beside."""
        return any(p.type in CONTROL for p in self.patterns)


def parse_path(text: str, words: dict[str, list[str]] | None = None) -> tuple[Step, ...]:
    """ "prep:of,in>pobj" -> two steps; "<acl" leads from a modifier up to the noun it modifies.

    "." is the trigger itself, "*" a child by any label, "**" anything below, "<*" the head, "<**" anything above.
    "~8" is any word up to eight words away; "@doer" and "@sufferer" are found for verbs and nouns alike (roles.py).
    """
    steps = []
    for part in text.replace("<", "><").split(">"):
        if not part:
            continue
        up = part.startswith("<")
        label, _, lemmas = part.lstrip("<").partition(":")
        steps.append(Step(up=up, label=label, lemmas=_lemmas([*filter(None, lemmas.split(","))], words or {})))
    return tuple(steps)


@cache
def load_families(language: str = ENGLISH) -> tuple[Family, ...]:
    """All families of patterns of a language, in the order of their file names."""
    shared = {name: sorted(lemmas) for name, lemmas in load_shared().items()}
    return tuple(_read_family(name, table, shared) for name, table in _tables(language).items() if name != "words")


@cache
def cue(name: str) -> frozenset[str]:
    """A named list of stance.toml, in all languages: few of its lemmas are words of two."""
    return frozenset(word for stance in _families("stance") for word in stance.cues.get(name, ()))


@cache
def phrases(name: str) -> tuple[str, ...]:
    """A named list of phrases about how places change hands, in all languages."""
    return tuple(phrase for family in _families("territory") for phrase in family.cues.get(name, ()))


def _families(name: str) -> list[Family]:
    return [family for language in load_tables() for family in load_families(language) if family.name == name]


@cache
def load_shared() -> dict[str, frozenset[str]]:
    """The lists of words.toml, which all families may use."""
    return {name: frozenset(lemmas) for name, lemmas in _tables(ENGLISH)["words"]["words"].items()}


@cache
def _tables(language: str) -> dict[str, dict[str, Any]]:
    folder = files("parsers.knowledge") / "patterns"
    folder = folder if language == ENGLISH else folder / language
    if not folder.is_dir():
        return {}
    named = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return {f.name.removesuffix(".toml"): tomllib.loads(f.read_text(encoding="utf-8")) for f in named}


def _read_family(name: str, table: dict[str, Any], shared: dict[str, list[str]]) -> Family:
    words: dict[str, list[str]] = shared | table.get("words", {})
    patterns = tuple(_read_pattern(p, words) for p in table.get("pattern", []))
    return Family(
        name=name,
        patterns=patterns,
        by_trigger=_index([p for p in patterns if not p.wide]),
        counting=tuple(p for p in patterns if p.said),
        by_form={
            form: tuple(i for i, p in enumerate(patterns) if p.wide and form in p.trigger)
            for form in {form for p in patterns if p.wide for form in p.trigger}
        },
        gate=tuple(table.get("gate", [])),
        also=tuple(table.get("also", [])),
        cues={k: tuple(v) for k, v in table.get("cues", {}).items()},
        kinds={
            k: Kind(**{**v, "quantities": frozenset(v.get("quantities", []))}) for k, v in table.get("type", {}).items()
        },
    )


def _index(patterns: Sequence[Pattern]) -> dict[str, tuple[Pattern, ...]]:
    found: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for lemma in pattern.trigger:
            found.setdefault(lemma, []).append(pattern)
    return {lemma: tuple(those) for lemma, those in found.items()}


def _read_pattern(raw: dict[str, Any], words: dict[str, list[str]]) -> Pattern:
    return Pattern(
        id=raw["id"],
        type=raw["type"],
        trigger=_lemmas(raw.get("trigger", []), words),
        pos=frozenset(raw.get("pos", ["VERB"])),
        place=_paths(raw.get("place", []), words),
        actor=_paths(raw.get("actor", []), words),
        target=_paths(raw.get("target", []), words),
        having=_conditions(raw.get("having", {}), words),
        lacking=_conditions(raw.get("lacking", {}), words),
        cue=raw.get("cue"),
        method=raw.get("method", "unknown"),
        extent=raw.get("extent", "full"),
        needs=frozenset(raw.get("needs", [])),
        said=frozenset(raw.get("said", [])),
        counts=raw.get("counts"),
        counted=_paths(raw.get("counted", []), words),
        detail=raw.get("detail"),
        mutual=raw.get("mutual", False),
        content=_paths(raw.get("content", []), words),
        home=raw.get("home"),
        modality=raw.get("modality"),
        wide=raw.get("wide", False),
        yes=tuple(raw["yes"]),
        no=tuple(raw["no"]),
    )


def _paths(texts: Sequence[str], words: dict[str, list[str]]) -> tuple[tuple[Step, ...], ...]:
    return tuple(parse_path(text, words) for text in texts)


def _conditions(raw: dict[str, Any], words: dict[str, list[str]]) -> tuple[Condition, ...]:
    return tuple(Condition(paths=_paths(k.split("|"), words), lemmas=_lemmas(v, words)) for k, v in raw.items())


def _lemmas(value: str | Sequence[str], words: dict[str, list[str]]) -> frozenset[str]:
    """A list of lemmas, or "$name" for a list under [words]; lists may mix both."""
    listed = [value] if isinstance(value, str) else value
    found: set[str] = set()
    for item in listed:
        found.update(words[item[1:]] if item.startswith("$") else [item])
    return frozenset(found)
