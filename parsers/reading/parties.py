"""The parses of an article -> who a noun phrase stands for: an armed side, a state, a person or office of one."""

from calendar import day_name, month_name
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from parsers.documents.wire import agency_of
from parsers.knowledge import actors as lexicon
from parsers.knowledge.patterns import cue, load_shared
from parsers.reading.arguments import Who, name_of, read_actor
from parsers.reading.context import Context
from parsers.reading.syntax import Parsed

PARTICLES = frozenset("al el as ul ad abu bin ibn van von de da dos del la -".split())
CALENDAR = frozenset(name.lower() for name in (*day_name, *month_name) if name)
INSIDE = ("compound", "amod", "nmod", "poss", "appos", "npadvmod")
ITS_SIDE = ("of", "for", "from")
PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his"})
PARTY_SIDES = frozenset({"state", "armed_group", "person", "official", "organisation", "other_actor"})
LONGEST = 8  # words of a phrase that is kept as the actor's text


@dataclass(slots=True)
class People:
    """Persons named so far: by surname, and the one named last."""

    by_name: dict[str, Who] = field(default_factory=dict)
    told: list[Who] = field(default_factory=list)

    def meant_by(self, token: Token, start: int) -> Who | None:
        """Whom a surname or "he" means."""
        if token.lower_ in PERSON_PRONOUNS:
            return next((w for w in reversed(self.told) if w.start < start), None)
        return self.by_name.get(token.text)


def find_people(parses: Sequence[Parsed], context: Context) -> People:
    """All persons with a full name or an office, in text order."""
    people = People()
    for parsed in sorted(parses, key=lambda p: p.start(p.doc[0])):
        for token in parsed.doc:
            who = _person(token, parsed, context, people)
            if who is not None:
                people.told.append(who)
                people.by_name.setdefault(token.text, who)
    return people


def read_party(token: Token, parsed: Parsed, context: Context, people: People) -> Who:
    """Who a phrase stands for; a plain noun keeps its words and no name."""
    start, stop = parsed.start(token), parsed.stop(token)
    if token.lower_ in CALENDAR:
        return Who(None, "", start, "")
    if token.lower_ in PERSON_PRONOUNS:
        return people.meant_by(token, start) or Who(None, context.text[start:stop], start, "")
    if agency_of(context.text[start:stop]):  # it passes words on, it is no party
        return Who(None, context.text[start:stop], start, "newsroom")
    who = read_actor(token, parsed, context)
    if who is not None and token.pos_ != "PRON":
        side = "other_actor" if who.side == "other" else who.side
        return Who(who.name, who.text, who.start, side)
    if who is not None:
        return who
    if token.pos_ == "ADJ":
        return Who(_state_by_adjective(token.text), token.text, start, "state")  # "under Ukrainian control"
    known = people.meant_by(token, start) if token.text[:1].isupper() else None
    if known is not None:
        return Who(known.name, phrase(token, parsed, context), start, known.side)
    return _office(token, parsed, context) or Who(
        None, phrase(token, parsed, context), parsed.start(token.left_edge), ""
    )


def phrase(token: Token, parsed: Parsed, context: Context) -> str:
    """The words of a noun phrase up to its head, without article."""
    words = token.doc[token.left_edge.i : token.i + 1]
    first = next((t for t in words if t.dep_ != "det" and t.is_alpha and not _is_shared_title(t)), token)
    if token.i - first.i > LONGEST:
        first = token
    return context.text[parsed.start(first) : parsed.stop(token)]


def _is_shared_title(token: Token) -> bool:
    """ "Warlords A and B": the title is neither's own."""
    return (
        token.dep_ == "compound"
        and token.text.lower().endswith("s")
        and token.text.lower()[:-1] in load_shared()["office"]
    )


