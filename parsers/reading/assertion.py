"""A trigger word in its sentence -> on whose word it is told: the source chain, and how far it is asserted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from parsers.documents.wire import agency_of
from parsers.knowledge import actors as lexicon
from parsers.reading.arguments import Who, read_actor
from parsers.reading.context import Context
from parsers.reading.modality import cue
from parsers.reading.syntax import Parsed
from parsers.records import Assertion, Mention, SourceKind, SourceLink

WORD = re.compile(r"[A-Za-z.-]+")


@dataclass(frozen=True, slots=True)
class Told:
    """One attribution: who speaks (as an actor, if one), how, and whether it is taken back."""

    link: SourceLink | None
    speaker: Who | None
    verb: str
    denies: bool


def find_attributions(trigger: Token, parsed: Parsed, context: Context) -> list[Told]:
    """Who tells it, nearest first: verbs of saying above the trigger, "according to", agencies told or quoted."""
    found = [_told(verb, parsed, context, trigger) for verb in _saying_above(trigger)]
    found += [_credited(verb, parsed, context) for verb in _saying_beside(trigger)]
    found += [
        _according(token, parsed, context)
        for token in trigger.sent
        if token.lower_ == "according" and _near(token, trigger)
    ]
    return [t for t in found if t is not None]


def read_assertion(told: Sequence[Told], *, gainer: str | None, loser: str | None, country: str | None) -> Assertion:
    """The judgement of one passage (CONTRACT.md); denials and rival claims elsewhere are joined in `settle`."""
    if any(t.denies for t in told):
        return "denied"
    if not told:
        return "reported"
    speakers = [t.speaker.name for t in told if t.speaker and t.speaker.name]
    if gainer and speakers and all(_same_side(s, gainer) for s in speakers) and not _independent(told):
        return "claimed"
    if any(_is_loser(s, gainer=gainer, loser=loser, country=country) for s in speakers):
        return "confirmed"
    if any(t.verb in cue("confirm") for t in told) and not any(_same_side(s, gainer) for s in speakers):
        return "confirmed"
    return "reported"


def settle(mentions: Sequence[Mention]) -> list[Mention]:
    """Per place over the whole article: a claim beside a denial stands contested; a firm report beats both."""
    by_place: dict[tuple[str | None, str | None], set[Assertion]] = {}
    for m in mentions:
        if m.modality == "actual":
            by_place.setdefault((m.admin1, m.place), set()).add(m.assertion)
    settled = []
    for m in mentions:
        seen = by_place.get((m.admin1, m.place), set())
        rival = "denied" in seen and "claimed" in seen and m.assertion in ("denied", "claimed")
        settled.append(replace(m, assertion="contested") if rival and m.modality == "actual" else m)
    return settled


def _saying_above(trigger: Token) -> list[Token]:
    """Verbs of saying or denying whose clause holds the trigger."""
    verbs: list[Token] = []
    token = trigger
    for _ in range(14):
        head = token.head
        if head is token:
            break
        if head.pos_ in ("VERB", "AUX") and head.lemma_.lower() in cue("say") | cue("deny") and token.dep_ in CONTENT:
            verbs.append(head)
        if head.pos_ == "NOUN" and head.lemma_.lower() in cue("report_noun"):
            verbs += [v for v in _verbs_about(head) if v.lemma_.lower() in cue("deny") | cue("confirm") or _is_false(v)]
        token = head
    return verbs


def _saying_beside(trigger: Token) -> list[Token]:
    """ "..., reported AFP on Sunday", "..., AFP said": the parse hangs the credit on the clause that it credits."""
    clauses = [trigger, *(t for t in trigger.ancestors if t.pos_ in ("VERB", "AUX"))]
    return [
        child
        for clause in clauses
        for child in clause.children
        if child.dep_ in ("ccomp", "parataxis", "conj", "dep", "advcl")
        and child.lemma_.lower() in cue("say")
        and child.i > trigger.i
    ]


def _credited(verb: Token, parsed: Parsed, context: Context) -> Told | None:
    """A credit beside the clause counts where it names a newsroom; anything else may be a sentence of its own."""
    for child in verb.children:
        link = _agency(child, parsed, context) if child.dep_ != "nsubj" else _link(child, parsed, context)
        if link is not None and link.kind == "agency":
            return Told(link, None, "report", False)
        if child.dep_ == "nsubj" and verb.dep_ == "parataxis" and link is not None:
            return Told(link, _speaker(child, parsed, context), verb.lemma_.lower(), False)
    return None


CONTENT = (
    "ccomp",
    "xcomp",
    "dobj",
    "pobj",
    "nsubjpass",
    "conj",
    "advcl",
    "acl",
    "prep",
    "relcl",
    "dep",
    "parataxis",
    "oprd",
    "nsubj",
)


def _verbs_about(noun: Token) -> list[Token]:
    """ "rejected reports that ...", "reports that ... were false"."""
    token = noun
    while token.dep_ in ("pobj", "prep", "conj", "appos") and token.head is not token:
        token = token.head
    verb = token.head if token.pos_ != "VERB" else token
    return [verb, *verb.conjuncts]


def _is_false(verb: Token) -> bool:
    return any(c.dep_ in ("acomp", "attr") and c.lemma_.lower() in cue("false") for c in verb.children)


def _told(verb: Token, parsed: Parsed, context: Context, trigger: Token) -> Told | None:
    denies = verb.lemma_.lower() in cue("deny") or _is_false(verb)
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "agent") and c is not trigger), None)
    if subject is not None and subject.dep_ == "agent":
        subject = next(iter(subject.children), None)
    if any(c.dep_ == "neg" for c in verb.children) and (denies or verb.lemma_.lower() in cue("confirm")):
        return None  # "did not deny", "could not be confirmed" settle nothing
    agency = next(
        (
            a
            for c in verb.children
            if c.dep_ in ("dobj", "dative", "prep", "agent")
            for a in [_agency(c, parsed, context)]
            if a
        ),
        None,
    )
    link = agency or (_link(subject, parsed, context) if subject is not None else None)
    speaker = _speaker(subject, parsed, context) if subject is not None else None
    if link is None and not denies:
        return None
    return Told(link, speaker, verb.lemma_.lower(), denies)


def _according(token: Token, parsed: Parsed, context: Context) -> Told | None:
    for prep in token.children:
        for source in prep.children:
            return Told(_link(source, parsed, context), _speaker(source, parsed, context), "say", False)
    return None


def _near(token: Token, trigger: Token) -> bool:
    return abs(token.i - trigger.i) < 40


def _speaker(subject: Token, parsed: Parsed, context: Context) -> Who | None:
    """The side of a speaker: named in the phrase, or the state by an office ("the ministry", "the governor")."""
    who = read_actor(subject, parsed, context)
    if who is not None:
        return who
    for token in subject.subtree:
        actor = context.actor_at(parsed.start(token), parsed.stop(token))
        if actor is not None and (name := context.role(actor)):
            return Who(name, actor.text, actor.start, actor.side)
    if subject.lemma_.lower() in cue("official") and context.countries:
        return Who(lexicon.state_of(context.countries[0]), subject.text, parsed.start(subject), "official")
    return None


def _link(subject: Token, parsed: Parsed, context: Context) -> SourceLink:
    edge, last = subject.left_edge, subject
    start, stop = parsed.start(edge), parsed.stop(last)
    for child in subject.children:  # "a spokesman for the fighters", "an official in Kunduz"
        if child.dep_ == "prep" and child.i == subject.i + 1:
            stop = parsed.stop(child.right_edge) if len(list(child.subtree)) <= 6 else stop
    quote = context.text[start:stop]
    name = agency_of(quote.removeprefix("the ").removeprefix("The ")) or quote
    return SourceLink(name=name, kind=_kind(subject, quote), quote=quote)


def _agency(token: Token, parsed: Parsed, context: Context) -> SourceLink | None:
    """ "told Reuters", "quoted by AFP"."""
    inner = token if token.dep_ in ("dobj", "dative") and token.pos_ != "ADP" else next(iter(token.children), None)
    if inner is None:
        return None
    quote = context.text[parsed.start(inner.left_edge) : parsed.stop(inner)]
    agency = agency_of(quote.removeprefix("the ").removeprefix("The "))
    return SourceLink(name=agency, kind="agency", quote=quote) if agency else None


def _kind(subject: Token, quote: str) -> SourceKind:
    if agency_of(quote):
        return "agency"
    words = {w.lower().rstrip("s") for w in WORD.findall(quote)} | {subject.lemma_.lower()}
    for kind in ("resident", "media", "organisation", "official"):
        if words & cue(kind):
            return kind
    return "party" if lexicon.canonical(quote) else "unknown"


def _same_side(speaker: str, gainer: str | None) -> bool:
    return gainer is not None and (speaker == gainer or lexicon.allies(speaker, gainer))


def _is_loser(speaker: str, *, gainer: str | None, loser: str | None, country: str | None) -> bool:
    if loser is not None:
        return _same_side(speaker, loser)
    return bool(
        gainer and country and lexicon.is_home_state(speaker, country) and not lexicon.is_home_state(gainer, country)
    )


def _independent(told: Sequence[Told]) -> bool:
    return any(t.link and t.link.kind in ("resident", "organisation", "media") for t in told)
