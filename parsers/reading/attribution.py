"""A trigger word in its sentence -> who tells it: verbs of saying and denying, "according to", newsrooms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from parsers.documents.wire import agency_of, media_of
from parsers.knowledge import actors as lexicon
from parsers.reading.arguments import Who, read_actor
from parsers.reading.context import Context
from parsers.reading.modality import cue
from parsers.reading.syntax import Parsed
from parsers.records import SourceKind, SourceLink

WORD = re.compile(r"[A-Za-z.-]+")
LONGEST = 10  # words of a source: more is a clause
VAGUE = frozenset(
    {"i", "we", "he", "she", "they", "it", "who", "which", "that", "one", "some", "all", "you", "this", "these"}
)


@dataclass(frozen=True, slots=True)
class Told:
    """One attribution: who speaks (as an actor, if one), how, and whether it is taken back."""

    links: tuple[SourceLink, ...]  # outermost first: the newsroom that was told, then who told it
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


def _saying_above(trigger: Token) -> list[Token]:
    """Verbs of saying or denying whose clause holds the trigger."""
    verbs: list[Token] = []
    token = trigger
    for _ in range(14):
        head = token.head
        if head == token:
            break
        if any(t.text == ";" for t in trigger.doc[min(trigger.i, head.i) : max(trigger.i, head.i)]):
            break  # "X fell, one side said; the other says ...": a sentence of its own
        speaks = head.pos_ in ("VERB", "AUX") and head.lemma_.lower() in cue("say") | cue("deny")
        if speaks and token.dep_ in CONTENT and not (token.dep_ == "nsubj" and head.lemma_.lower() in cue("say")):
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
    told = _told(verb, parsed, context, verb)
    if told is None or not told.links:
        return None
    return told if verb.dep_ == "parataxis" or any(link.kind in ("agency", "media") for link in told.links) else None


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
    while token.dep_ in ("pobj", "prep", "conj", "appos") and token.head != token:
        token = token.head
    verb = token.head if token.pos_ != "VERB" else token
    return [verb, *verb.conjuncts]


def _is_false(verb: Token) -> bool:
    return any(c.dep_ in ("acomp", "attr") and c.lemma_.lower() in cue("false") for c in verb.children)


def _told(verb: Token, parsed: Parsed, context: Context, trigger: Token) -> Told | None:
    denies = verb.lemma_.lower() in cue("deny") or _is_false(verb)
    if any(c.dep_ == "neg" for c in verb.children) and (denies or verb.lemma_.lower() in cue("confirm")):
        return None  # "did not deny", "could not be confirmed" settle nothing
    subject = _speaking(verb, trigger)
    speaker = _speaker(subject, parsed, context) if subject is not None else None
    links = tuple(_newsrooms(verb, parsed, context))
    if subject is not None:
        links += tuple(_links(subject, parsed, context))
    return Told(links, speaker, verb.lemma_.lower(), denies) if links or denies else None


def _speaking(verb: Token, trigger: Token | None) -> Token | None:
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "agent") and c != trigger), None)
    if subject is not None and subject.dep_ == "agent":
        return next(iter(subject.children), None)
    return subject


def _according(token: Token, parsed: Parsed, context: Context) -> Told | None:
    for prep in token.children:
        for source in prep.children:
            return Told(tuple(_links(source, parsed, context)), _speaker(source, parsed, context), "say", False)
    return None


def _newsrooms(verb: Token, parsed: Parsed, context: Context) -> Iterator[SourceLink]:
    """ "told Reuters", "quoted by AFP", "reported AFP"."""
    for child in verb.children:
        if child.dep_ not in ("dobj", "dative", "prep", "agent") or (
            child.pos_ == "ADP" and child.lower_ not in ("by", "to")
        ):
            continue
        inner = child if child.pos_ != "ADP" else next(iter(child.children), None)
        quote = context.text[parsed.start(inner.left_edge) : parsed.stop(inner)] if inner is not None else ""
        name = _newsroom(quote)
        if name:
            yield SourceLink(name=name, kind="agency" if agency_of(quote) else "media", quote=quote)


def _newsroom(quote: str) -> str | None:
    bare = quote.removeprefix("the ").removeprefix("The ")
    return agency_of(bare) or media_of(bare)


def _links(subject: Token, parsed: Parsed, context: Context) -> Iterator[SourceLink]:
    """ "the mayor and a colonel" are two sources; pronouns and whole clauses are none."""
    for head in [subject, *subject.conjuncts]:
        start, stop = parsed.start(head.left_edge), parsed.stop(head)
        for child in head.children:  # "a spokesman for the fighters", "an official in Kunduz"
            if child.dep_ == "prep" and child.i == head.i + 1 and len(list(child.subtree)) <= 6:
                stop = parsed.stop(child.right_edge)
        quote = context.text[start:stop].strip()
        words = quote.split()
        if not words or len(words) > LONGEST or quote.lower() in VAGUE or not any(c.isalpha() for c in words[0]):
            continue
        yield SourceLink(name=_newsroom(quote) or quote, kind=_kind(head, quote), quote=quote)


def find_sources(trigger: Token, told: Sequence[Told], parsed: Parsed, context: Context) -> tuple[SourceLink, ...]:
    """The chain of a mention: who tells the trigger, else who speaks in its sentence, else in its paragraph."""
    links = [link for t in told for link in t.links]
    if context.voice:
        links.append(SourceLink(name=context.voice, kind="party", quote=context.voice_text))
    for sentences in ([trigger.sent], list(parsed.doc.sents)):
        if links:
            break
        verbs = [
            t for s in sentences for t in s if t.lemma_.lower() in cue("say") and t.pos_ == "VERB" and t != trigger
        ]
        links = [link for verb in verbs for t in [_told(verb, parsed, context, trigger)] if t for link in t.links]
    return tuple({link.quote: link for link in links}.values())


def _near(token: Token, trigger: Token) -> bool:
    return abs(token.i - trigger.i) < 40


def _speaker(subject: Token, parsed: Parsed, context: Context) -> Who | None:
    """The side of a speaker: named in the phrase, or the state by an office ("the ministry", "the governor")."""
    who = read_actor(subject, parsed, context)
    if who is not None:
        return who
    for token in subject.subtree:
        start, stop = parsed.start(token), parsed.stop(token)
        actor = context.actor_at(start, stop) or context.state_at(start, stop)
        if actor is not None and (name := context.role(actor)):
            return Who(name, actor.text, actor.start, actor.side)
    if subject.lemma_.lower() in cue("official") and context.countries:
        return Who(lexicon.state_of(context.countries[0]), subject.text, parsed.start(subject), "official")
    return None


def _kind(subject: Token, quote: str) -> SourceKind:
    if agency_of(quote):
        return "agency"
    words = {w.lower().rstrip("s") for w in WORD.findall(quote)} | {subject.lemma_.lower()}
    for kind in ("resident", "media", "organisation", "official"):
        if words & cue(kind):
            return kind
    return "party" if lexicon.canonical(quote) else "unknown"
