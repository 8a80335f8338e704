"""A place, a word that tells of it and what both readers make of it -> the whole mention."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from parsers.documents.wire import Credit, root_of
from parsers.knowledge import actors as lexicon
from parsers.reading.arguments import Found, Who
from parsers.reading.assertion import read_assertion
from parsers.reading.attribution import Told, find_sources
from parsers.reading.context import Context
from parsers.reading.dating import read_when
from parsers.reading.manner import is_gain, read_manner
from parsers.reading.modality import is_background
from parsers.reading.rebuttal import is_rejected
from parsers.reading.syntax import Parsed
from parsers.reading.times import TimeHit
from parsers.reading.verdict import Joined
from parsers.records import Assertion, Mention, Method, Modality, When

EXTRACTOR = "reader/1"
CAPTURES = frozenset({"territory_captured", "territory_taken_peacefully"})
AGAIN = re.compile(
    r"\b(?:again|back|once more|re\w*(?:tak|took|captur|gain|cover|claim|turn)\w*|second time|anew|restor\w*)\b", re.I
)
TYPES = {"regain": "territory_regained", "withdrawal": "territory_lost_or_withdrawn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What is known about one change of control before its details are read."""

    found: Found
    trigger: Token
    parsed: Parsed
    joined: Joined
    actor: Who | None
    target: Who | None
    told: Sequence[Told]
    type: str | None  # as the pattern has it
    modality: Modality | None  # as the rules have it
    method: Method  # as the pattern or the judge has it
    pattern: str
    meant: str | None = None  # the side that the judge points at, where the clause names nobody


def tell(clue: Clue, context: Context, times: Sequence[TimeHit], credit: Credit) -> Mention:
    """The mention of a clue; its evidence is the sentence around the trigger."""
    article = context.article
    name = clue.actor.name if clue.actor else None
    loser = clue.target.name if clue.target else None
    kind = _type(clue, name)
    gain = is_gain(kind)
    manner = read_manner(kind, clue.method, clue.trigger.sent.text)
    meant = (clue.meant or _teller(clue)) if gain and clue.actor is None else None
    assertion = _assertion(clue, context, (name or meant) if gain else None, loser if gain else name)
    when = read_when(clue.trigger, clue.found.start, clue.parsed, context, times)
    if context.is_retrospect and when.precision == "day":
        when = When()  # "On the Thursday we heard ...": a Thursday of then
    sources = find_sources(clue.trigger, clue.told, clue.parsed, context)
    root = root_of(sources, credit=credit, outlet=article.outlet)
    return replace(
        _found(clue, context),
        type=manner.type,
        method=manner.method,
        modality=_modality(clue, when, context),
        assertion=assertion,
        actor=name or meant,
        target=loser,
        date_start=when.start,
        date_end=when.end,
        date_precision=when.precision,
        sources=sources,
        root_source=f"claim:{name}" if assertion == "claimed" and name else root,
    )


def _found(clue: Clue, context: Context) -> Mention:
    """Where it happened and by which words: all of a mention that needs no judgement."""
    place = clue.found.hit.place
    start, stop = clue.parsed.start(clue.trigger.sent[0]), clue.parsed.stop(clue.trigger.sent[-1])
    return Mention(
        article_id=context.article.article_id,
        mention_id="",
        type="",
        modality="actual",
        assertion="reported",
        actor=None,
        actor_text=clue.actor.text if clue.actor else None,
        target=None,
        target_text=clue.target.text if clue.target else None,
        place=place.name,
        place_text=context.text[clue.found.start : clue.found.stop],
        place_kind=place.kind,
        place_id=place.place_id,
        admin1=place.admin1,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        date_start=None,
        date_end=None,
        date_precision="unknown",
        method="unknown",
        extent="partial" if clue.joined.outcome == "partial" or clue.found.extent == "partial" else "full",
        quantities=(),
        sources=(),
        root_source=None,
        start=start - context.body,
        stop=stop - context.body,
        quote=context.text[start:stop],
        pattern=clue.pattern,
        extractor=EXTRACTOR,
        confidence=round(clue.joined.confidence, 3),
        seat=place.seat,
    )


def _type(clue: Clue, actor: str | None) -> str:
    """The joined label settles gain, regain and loss; where it says neither, the pattern does."""
    outcome = clue.joined.outcome
    if outcome == "regain" and clue.type != "territory_regained" and not _may_regain(clue, actor):
        return clue.type or "territory_captured"
    if outcome in TYPES:
        return TYPES[outcome]
    if outcome == "gain":
        return clue.type if clue.type == "territory_taken_peacefully" else "territory_captured"
    return clue.type or "territory_captured"


def _may_regain(clue: Clue, actor: str | None) -> bool:
    """Who "captured" a place has it back only at home, or by a word that says so."""
    country = clue.found.hit.place.country
    if actor is None:
        return True  # nobody is named yet: a regain is mostly the state's
    home = bool(actor and country and lexicon.is_home_state(actor, country))
    return home or bool(AGAIN.search(" ".join(t.text for t in clue.trigger.subtree)))


def _modality(clue: Clue, when: When, context: Context) -> Modality:
    """The joined label, but a known day settles what is history and what is news."""
    outcome = clue.joined.outcome
    published = context.article.published.date() if context.article.published else None
    if outcome == "unreal":
        return clue.modality if clue.modality in ("planned", "negated", "hypothetical") else "hypothetical"
    if is_background(when, published) or (context.is_retrospect and when.start is None):
        return "background"
    if outcome == "background":
        return "actual" if when.precision in ("day", "week") and published else "background"
    return "actual"


def _is_rival(told: Told, country: str | None) -> bool:
    """Somebody with a side who is not the state that holds the place: its denials uphold nothing."""
    name = told.speaker.name if told.speaker else None
    return bool(name) and not (country and name and lexicon.is_home_state(name, country))


def _assertion(clue: Clue, context: Context, gainer: str | None, loser: str | None) -> Assertion:
    country = clue.found.hit.place.country
    if clue.joined.outcome == "denied":
        # Somebody of the other side upholds it in this very sentence: claim and denial both stand.
        upheld = any(_is_rival(t, country) for t in clue.told) and not any(t.denies for t in clue.told)
        return "contested" if upheld else "denied"
    told = [t for t in clue.told if not t.denies]
    read = read_assertion(told, gainer=gainer, loser=loser, country=country, voice=context.voice)
    rejected = read == "claimed" and is_rejected(clue.trigger, clue.parsed, context, gainer=gainer)
    return "contested" if rejected else read


def _teller(clue: Clue) -> str | None:
    """ "The Taliban said Farah had fallen": an armed group that tells of a fall by nobody's hand means its own."""
    named = {t.speaker.name for t in clue.told if t.speaker and t.speaker.side == "armed_group" and not t.denies}
    return named.pop() if clue.joined.outcome == "gain" and len(named) == 1 and clue.target is None else None
