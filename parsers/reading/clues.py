"""Both readers of an article -> clues: every place of which they say together that its control changed, or might."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from parsers.knowledge import actors as lexicon
from parsers.knowledge.languages import ENGLISH
from parsers.knowledge.patterns import cue
from parsers.reading.arguments import Found, Who, as_own, read_actor
from parsers.reading.attribution import Told, find_attributions
from parsers.reading.context import Context
from parsers.reading.judge import Verdict
from parsers.reading.leaving import LEAVE
from parsers.reading.manner import speaks_of_fighting
from parsers.reading.matching import subject_of
from parsers.reading.modality import read_modality
from parsers.reading.pointing import find_pointed
from parsers.reading.readers import Both, moved
from parsers.reading.rules import Ruling
from parsers.reading.sites import read_site
from parsers.reading.syntax import Parsed
from parsers.reading.telling import Clue
from parsers.reading.verdict import GAIN, TOLD, Joined, join, trust
from parsers.records import Method, Place

# What the joiner must give: where a rule speaks; to the judge alone in a plain place, after "in" or "at", for a name
# that nobody knows as a place, in a headline (told at another sentence), beside a change by a named side; to be firm.
RULED, LIKELY, LOCATED, GUESSED, TITLED, LISTED, SURE = 0.4, 0.55, 0.75, 0.8, 0.85, 0.7, 0.85
SETTINGS = frozenset(
    {"after.in", "after.at", "after.from", "after.near", "after.on", "after.around", "after.outside", "after.through"}
)
SURE_OF_ACTOR, SURE_OF_METHOD = 0.4, 0.6
NEARBY = 300  # characters
OWNER = re.compile(r"['’]s\s(?:[\w-]+\s){0,2}(?:capital|city|town|airport|port)\b")
# "the accord of Washington", "the Treaty of X"
SIGNED = re.compile(
    r"\b(?:accords?|agreements?|treaty|talks|summit|conference|declaration|protocol|memorandum|peace) of $", re.I
)
INNER = frozenset({"compound", "amod", "nmod", "poss", "det", "case", "prep", "pobj", "nummod"})  # up to the head noun
SINCE = re.compile(r"\bsince\b", re.IGNORECASE)


def find_clues(both: Both) -> Iterator[Clue]:
    """Every place of which both readers together say that its control changed, or might."""
    found = list(_find_all(both))
    idle = [_is_idle(clue, both.context) for clue in found]
    # Where the text tells one change by a side that it names, others may be told without one.
    needed = LISTED if any(c.joined.outcome in GAIN and not i for c, i in zip(found, idle, strict=True)) else 1.0
    return (c for c, i in zip(found, idle, strict=True) if not i or c.joined.confidence >= needed)


def _is_idle(clue: Clue, context: Context) -> bool:
    """A gain by nobody we can name, or by a side far from its wars, needs both readers to be sure."""
    if clue.joined.outcome == "withdrawal":
        return clue.actor is None  # somebody must have left
    if clue.joined.outcome not in GAIN or clue.joined.confidence >= SURE:
        return False
    place = clue.found.hit.place
    taker = clue.actor.name if clue.actor else None
    taker = taker or context.gainer(place.country, loser=clue.target.name if clue.target else None)
    if taker is None:
        return clue.actor is None
    near = place.country in context.countries[:2] or taker in lexicon.actors_in(place.country or "")
    return not near


def _find_all(both: Both) -> Iterator[Clue]:
    ruled: set[int] = set()
    for ruling in both.rulings:
        ruled.add(ruling.found.start)
        verdict = both.verdicts.get(ruling.found.start)
        joined = _joined(ruling, verdict, both)
        bare = ruling.modality == "negated" and joined.outcome == "denied"  # "has not fallen" denies nobody's word
        if ruling.label == "unreal" and (bare or joined.outcome == "nothing" or joined.confidence < SURE):
            joined = Joined("unreal", joined.confidence)  # kept, though it raises nothing
        if joined.outcome == "background" and ruling.label in GAIN and joined.confidence < SURE:
            joined = Joined(ruling.label, joined.confidence)  # history needs a sign of it; the day decides later
        if ruling.label == "withdrawal" and joined.outcome in GAIN and joined.confidence < SURE:
            joined = Joined("withdrawal", joined.confidence)  # the clause itself says who left
        if joined.outcome != "nothing" and joined.confidence >= RULED:
            yield _clue_of_ruling(ruling, joined, verdict, both.context)
    for at, verdict in sorted(both.verdicts.items()):
        parsed = next((p for p in both.parses if p.token_at(at)), None)
        if at in ruled or parsed is None or verdict.hit.place.kind == "country":
            continue
        shape = both.shape(at, verdict.hit)
        if {"container", "after.off"} & shape or OWNER.match(both.context.text, at + len(verdict.hit.text)):
            continue  # "Butig, Lanao del Sur", "South Ossetia's capital", "a ship off X": no place that changes hands
        if SIGNED.search(both.context.text, max(0, at - 40), at):
            continue
        joined = join(verdict, None, shape)
        if joined.outcome == "nothing":
            joined = _held_since(verdict, at, parsed) or joined
        needed = LOCATED if shape & SETTINGS else LIKELY
        needed = max(
            needed, TITLED if at < both.context.body else 0.0, GUESSED if verdict.hit.match == "guess" else 0.0
        )
        if joined.outcome in TOLD and joined.confidence >= needed:
            clue = _clue_of_verdict(at, verdict, joined, parsed, both.context)
            if clue.actor is None and _is_done_by_other(clue):
                continue
            stance = read_modality(clue.trigger)
            if joined.outcome == "denied" or stance == "actual":
                yield clue
            elif stance == "negated" and joined.confidence >= SURE:
                yield replace(clue, actor=None)  # the clause denies something else, of which its subject is no taker


def _is_done_by_other(clue: Clue) -> bool:
    """ "Blinken visited X": somebody by name acts in the clause, and it is no side and no place."""
    subject = next((c for c in clue.trigger.children if c.dep_ == "nsubj"), None)
    return subject is not None and subject.pos_ == "PROPN" and clue.parsed.hit(subject) is None


def _joined(ruling: Ruling, verdict: Verdict | None, both: Both) -> Joined:
    """What the rule is worth beside the verdict; in a language without a judge, by itself."""
    if both.context.language != ENGLISH:
        return trust(ruling.label)
    joined = join(verdict, ruling.label, both.shape(ruling.found.start, ruling.found.hit))
    unsaid = joined.outcome == "nothing" or joined.confidence < RULED
    if unsaid and ruling.label == "gain" and _is_earlier(ruling.trigger):
        return Joined("background", LIKELY)
    if joined.outcome == "nothing" and ruling.label == "gain" and verdict is not None:
        return _held_since(verdict, ruling.found.start, ruling.parsed) or joined
    return joined


def _is_earlier(trigger: Token) -> bool:
    """ "the only town it had captured": what a relative clause tells of the past is not what the judge was asked."""
    return trigger.dep_ in ("relcl", "acl") and any(c.lower_ == "had" and c.dep_ == "aux" for c in trigger.children)


def _held_since(verdict: Verdict, at: int, parsed: Parsed) -> Joined | None:
    """ "has been in their hands since May" is a capture in May (gold rule 8)."""
    token = parsed.token_at(at)
    if verdict.label != "hold" or token is None or not SINCE.search(token.sent.text):
        return None
    return Joined("gain", verdict.probability("hold", "gain", "regain"))


def _clue_of_ruling(ruling: Ruling, joined: Joined, verdict: Verdict | None, context: Context) -> Clue:
    left = ruling.label == "withdrawal" and joined.outcome in GAIN  # told by who left it: somebody else took it
    return Clue(
        found=ruling.found,
        trigger=ruling.trigger,
        parsed=ruling.parsed,
        joined=joined,
        actor=None if left else ruling.actor,
        meant=_meant(ruling, joined, verdict, context),
        target=ruling.actor if left else ruling.target,
        told=ruling.told,
        type=ruling.type,
        modality=ruling.modality,
        method=_method_of_rule(ruling, verdict, context),
        pattern=ruling.pattern.id,
    )


def _meant(ruling: Ruling, joined: Joined, verdict: Verdict | None, context: Context) -> str | None:
    """ "X fell": the taker is told elsewhere; never the one who lost it, nor whose it was."""
    who = _pointed_actor(verdict, context) if verdict is not None and joined.outcome in GAIN else None
    if who is None or who.name is None or (ruling.target and who.name == ruling.target.name):
        return None
    owner = joined.outcome == "gain" and _is_owner(who, ruling.found.hit.place, ruling.trigger, ruling.parsed)
    return None if owner else who.name


def _clue_of_verdict(at: int, verdict: Verdict, joined: Joined, parsed: Parsed, context: Context) -> Clue:
    token = parsed.token_at(at)
    assert token is not None  # noqa: S101  the caller looked
    trigger = _governing(token)
    hit = read_site(moved(verdict.hit, at - verdict.hit.start), context.text)
    told = tuple(find_attributions(trigger, parsed, context))
    actor = _own(_pointed_actor(verdict, context), told, parsed) or _subject(trigger, told, parsed, context)
    left = joined.outcome in GAIN and _is_leaver(actor, trigger, parsed)
    if joined.outcome == "gain" and actor is not None and _is_owner(actor, verdict.hit.place, trigger, parsed):
        actor = None
    return Clue(
        found=Found(hit, hit.start, hit.stop, "full"),
        trigger=trigger,
        parsed=parsed,
        joined=joined,
        actor=None if left else actor,
        target=actor if left else None,
        told=told,
        type=None,
        modality=None,
        method=_method(verdict),
        pattern="judge",
    )


def _is_owner(who: Who, place: Place, trigger: Token, parsed: Parsed) -> bool:
    """The state at home, named in another sentence, does not capture its own town: the judge points at a bystander."""
    token = parsed.token_at(who.start)
    beside = token is not None and token.sent == trigger.sent
    return not beside and who.name is not None and lexicon.is_home_state(who.name, place.country or "")


def _is_leaver(who: Who | None, trigger: Token, parsed: Parsed) -> bool:
    """ "By noon the last units of the army in X had gone", "after the soldiers left": who leaves takes nothing."""
    token = parsed.token_at(who.start) if who else None
    if token is None:
        return False
    while token.dep_ in INNER and token.head != token:
        token = token.head
    subject = subject_of(trigger) if trigger.lemma_.lower() in LEAVE else None
    leaves = token.dep_ == "nsubj" and token.head.lemma_.lower() in LEAVE
    return leaves or (subject is not None and token == subject)


def _method(verdict: Verdict | None) -> Method:
    """The judge's method where it is sure."""
    return verdict.method if verdict is not None and verdict.method_probability >= SURE_OF_METHOD else "unknown"


