"""TOML files of actors and countries in, one trie and the tables around it out."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Side = Literal["state", "armed_group", "other"]
NameKind = Literal["actor", "people_of", "leader", "folk", "country", "adjective", "people", "capital", "area"]
Level = Literal["strong", "weak", "with_name", "shared"]

SIDE_OF_KIND: dict[str, Side] = {
    "state": "state",
    "authority": "state",  # one of several governments
    "regional_force": "state",
    "militia": "state",  # fights beside the state
    "armed_group": "armed_group",
    "coalition": "other",
    "mission": "other",
}
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
FOLDS = (
    dict.fromkeys("’‘`´ʼʿʾʻ′", "'")
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("“”„«»", '"')
    | {"ə": "a", "Ə": "a", "ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "\u00a0": " ", "\u202f": " "}
)
WORD = re.compile("[^\\W_]+(?:\u0300[^\\W_]*)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One actor as the TOML files describe it."""

    name: str
    kind: str
    side: Side
    country: str | None = None  # home
    reach: tuple[str, ...] = ()  # where it operates, home first
    called: frozenset[str] = frozenset()  # role nouns that the press uses for it
    allies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """One name in the trie: of an actor, or of a country and its people; `marks`: tokens that need capitals."""

    kind: NameKind
    of: str  # actor's canonical name, or country code
    level: Level = "strong"
    marks: tuple[tuple[int, bool], ...] = ()
    shouted: bool = False  # a word in capitals: counts in mixed text only


# ---------------------------------------------------------------- folding


@cache
def _folded(char: str) -> str:
    """One character as one plain small one; combining marks stay marks."""
    if char in FOLDS:
        return FOLDS[char]
    if unicodedata.combining(char):
        return "\u0300"
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)).lower()
    return plain if len(plain) == 1 else char


def fold(text: str) -> str:
    """Lower case, plain letters and quotes, each character at its old offset."""
    if not text.isascii():
        text = NOT_ASCII.sub(lambda match: _folded(match[0]), text)
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def words_of(text: str) -> list[str]:
    return [w.replace("\u0300", "") for w in WORD.findall(fold(text))]


# ---------------------------------------------------------------- the lexicon


