"""patterns/*.toml in, compiled patterns out; every pattern carries the sentences that prove it."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from parsers.records import Extent, Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One edge of the parse: down to a child by label (and lemma), or up to the head ("<acl")."""

    up: bool
    label: str
    lemmas: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A path from the trigger that must (or must not) lead to one of these lemmas; no lemmas: to anything."""

    path: tuple[Step, ...]
    lemmas: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A trigger word, and where in the parse its place, its gainer and its loser stand."""

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
    needs: frozenset[str]  # "actor", "target": these must be armed actors, by name or role
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One file: its patterns, the stems that let a paragraph through the gate, named cue lists."""

    name: str
    patterns: tuple[Pattern, ...]
    gate: tuple[str, ...]
    cues: dict[str, tuple[str, ...]]


def parse_path(text: str) -> tuple[Step, ...]:
    """ "prep:of,in>pobj" -> two steps; "<acl" leads from a modifier up to the noun it modifies."""
    steps = []
    for part in text.replace("<", "><").split(">"):
        if not part:
            continue
        up = part.startswith("<")
        label, _, lemmas = part.lstrip("<").partition(":")
        steps.append(Step(up=up, label=label, lemmas=frozenset(filter(None, lemmas.split(",")))))
    return tuple(steps)


@cache
def load_families() -> tuple[Family, ...]:
    """All families of patterns, in the order of their file names."""
    folder = files("parsers.knowledge") / "patterns"
    named = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(
        _read_family(f.name.removesuffix(".toml"), tomllib.loads(f.read_text(encoding="utf-8"))) for f in named
    )


def _read_family(name: str, table: dict[str, Any]) -> Family:
    words: dict[str, list[str]] = table.get("words", {})
    return Family(
        name=name,
        patterns=tuple(_read_pattern(p, words) for p in table.get("pattern", [])),
        gate=tuple(table.get("gate", [])),
        cues={k: tuple(v) for k, v in table.get("cues", {}).items()},
    )


def _read_pattern(raw: dict[str, Any], words: dict[str, list[str]]) -> Pattern:
    return Pattern(
        id=raw["id"],
        type=raw["type"],
        trigger=_lemmas(raw["trigger"], words),
        pos=frozenset(raw.get("pos", ["VERB"])),
        place=_paths(raw.get("place", [])),
        actor=_paths(raw.get("actor", [])),
        target=_paths(raw.get("target", [])),
        having=_conditions(raw.get("having", {}), words),
        lacking=_conditions(raw.get("lacking", {}), words),
        cue=raw.get("cue"),
        method=raw.get("method", "unknown"),
        extent=raw.get("extent", "full"),
        needs=frozenset(raw.get("needs", [])),
        yes=tuple(raw["yes"]),
        no=tuple(raw["no"]),
    )


def _paths(texts: Sequence[str]) -> tuple[tuple[Step, ...], ...]:
    return tuple(map(parse_path, texts))


def _conditions(raw: dict[str, Any], words: dict[str, list[str]]) -> tuple[Condition, ...]:
    return tuple(Condition(path=parse_path(k), lemmas=_lemmas(v, words)) for k, v in raw.items())


def _lemmas(value: str | Sequence[str], words: dict[str, list[str]]) -> frozenset[str]:
    """A list of lemmas, or "$name" for a list under [words]; lists may mix both."""
    listed = [value] if isinstance(value, str) else value
    found: set[str] = set()
    for item in listed:
        found.update(words[item[1:]] if item.startswith("$") else [item])
    return frozenset(found)
