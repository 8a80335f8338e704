"""A text in, its force phrases out: "Taliban fighters", "Syrian troops", "forces loyal to Haftar", "the rebels"."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from parsers.knowledge.actor_names import WORD, Name, Side, fold, load_lexicon
from parsers.records import ActorHit

ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)?")
GAPS = frozenset((" ", "-", "'", "/", "\n", "' ", ' "', '" '))
STATE_HEADS = frozenset(("army", "forces", "troops", "military", "government", "soldiers", "police"))
PREFIXES = frozenset(("pro", "anti", "non", "counter", "self"))
AUTHORITY = frozenset(("government", "loyalist", "regime", "junta"))
TAKES_TO = frozenset(("loyal", "faithful"))
TAKES_BY = frozenset(("led", "commanded"))


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase before it is settled: names that it may stand for, or a bare role."""

    start: int
    stop: int
    names: tuple[Name, ...] = ()
    side: Side = "other"
    country: str | None = None


# ---------------------------------------------------------------- phrases


class Reader:
    """One text as words, with the grammar of names, adjectives and force nouns over it."""

    def __init__(self, text: str) -> None:
        self.lexicon = load_lexicon()
        self.text, self.folded = text, fold(text)
        found = list(WORD.finditer(self.folded))
        self.starts, self.stops = [m.start() for m in found], [m.end() for m in found]
        self.words = [m[0] for m in found]
        if "\u0300" in self.folded:
            self.words = [w.replace("\u0300", "") for w in self.words]
        # Between the words; the ends join nothing.
        self.gaps = ["\n\n", *WORD.split(self.folded)[1:-1], "\n\n", "\n\n", "\n\n"]
        self.evidence: Counter[str] = Counter()

    def gap(self, k: int) -> str:
        """What stands before word k."""
        return self.gaps[k]

    def is_joined(self, k: int) -> bool:
        """Do words k-1 and k belong to one phrase?"""
        gap = self.gaps[k]
        if gap in GAPS:
            return True
        if gap[0] == ".":
            return gap in (".", ". ") and len(self.words[k - 1]) == 1
        return gap.isspace() and gap.count("\n") < 2

    def names_at(self, i: int, kinds: frozenset[str] = frozenset()) -> tuple[int, tuple[Name, ...]]:
        """The longest name (of these kinds) that begins at word i: where it stops, and whom it may mean."""
        best: tuple[int, tuple[Name, ...]] = (i, ())
        node: Any = self.lexicon.trie
        k = i
        while k < len(self.words) and (node := node.get(self.words[k])) is not None:
            k += 1
            names: tuple[Name, ...] = node.get(None, ())
            if names and (fitting := tuple(n for n in names if self._fits(n, i, k) and (not kinds or n.kind in kinds))):
                best = (k, fitting)
            if self.gaps[k] != " " and not self.is_joined(k):
                break
        return best

    def _fits(self, name: Name, i: int, stop: int) -> bool:
        for offset, shouts in name.marks:
            word = self.text[self.starts[i + offset] : self.stops[i + offset]]
            if not (word.isupper() or (len(word) > 3 and word.istitle()) if shouts else word[0].isupper()):
                return False
        return not (name.shouted and self._line(i, stop).isupper())

    def _line(self, i: int, stop: int) -> str:
        end = self.text.find("\n", self.stops[stop - 1])
        return self.text[self.text.rfind("\n", 0, self.starts[i]) + 1 : end if end >= 0 else len(self.text)]

    def phrase(self, i: int) -> tuple[int, Side] | None:
        """Modifiers and a head noun from word i: where the phrase stops and whose side it tells."""
        nouns, words = self.lexicon.nouns, self.words
        end = 0
        for k in range(i, min(i + 6, len(words))):
            if k > i and self.gaps[k] != " " and not self.is_joined(k):
                break
            word = words[k]
            if word in nouns:
                if k == i or words[k - 1] not in PREFIXES or self.gap(k) != "-":  # "pro-government"
                    end = k + 1
            elif not self._may_precede(k, first=i):
                break
        return (end, self._side(words[i:end])) if end else None

    def _may_precede(self, k: int, *, first: int) -> bool:
        kind = self.lexicon.modifiers.get(self.words[k])
        if kind == "linked":  # "Iran-backed", but "he led troops"
            return k > first and self.gap(k) == "-"
        return kind is not None or ORDINAL.fullmatch(self.words[k]) is not None

    def _side(self, words: list[str]) -> Side:
        if words[0] == "nonstate" or words[:2] == ["non", "state"]:
            return "armed_group"
        nouns, modifiers = self.lexicon.nouns, self.lexicon.modifiers
        head, seen = words[-1], set(words)
        classes = {modifiers.get(w, nouns.get(w, "")) for w in words[:-1]} | {nouns[head]}
        if "anti" in seen and seen & {*AUTHORITY, "army", "military"}:
            return "armed_group"
        if nouns[head] != "armed" and seen & {"anti", "counter"}:
            return "state"  # anti-terrorism forces
        if seen & AUTHORITY:
            return "state"  # also a government militia
        if "armed" in classes:
            return "armed_group"
        if seen & self.lexicon.outsiders:
            return "other"  # foreign troops
        if head in ("groups", "group") and "state" not in classes:
            return "armed_group" if seen & {"armed", "self"} else "other"
        if classes & {"state", "regular"}:
            return "state"
        if "armed" in seen:
            return "state" if head in ("forces", "services") else "armed_group"
        return "state" if nouns[head] == "unit" and len(words) > 1 else "other"

    # ------------------------------------------------------------ one phrase

    def extension(self, k: int) -> tuple[int, Side] | None:
        """The force phrase that follows a name ending before word k: "Taliban | fighters", "Haftar | 's men"."""
        if not self.is_joined(k):
            return None
        if self.words[k] == "s" and self.gap(k) == "'":
            k += 1
        elif self.gap(k) in ("-", "/"):
            return None
        return self.phrase(k) if self.is_joined(k) else None

    def is_of_state(self, after: tuple[int, Side] | None) -> bool:
        """Does the phrase behind a country's name mean its forces, or any armed group ("Syrian men" does not)?"""
        if after is None:
            return False
        return after[1] == "armed_group" or self.lexicon.nouns[self.words[after[0] - 1]] != "attached"

    def read(self, i: int, stop: int, names: tuple[Name, ...]) -> Found | None:
        """The actor or role that begins at word i, where `names` stand."""
        if self.words[i] in self.lexicon.heads and not any(name.kind == "actor" for name in names):
            headed = self._headed(i)
            if headed is not None:
                return headed
        if not names:
            return self._versus(i) or self._role(i)
        for name in names:
            if name.kind not in ("actor", "people_of", "leader"):
                self.evidence[name.of] += 1
        if self.is_joined(stop) and self.gap(stop) == "-" and self._class(stop) == "linked":
            return self._linked(i, stop, names) or self._named(i, stop, names)
        return self._named(i, stop, names)

    def _headed(self, i: int) -> Found | None:
        """ "soldats maliens", "forces gouvernementales", "hommes du maréchal Haftar": the noun stands first."""
        lexicon = self.lexicon
        noun, plain = self.words[i], [lexicon.heads[self.words[i]]]
        k, stop, country = i + 1, i + 1, None
        while k < min(i + 8, len(self.words)) and self.is_joined(k) and self.gap(k) != "-":
            end, names = self.names_at(k)
            groups = tuple(n for n in names if n.kind in ("actor", "people_of", "leader"))
            where = next((n.of for n in names if n.kind in ("adjective", "country", "capital")), None)
            small = self.text[self.starts[k]].islower()
            if groups and (k > i + 1 or not small or noun not in lexicon.nouns):
                return Found(i, end, groups)
            if where and (small or self.words[k - 1] in lexicon.of_links):
                k = stop = end
                country = country or where
            elif self.words[k] in lexicon.behind:
                plain.insert(0, lexicon.behind[self.words[k]])
                k = stop = k + 1
            elif self.words[k] in lexicon.links or (k > i + 1 and self.words[k] in lexicon.other_ranks):
                k += 1
            else:
                break
        owned = i > 0 and self.is_joined(i) and self.words[i - 1] in lexicon.owners
        if noun in lexicon.nouns and stop == i + 1 and not owned:
            return None  # a word of English too, and nothing here is of another language
        return self._as_headed(i, stop, plain, country, owned=owned)

    def _as_headed(self, i: int, stop: int, plain: list[str], country: str | None, *, owned: bool) -> Found | None:
        side, kind = self._side(plain), self.lexicon.nouns.get(plain[-1], "")
        if country:
            if kind == "attached" and side == "other":
                return None  # "le groupe malien" may be a band
            return Found(i, stop, (), "armed_group" if side == "armed_group" else "state", country)
        if kind in ("force", "attached", "unit") and side == "other" and not owned:
            return None
        return Found(i, stop, (), side)

    def plain(self, i: int) -> Found | None:
        """The phrase at word i without the actor's name that begins there: "federal troops" as a mere role."""
        stop, names = self.names_at(i, frozenset(("country", "adjective", "capital", "people_of")))
        return (self._named(i, stop, names) if names else None) or self._role(i)

    def _class(self, k: int) -> str | None:
        return self.lexicon.modifiers.get(self.words[k]) if k < len(self.words) else None

    def _named(self, i: int, stop: int, names: tuple[Name, ...]) -> Found | None:
        actors = tuple(name for name in names if name.kind == "actor")
        after = self.extension(stop)
        if actors:
            if after and len(actors) == 1 and actors[0].level == "weak":
                head = self.lexicon.nouns[self.words[after[0] - 1]]
                if head in ("armed", "state") or (head in ("force", "unit") and actors[0].marks[:1] == ((0, True),)):
                    actors = (replace(actors[0], level="strong"),)  # "BLA fighters" needs no country to tell
            return Found(i, after[0] if after else stop, actors)
        groups = tuple(name for name in names if name.kind in ("people_of", "leader"))
        if groups and (after or self._is_paired(stop)):
            return Found(i, after[0] if after else stop, groups)
        places = [name.of for name in names if name.kind in ("country", "adjective", "capital")]
        if not places:
            return None
        if not self.is_of_state(after):
            after = None
        if after and after[1] == "armed_group":
            return self._owned(i, after) or Found(i, after[0], (), "armed_group", places[0])
        if not after and not self._is_paired(stop):
            return None
        return Found(i, after[0] if after else stop, (), "state", places[0])

    def _is_paired(self, k: int) -> bool:
        """Does "and Syrian troops" follow: an adjective whose noun stands behind its fellow?"""
        if k >= len(self.words):
            return False
        if self.words[k] == "and" and self.gap(k) == " ":
            k += 1
        elif self.gap(k) != ", ":
            return False
        stop, names = self.names_at(k)
        if not any(name.kind in ("adjective", "people_of", "actor") for name in names):
            return False
        return self.is_of_state(self.extension(stop)) or self._is_paired(stop)

    def _linked(self, i: int, stop: int, names: tuple[Name, ...]) -> Found | None:
        """ "Iran-backed Houthis", "HTS-led rebels", "Russian-backed fighters": the whole phrase."""
        if self.words[stop] == "led":
            leaders = tuple(name for name in names if name.kind in ("actor", "people_of", "leader"))
            after = self.phrase(stop + 1)
            if leaders and after:
                return Found(i, after[0], leaders)
        inner = self.read(stop + 1, *self.names_at(stop + 1)) if self.is_joined(stop + 1) else None
        if inner is None:
            after = self.phrase(stop + 1)
            return Found(i, after[0], (), "armed_group") if after and self.words[stop] != "led" else None
        return replace(inner, start=i)

    def _versus(self, i: int) -> Found | None:
        """ "pro-Haftar forces", "pro-Russian fighters", "anti-Gaddafi brigades"."""
        if self.words[i] not in ("pro", "anti") or self.gap(i + 1) != "-":
            return None
        stop, names = self.names_at(i + 1)
        after = self.extension(stop) if names else None
        if not after:
            return None
        groups = tuple(name for name in names if name.kind in ("actor", "leader"))
        if groups and self.words[i] == "pro":
            return Found(i, after[0], groups)
        return Found(i, after[0], (), "armed_group")

    def _role(self, i: int) -> Found | None:
        read = self.phrase(i) if self.gap(i) != "-" else None
        if read is None:
            return None
        owned = self._owned(i, read)
        if owned is not None:
            return owned
        stop, side = read
        if self.gap(stop) == "-" or (self.gap(stop) == " " and self.words[stop] in self.lexicon.blocked):
            return None  # army-held, government officials
        phrase = self.words[i:stop]
        kind = self.lexicon.nouns[phrase[-1]]
        if kind == "unit" and i and ORDINAL.fullmatch(self.words[i - 1]) and self.is_joined(i):
            return Found(i - 1, stop, (), "state")
        if kind not in ("force", "attached", "unit"):
            return Found(i, stop, (), side)
        if kind == "attached" and "opposition" in phrase:
            return None  # a party
        if side == "other" and not self.lexicon.outsiders & set(phrase):
            side = "armed_group" if phrase[-1] in ("group", "movement") else "other"
            return Found(i, stop, (), side) if self._has_owner(i, phrase) else None
        return Found(i, stop, (), side)

    def _has_owner(self, i: int, phrase: list[str]) -> bool:
        """ "our brave forces", "Malik's men", "the enemy", or "Forces" that open a sentence."""
        if phrase[-1] not in self.lexicon.owned or len(phrase) > 3:
            return False
        if i and self.is_joined(i) and self.words[i - 1] in self.lexicon.determiners:
            return len(phrase) == 1 or self.words[i - 1] != "the"
        if i > 1 and self.words[i - 1] == "s" and self.gap(i - 1) == "'" and self.gap(i) == " ":
            return True
        return phrase in (["forces"], ["units"]) and self.text[self.starts[i]].isupper() and not self.is_joined(i)

    def _owned(self, i: int, read: tuple[int, Side]) -> Found | None:
        """ "fighters of the RSF", "troops loyal to General Khalifa Haftar": the actor behind the noun."""
        stop, side = read
        if not self.is_joined(stop) or self.gap(stop) == "-":
            return None
        word, k = self.words[stop], stop + 1
        following = self.words[k] if k < len(self.words) else ""
        if (word in TAKES_TO and following in ("to",)) or (word in TAKES_BY and following == "by"):
            k += 1
        elif word not in ("of", "under") and not (word == "from" and side != "state"):
            return None
        while k < len(self.words) and k < stop + 7 and self.words[k] in self.lexicon.ranks and self.is_joined(k):
            if any(name.kind in ("actor", "leader") for name in self.names_at(k)[1]):
                break
            k += 1
        if not self.is_joined(k):
            return None
        end, names = self.names_at(k)
        groups = tuple(name for name in names if name.kind in ("actor", "leader"))
        if groups:
            after = self.extension(end)
            return Found(i, after[0] if after else end, groups)
        country = next((name.of for name in names if name.kind == "country"), None)
        if word == "of" and country and side != "armed_group" and self.words[stop - 1] in STATE_HEADS:
            return Found(i, end, (), "state", country)
        return None

    # ------------------------------------------------------------ the whole text

    def find(self) -> Iterator[Found]:
        """All phrases from left to right, none overlapping."""
        done = 0
        for i, word in enumerate(self.words):
            if i < done or word not in self.lexicon.starts:
                continue
            stop, names = self.names_at(i) if word in self.lexicon.trie else (i, ())
            found = self.read(i, stop, names)
            if found is not None:
                yield found
            done = found.stop if found else stop

    def hit(self, found: Found, actor: str | None) -> ActorHit:
        """The record of a settled phrase."""
        start, stop = self.starts[found.start], self.stops[found.stop - 1]
        if self.text[stop - 2 : stop - 1] == "." == self.text[stop : stop + 1]:
            stop += 1  # the last point of "U.N."
        known = self.lexicon.actors.get(actor or "")
        return ActorHit(
            start=start,
            stop=stop,
            text=self.text[start:stop],
            actor=actor,
            side=known.side if known else found.side,
            country=known.country if known else found.country,
        )