def _method_of_rule(ruling: Ruling, verdict: Verdict | None, context: Context) -> Method:
    """A plain "captured" says nothing of fighting, though the judge thinks so: the text around must say it too."""
    if ruling.pattern.method != "unknown":
        return ruling.pattern.method
    at = ruling.found.start
    method = _method(verdict)
    fighting = speaks_of_fighting(context.text[max(context.body, at - NEARBY) : at + NEARBY])
    return method if method != "fought" or fighting else "unknown"


def _pointed_actor(verdict: Verdict, context: Context) -> Who | None:
    """The side that the judge points at, where it is sure enough."""
    pointed = next(iter(find_pointed(verdict, context)), None)
    return pointed[0] if pointed and pointed[1] >= SURE_OF_ACTOR else None


def _own(who: Who | None, told: Sequence[Told], parsed: Parsed) -> Who | None:
    """ "its forces" that the judge points at are the speaker's."""
    token = parsed.token_at(who.start) if who else None
    return as_own(token, who, _speaker(told)) if token is not None else who


def _speaker(told: Sequence[Told]) -> Who | None:
    return next((t.speaker for t in told if t.speaker), None)


def _subject(trigger: Token, told: Sequence[Told], parsed: Parsed, context: Context) -> Who | None:
    """Who acts in the clause; who only speaks there took nothing."""
    if trigger.lemma_.lower() in cue("say") | cue("deny"):
        return None
    subject = subject_of(trigger)
    return as_own(subject, read_actor(subject, parsed, context), _speaker(told)) if subject is not None else None


def _governing(token: Token) -> Token:
    """The verb of the clause that a place stands in."""
    while token.head != token and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token