class Lexicon:
    """All TOML files of the folder, indexed once a process."""

    def __init__(self) -> None:
        folder = files("parsers.knowledge") / "actors"
        tables = {f.name: tomllib.loads(f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith(".toml")}
        words, countries = tables.pop("words.toml"), tables.pop("countries.toml")["country"]
        self.nouns = {w: cls for cls, group in words["noun"].items() for w in group}
        self.modifiers = {w: cls for cls, group in words["modifier"].items() for w in group}
        self.determiners, self.owned, self.outsiders, self.blocked, self.ranks, self.shouted = (
            frozenset(words["role"][key])
            for key in ("determiners", "owned", "outsiders", "blocked", "ranks", "shouted")
        )
        self.meanings = {(m["country"], w): m["actor"] for m in words["meaning"] for w in m["words"]}
        self.trie: dict[Any, Any] = {}
        self.index: dict[str, tuple[int, str]] = {}
        self.actors: dict[str, Actor] = {}
        self.states: dict[str, str] = {}
        for file_name in sorted(tables):
            for row in tables[file_name].get("actor", ()):
                self._add_actor(row)
        for code, row in countries.items():
            self._add_country(code, row)
        for code, areas in tables["areas.toml"]["area"].items():
            self._add("area", code, areas)
        # Of other languages: nouns that their modifiers follow, the English word that each noun or modifier stands for.
        self.heads: dict[str, str] = {}
        self.behind: dict[str, str] = {}
        self.of_links, self.links, self.owners, self.other_ranks = (set[str](), set[str](), set[str](), set[str]())
        for language in (f for f in folder.iterdir() if f.is_dir() and not f.name.startswith("_")):
            self._add_language({f.name: tomllib.loads(f.read_text("utf-8")) for f in language.iterdir()})
        self.starts = self.trie.keys() | self.nouns.keys() | self.modifiers.keys() | self.heads.keys()

    def _add_language(self, tables: dict[str, dict[str, Any]]) -> None:
        """The names that a language has for known actors and countries, and its words for forces."""
        strangers = {*tables["names.toml"]["aliases"], *tables["names.toml"]["leaders"]} - self.actors.keys()
        if strangers:
            raise ValueError(f"names.toml: no actor is called {', '.join(sorted(strangers))}")
        for actor, aliases in tables["names.toml"]["aliases"].items():
            self._add("actor", actor, aliases, rank=1)
        for actor, leaders in tables["names.toml"]["leaders"].items():
            self._add("leader", actor, leaders, rank=5)
        for code, row in tables["countries.toml"]["country"].items():
            self._add("country", code, row["names"])
            self._add("adjective", code, row["adjectives"])
            self._add("capital", code, row["capital"])
            if code in self.states:
                self._add("folk", self.states[code], [word.title() for word in row["adjectives"] if word[-1] == "s"])
        words = tables["words.toml"]
        self.heads |= {words_of(noun)[0]: plain for noun, plain in words["heads"].items()}
        self.behind |= {words_of(word)[0]: plain for word, plain in words["modifiers"].items()}
        self.of_links |= set(words["links"]["of"])
        self.links |= {*words["links"]["of"], *words["links"]["loyal"]}
        self.owners |= set(words["links"]["owners"])
        self.other_ranks |= set(words["links"]["ranks"])

    def plainly(self, words: Sequence[str]) -> list[str]:
        """Words of a role as English would put them: "forces gouvernementales" -> government forces."""
        if not words or words[0] not in self.heads:
            return list(words)
        known = [self.heads[words[0]], *(self.behind[w] for w in words[1:] if w in self.behind)]
        return known[::-1]

    def _add_actor(self, row: dict[str, Any]) -> None:
        name, home = row["name"], row.get("country")
        side = row.get("side", SIDE_OF_KIND[row["kind"]])
        reach = tuple(row.get("countries", (home,) if home else ()))
        called, allies = frozenset(row.get("called", ())), frozenset(row.get("allies", ()))
        self.actors[name] = Actor(
            name=name, kind=row["kind"], side=side, country=home, reach=reach, called=called, allies=allies
        )
        if row["kind"] == "state" and home:
            self.states.setdefault(home, name)
        self._enter(name, name, rank=0)
        self._add("actor", name, row.get("aliases", ()), rank=1)
        self._add("actor", name, row.get("weak", ()), level="weak", rank=2)
        self._add("actor", name, row.get("with_name", ()), level="with_name", rank=3)
        self._add("actor", name, row.get("shared", ()), level="shared", rank=6)
        self._add("leader", name, row.get("leaders", ()), rank=5)
        self._add("people_of", name, row.get("peoples", ()))
        self._add("folk", name, row.get("folk", ()))

    def _add_country(self, code: str, row: dict[str, list[str]]) -> None:
        name = self.states.setdefault(code, row["names"][0])
        self.actors.setdefault(name, Actor(name=name, kind="state", side="state", country=code, reach=(code,)))
        self._enter(name, name, rank=0)
        kinds: tuple[tuple[str, NameKind], ...] = (
            ("names", "country"),
            ("adjectives", "adjective"),
            ("people", "people"),
            ("capital", "capital"),
        )
        for key, kind in kinds:
            self._add(kind, code, row[key])
            for text in row[key]:
                self._enter(text, name, rank=4)

    def _add(self, kind: NameKind, of: str, texts: Sequence[str], *, level: Level = "strong", rank: int = 9) -> None:
        for text in texts:
            tokens = WORD.findall(text)
            marks = tuple((i, t.isupper() and len(t) > 1) for i, t in enumerate(tokens) if self._is_marked(t, tokens))
            node = self.trie
            for token in words_of(text):
                node = node.setdefault(token, {})
            name = Name(kind, of, level, marks, text in self.shouted)
            if name not in node.get(None, ()):
                node[None] = (*node.get(None, ()), name)
            if rank < 9:
                self._enter(text, of, rank=rank)

    def _is_marked(self, token: str, tokens: list[str]) -> bool:
        if not token[0].isupper():
            return False
        return not (token.istitle() and len(tokens) > 1 and token != tokens[0] and token.lower() in self.nouns)

    def _enter(self, text: str, actor: str, *, rank: int) -> None:
        words = words_of(text)
        for key in (" ".join(words), "".join(words)):
            if rank < self.index.get(key, (99, ""))[0]:
                self.index[key] = (rank, actor)


@cache
def load_lexicon() -> Lexicon:
    return Lexicon()
