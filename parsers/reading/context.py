"""A whole article with its places and actors -> what a word in it can mean: "the city", "the insurgents", "they"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from parsers.documents.wire import read_credit
from parsers.knowledge import actors as lexicon
from parsers.knowledge.gazetteer import Gazetteer
from parsers.knowledge.languages import ENGLISH, kinds, words
from parsers.records import ActorHit, Article, PlaceHit, PlaceKind

CITY_WORDS = frozenset(
    [
        "city",
        "town",
        "capital",
        "hub",
        "centre",
        "center",
        "port",
        "seat",
        "metropolis",
        "stronghold",
        "bastion",
        "settlement",
    ]
)
KINDS: dict[str, frozenset[PlaceKind]] = {
    **{word: frozenset({"city"}) for word in CITY_WORDS},
    "village": frozenset({"city", "other"}),
    "locality": frozenset({"city", "other", "district"}),
    "island": frozenset({"city", "other", "district"}),
    "district": frozenset({"district"}),
    "township": frozenset({"district", "city"}),
    "province": frozenset({"province"}),
    "region": frozenset({"province"}),
    "state": frozenset({"province"}),
    "governorate": frozenset({"province"}),
    "oblast": frozenset({"province"}),
    "base": frozenset({"base"}),
    "camp": frozenset({"base"}),
    "outpost": frozenset({"base", "city"}),
    "garrison": frozenset({"base", "city"}),
    "airport": frozenset({"other", "base"}),
    "crossing": frozenset({"crossing"}),
    "it": frozenset({"city", "district", "province", "base", "crossing", "other"}),
    "place": frozenset({"city", "district", "base", "other"}),
    "area": frozenset({"district", "other", "city"}),
}
KIND_OF: tuple[str, ...] = (
    "city of ",
    "town of ",
    "district of ",
    "province of ",
    "village of ",
    "fall of ",
    "capture of ",
    "control of ",
)
SMALL = frozenset({"village", "outpost"})  # no capital is called so
CAPITAL_WORDS = frozenset({"capital", "seat", "centre", "center"}) | words("capitals")
KINDS |= {noun: KINDS[plain] for noun, plain in kinds("kinds").items() if plain in KINDS}
CITY_WORDS |= {noun for noun, plain in kinds("kinds").items() if plain in CITY_WORDS}
KIND_OF += tuple(words("introduced"))
SETTINGS = (" near ", " from ", " in ", " at ", " to ", " of ", *words("settings"))


OURS = re.compile(
    r"\b(?:our|nos|notre)\s+(?:[\w-]+\s+){0,3}(?:forces|hommes|unités|troupes|combattants|soldats|fighters|troops|soldiers|men|units|mujahideen|army|commandos|heroes|comrades|brothers"
    r"|marines|battalions|columns|warriors|lions|revolutionaries|martyrs|defenders|guns|gunners|fallen)\b",
    re.IGNORECASE,
)
LONG_AGO = re.compile(
    r"\b(?:years?|decades?|months) (?:since|after|ago|earlier|before)\b|\banniversary\b"
    r"|\b(?:ans|années|mois) (?:après|plus tôt|auparavant|avant)\b|\banniversaire\b",
    re.IGNORECASE,
)
ATTACKERS = ("attackers", "assailants", "raiders")  # the armed group told of before
ENEMIES = (
    "enemy",
    "terrorists",
    "mercenaries",
    "occupiers",
    "bandits",
    *words("enemies"),
)  # what a communique calls the other side
SINGLE = (
    "army",
    "military",
    "group",
    "movement",
    "government",
    "junta",
    "militia",
    "force",
    "regime",
    "alliance",
    "command",
    *words("single"),
)
REBELS = ("rebels", "insurgents", *words("rebels"))
QUOTED = re.compile(r"[\"“][^\"”\n]{0,600}[\"”]")


@dataclass(frozen=True)
class Context:
    """`text` is title, blank line, body; the hits carry its offsets, sorted."""

    article: Article
    text: str
    body: int  # where the body starts in `text`
    places: Sequence[PlaceHit]
    actors: Sequence[ActorHit]
    states: Sequence[ActorHit]  # "Russia", "Moscow", "the Kurds": actors only where they act
    gazetteer: Gazetteer
    guesses: Sequence[PlaceHit] = ()  # names that may be places: the judge alone speaks of them
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def language(self) -> str:
        """The language that the text is read in; an article of unknown language reads as English."""
        return self.article.language or ENGLISH

    @cached_property
    def is_retrospect(self) -> bool:
        """The headline looks back over years: the days that the text names are days of then."""
        return bool(LONG_AGO.search(self.text[: self.body]))

    @cached_property
    def agency(self) -> str | None:
        """The agency that the article is credited to."""
        return read_credit(self.article.text, outlet=self.article.outlet).agency

    @property
    def countries(self) -> list[str]:
        """Countries of the text, the one with most places first."""
        found = Counter(p.place.country for p in self.places if p.place.country and p.role != "dateline")
        return [country for country, _ in found.most_common()]

    @property
    def groups(self) -> list[str]:
        """Armed groups named in the text, most often named first."""
        found = Counter(a.actor for a in self.actors if a.actor and a.side == "armed_group")
        return [name for name, _ in found.most_common()]

    def place_before(self, at: int, word: str) -> PlaceHit | None:
        """The place that "the city", "the province", "it" means at an offset; None where there is none to mean."""
        kinds = KINDS.get(word)
        if kinds is None:
            return None
        fitting = [p for p in self.places if p.start < at and p.place.kind in kinds and not p.role]
        if word in SMALL:
            fitting = [p for p in fitting if not p.place.seat]
        if not fitting:
            return None
        best = max(fitting, key=lambda p: self._salience(p, at))
        # "told journalists in Juba" makes Juba no topic: better no place than that one.
        return None if self._is_setting(best) and self.count_of(best) == 1 else best

    def list_before(self, at: int, word: str) -> list[PlaceHit]:
        """The places that "both districts" means: those of that kind in the nearest sentence that names two or more."""
        kinds = KINDS.get(word, frozenset())
        fitting = [p for p in self.places if p.start < at and p.place.kind in kinds and not p.role]
        for last in reversed(fitting):
            line = max(self.text.rfind(". ", 0, last.start), self.text.rfind("\n", 0, last.start))
            listed = {_key(p): p for p in fitting if line < p.start <= last.start}
            if len(listed) > 1:
                return list(listed.values())
        return []

    def seat_before(self, at: int) -> PlaceHit | None:
        """What "the provincial capital" means: a seat named before, else the seat of a province named before."""
        seats = [p for p in self.places if p.start < at and not p.role and (p.place.seat or p.place.kind == "province")]
        if not seats:
            return None
        return self.seat_of(max(seats, key=lambda p: self._salience(p, at)))

    def seat_of(self, hit: PlaceHit) -> PlaceHit | None:
        """ "the capital of Uruzgan" -> Tarin Kot, at the words that name Uruzgan."""
        if hit.place.kind == "city":
            return hit
        seat = self.gazetteer.seat_of(hit.place.admin1) if hit.place.admin1 and hit.place.kind == "province" else None
        if seat is None:
            return None
        return PlaceHit(start=hit.start, stop=hit.stop, text=hit.text, place=seat, match="coreference", score=hit.score)

    def _salience(self, hit: PlaceHit, at: int) -> float:
        """Near, of the headline, named first in its sentence, named often; no mere setting."""
        gap = self.text[hit.stop : at]
        sentences = gap.count(". ") + gap.count(".\n") + 2 * gap.count("\n\n")
        before = self.text[max(0, hit.start - 4) : hit.start]
        first = before.rstrip(" \"“'‘").endswith((".", "\n")) or hit.start < self.body
        setting = self._is_setting(hit)
        titled = any(_key(p) == _key(hit) for p in self.places if p.start < self.body)
        topic = 0.5 * titled + 0.3 * first + 0.15 * min(self.count_of(hit), 6)
        return topic - sentences - 0.6 * setting - 0.0005 * len(gap)

    def _is_setting(self, hit: PlaceHit) -> bool:
        """ "in X", "from X": where something else is told to happen; never a place of the title."""
        before = self.text[max(0, hit.start - 14) : hit.start].lower()
        located = before.endswith(SETTINGS)
        return hit.start >= self.body and located and not before.endswith(KIND_OF)

    def count_of(self, hit: PlaceHit) -> int:
        """How often the text names this place."""
        if not self.counts:
            self.counts.update(_key(p) for p in self.places)
        return self.counts[_key(hit)]

    def actor_at(self, start: int, stop: int) -> ActorHit | None:
        """The actor named inside [start, stop), the last one where several are."""
        inside = [a for a in self.actors if a.start < stop and start < a.stop]
        return inside[-1] if inside else None

    def state_at(self, start: int, stop: int) -> ActorHit | None:
        """The state or people named inside [start, stop)."""
        return next((s for s in self.states if s.start < stop and start < s.stop), None)

    def actor_before(self, at: int, word: str = "they", *, reach: int = 400) -> ActorHit | None:
        """Who "they" means: the first armed side of the nearest sentence that names one; "it": the nearest state."""
        near = [a for a in self.actors if a.stop <= at and at - a.stop < reach and a.side != "other" and self.role(a)]
        states = [s for s in self.states if s.stop <= at and at - s.stop < reach and not self._is_where(s)]
        if word.lower() in ("it", "its"):
            single = [a for a in near if a.actor or a.text.lower().endswith(SINGLE)]
            return max([*single[-1:], *states[-1:]], key=lambda a: a.start, default=None)
        if not near:
            return None
        last = near[-1]
        line = max(self.text.rfind(". ", 0, last.start), self.text.rfind("\n", 0, last.start))
        return next(a for a in near if a.start > line)

    def _is_where(self, state: ActorHit) -> bool:
        """ "flew to Riyadh", "in Moscow": a place there, nobody who acts."""
        return self.text[max(0, state.start - 6) : state.start].lower().endswith((" in ", " to ", " from ", " at "))

    @cached_property
    def speaker(self) -> ActorHit | None:
        """In a communique ("our forces", outside quotes) the side that it names first; None: the text is a report."""
        body = QUOTED.sub(lambda m: " " * len(m[0]), self.text)
        if not OURS.search(body, self.body):
            return None
        return next((a for a in self.actors if a.side != "other" and self._named(a)), None)

    @property
    def voice(self) -> str | None:
        """Whose communique the text is."""
        return self._named(self.speaker) if self.speaker else None

    @property
    def voice_text(self) -> str:
        """The words that name it."""
        return self.speaker.text if self.speaker else ""

    def enemy_of(self, side: str) -> str | None:
        """Whom a communique calls the enemy: the other side that the text names most, else the state of its country."""
        named = Counter(a.actor for a in self.actors if a.actor and a.actor != side and a.side != "other")
        if named:
            return named.most_common(1)[0][0]
        state = lexicon.state_of(self.countries[0]) if self.countries else None
        return state if state != side else None

    def _named(self, hit: ActorHit) -> str | None:
        countries = [hit.country] if hit.country else self.countries
        return hit.actor or lexicon.role_actor(hit.text, countries=countries, named=self.actors)

    def regainer(self, country: str | None, *, loser: str | None = None) -> str | None:
        """Who has a place back when nobody is named: the state at home, if the text tells of its forces."""
        if country and any(a.side == "state" for a in self.actors):
            state = lexicon.state_of(country)
            if state != loser:
                return state
        return self.gainer(country, loser=loser)

    def _share(self, actor: str) -> int:
        return sum(a.actor == actor for a in self.actors)

    def role(self, hit: ActorHit) -> str | None:
        """Who a bare role is ("the insurgents"), by the countries and actors named so far; None: a guess."""
        if hit.actor:
            return hit.actor
        if hit.text.lower().endswith(ENEMIES):
            return self.enemy_of(self.voice) if self.voice else None
        if self.voice and OURS.match(self.text, self.text.rfind(" ", 0, max(0, hit.start - 1)) + 1):
            return self.voice
        if hit.text.lower().endswith(ATTACKERS):
            before = [a for a in self.actors if a.side == "armed_group" and a.stop <= hit.start]
            return next((name for a in reversed(before) if (name := self.role(a))), None)
        countries = [hit.country] if hit.country else self.countries
        named = [a for a in self.actors if a.actor and a.start < hit.start] or [a for a in self.actors if a.actor]
        meant = lexicon.role_actor(hit.text, countries=countries, named=named)
        if meant or hit.side != "armed_group" or hit.text.lower().endswith(REBELS):
            return meant  # "the rebels" are one side of a war, not whichever group was named last
        # Two groups named: "the militants" are the ones told of last, if that is near.
        last = next((a for a in reversed(named) if a.side == "armed_group"), None)
        return last.actor if last and last.stop <= hit.start < last.stop + 300 else None

    def gainer(self, country: str | None, *, loser: str | None = None) -> str | None:
        """Who took a place when nobody is named: the only armed group of the text, else the only other state."""
        if self.voice and loser and loser != self.voice:
            return self.voice
        groups = [g for g in self.groups if g != loser]
        if not groups and loser and country and lexicon.side_of(loser) == "armed_group":
            return lexicon.state_of(country)
        if len(groups) == 1 or (groups and self._share(groups[0]) >= 2 * self._share(groups[1])):
            return groups[0]
        if groups:
            return None
        others = {a.actor for a in self.actors if a.actor and a.side == "state" and a.actor != loser}
        foreign = {a for a in others if not (country and lexicon.is_home_state(a, country))}
        return foreign.pop() if len(foreign) == 1 else None


def _key(hit: PlaceHit) -> str:
    return f"{hit.place.kind}:{hit.place.place_id or hit.place.name}"