def side_of_phrase(token: Token, parsed: Parsed, context: Context) -> str | None:
    """ "Afghanistan President Ashraf Ghani", "a spokesman for the Taliban", "the army's spokesman": the side inside."""
    owners = [t for t in token.subtree if t.i <= token.i and t != token]
    for child in token.children:
        if child.dep_ == "appos" or (child.dep_ == "prep" and child.lower_ in ITS_SIDE and child.i == token.i + 1):
            owners += [t for t in child.subtree if t.i - child.i < 6]
    for owner in owners:
        start, stop = parsed.start(owner), parsed.stop(owner)
        actor = context.actor_at(start, stop)
        name = name_of(actor, context) if actor else None
        state = context.state_at(start, stop)
        hit = parsed.hit(owner)
        name = name or (state.actor if state else None) or (_state_by_adjective(owner.text) if hit is None else None)
        if name is None and hit is not None and hit.place.kind == "country" and hit.place.country:
            name = lexicon.state_of(hit.place.country)
        if name:
            return name
    return None


@cache
def _state_by_adjective(word: str) -> str | None:
    """ "Japanese", "US": of which state somebody with an office is."""
    return lexicon.canonical(f"{word} government") if word[:1].isupper() and len(word) > 1 else None


def _person(token: Token, parsed: Parsed, context: Context, people: People) -> Who | None:
    """A full name ("Ashraf Ghani"), or a name behind an office ("President Tshisekedi")."""
    if token.pos_ != "PROPN" or token.dep_ == "compound" or parsed.hit(token) is not None:
        return None
    if token.lemma_.lower() in load_shared()["office"] or token.lemma_.lower() in cue("organisation"):
        return None
    if context.actor_at(parsed.start(token), parsed.stop(token)) or context.state_at(
        parsed.start(token), parsed.stop(token)
    ):
        return None
    names = [c for c in token.children if c.dep_ == "compound" and c.pos_ == "PROPN" and parsed.hit(c) is None]
    title = _title(token)
    if not names and not title:
        known = people.by_name.get(token.text)
        return Who(known.name, token.text, parsed.start(token), "person") if known else None
    if not title and not _is_name([n for n in names if n.lower_ not in PARTICLES] + [token]):
        return None
    side = side_of_phrase(token, parsed, context) or _home(title, context)
    if side is None and (before := people.by_name.get(token.text)):
        side = before.name
    return Who(side, phrase(token, parsed, context), parsed.start(token), "person")


def _is_name(words: Sequence[Token]) -> bool:
    return all(w.text[:1].isupper() and not w.text.isupper() and w.text.isalpha() for w in words)


def _title(token: Token) -> str | None:
    words = [t.lemma_.lower() for t in token.subtree if t.i < token.i] + [
        t.lemma_.lower() for c in token.children if c.dep_ == "appos" for t in c.subtree if t.i - token.i < 8
    ]
    return next((w for w in words if w in load_shared()["office"]), None)


def _home(title: str | None, context: Context) -> str | None:
    """ "President Tshisekedi", "the governor": of the country that the text is about."""
    if title in cue("official") and context.countries:
        return lexicon.state_of(context.countries[0])
    return None


def _office(token: Token, parsed: Parsed, context: Context) -> Who | None:
    """ "the defence ministry", "a State Department spokesperson", "the UN's humanitarian chief"."""
    lemma = token.lemma_.lower()
    hit = parsed.hit(token)
    if hit is not None and hit.place.kind == "country" and hit.place.country and token.dep_ in ("nsubj", "nsubjpass"):
        name = lexicon.state_of(hit.place.country)
        return Who(name, hit.text, hit.start, "state") if name else None
    if lemma in load_shared()["office"]:
        side = side_of_phrase(token, parsed, context) or _home(lemma, context)
        return Who(side, phrase(token, parsed, context), parsed.start(token.left_edge), "official")
    shouted = token.text.isupper() and len(token.text) > 2  # "UNICEF"
    if lemma in cue("organisation") or shouted or (token.pos_ == "PROPN" and hit is None and token.text[:1].isupper()):
        side = side_of_phrase(token, parsed, context)
        return Who(side, phrase(token, parsed, context), parsed.start(token.left_edge), "organisation")
    return None
