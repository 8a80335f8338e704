"""A trigger word in its sentence -> who tells it: verbs of saying and denying, "according to", newsrooms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from parsers.documents.wire import agency_of
from parsers.knowledge import actors as lexicon
from parsers.knowledge.patterns import cue
from parsers.reading.arguments import Who, read_actor
from parsers.reading.context import Context
from parsers.reading.speakers import LONGEST, VAGUE, find_carriers, find_links, kind_of, read_link, read_newsroom
from parsers.reading.syntax import Parsed
from parsers.records import SourceLink

QUOTE = frozenset({"quote", "cite"})
_SAID = "said|says|told|added|explained|recalled|wrote|confirmed|reported|insisted|put it|sobbed|shouted"
_NAMED = r"(?:[A-Z]|an? |the |one |two |three )[^.,;:!?\"“”\n]{2,80}?"
QUOTED_BEHIND = re.compile(  # "...," said X / "...," X said
    rf"\s*[\"“][^\"“”\n]{{10,400}}[,.?!]?[\"”],?\s(?:as\s)?(?:(?:{_SAID})\s(?P<after>{_NAMED})(?=[.,;:\n]|\s(?:who|in|on|at|by|from)\b|$)"
    rf"|(?P<before>{_NAMED})\s(?:{_SAID})\b)"
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
        if (token.lower_ == "according" or token.lemma_ in cue("credit")) and _near(token, trigger)
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
    links = [*_newsrooms(verb, parsed, context)]
    if subject is not None:
        links += find_links(subject, parsed, context)
        links += [link for cited in _cited(verb, subject) for link in find_links(cited, parsed, context)]
    return Told(tuple(links), speaker, verb.lemma_.lower(), denies) if links or denies else None


def _speaking(verb: Token, trigger: Token | None) -> Token | None:
    """The subject nearest to its verb: "18:05 - Izium: the army says ..." has a label before it."""
    dep = ("nsubj", "agent", "nsubjpass") if verb.lemma_.lower() in QUOTE else ("nsubj", "agent")
    subjects = [c for c in verb.children if c.dep_ in dep and c != trigger]
    # "said by satellite phone" looks like "said by officials": a subject before an agent.
    subject = min(subjects, key=lambda c: (c.dep_ == "agent", abs(c.i - verb.i)), default=None)
    if subject is None and verb.lemma_.lower() in cue("say"):
        return _just_before(verb)
    if subject is not None and subject.dep_ == "agent":
        return next(iter(subject.children), None)
    return subject


def _just_before(verb: Token) -> Token | None:
    """ "The rebels took X, the governor, Omar Zaki, said": the parse hangs the speaker on X, but there he stands."""
    before = verb.i - 1
    if before > verb.sent.start and verb.doc[before].is_punct:
        before -= 1
    token = verb.doc[before]
    if before < verb.sent.start or token.pos_ not in ("NOUN", "PROPN") or verb.tag_ not in ("VBD", "VBZ", "VBN", "VBP"):
        return None
    while token.dep_ == "appos" and token.head.dep_ == "appos":
        token = token.head
    edge = token.left_edge.i
    apart = edge > verb.sent.start and verb.doc[edge - 1].text == ","
    return token if apart and (token.dep_ == "appos" or verb.head == token) else None


def _cited(verb: Token, subject: Token) -> Iterator[Token]:
    """ "the BBC reported, citing the United Nations", "Reuters quoted an officer as saying": from whom."""
    if verb.lemma_.lower() in QUOTE and subject.dep_ == "nsubj":
        yield from (c for c in verb.children if c.dep_ == "dobj")
    for child in [*verb.children, *subject.children]:
        if child.dep_ in ("advcl", "acl") and child.tag_ == "VBG" and child.lemma_.lower() in QUOTE:
            yield from (c for c in child.children if c.dep_ == "dobj")


def _according(token: Token, parsed: Parsed, context: Context) -> Told | None:
    for prep in token.children:
        for source in [prep] if prep.dep_ == "pobj" else prep.children:  # "according to X", "selon X"
            links = [*find_links(source, parsed, context)]
            links += [link for cited in _cited(token, source) for link in find_links(cited, parsed, context)]
            return Told(tuple(links), _speaker(source, parsed, context), "say", False)
    return None


def _newsrooms(verb: Token, parsed: Parsed, context: Context) -> Iterator[SourceLink]:
    """ "told Reuters", "was quoted as saying by AFP", "in a statement carried by Xinhua", "in an interview with X"."""
    quotes = verb.lemma_.lower() in QUOTE
    for child in verb.children:
        objects = [*child.children] if child.pos_ == "ADP" or child.dep_ == "agent" else [child]
        if (child.dep_ in ("dobj", "dative") and not quotes) or (
            child.dep_ in ("agent", "prep") and child.lower_ in ("by", "to")
        ):
            yield from (link for o in objects if (link := read_newsroom(o, parsed, context)))
        elif child.dep_ == "prep" and child.lower_ == "as":  # was quoted as saying by AFP
            yield from (link for o in objects for link in _newsrooms(o, parsed, context))
        elif child.dep_ == "prep" and child.lower_ in ("in", "on", "during"):
            yield from (link for o in objects for link in _carried(o, parsed, context))


def _carried(said_in: Token, parsed: Parsed, context: Context) -> Iterator[SourceLink]:
    """The newsroom of "a statement carried by X", "an interview with X"."""
    yield from find_carriers(said_in, parsed, context)
    if said_in.lemma_.lower() != "interview":
        return
    for prep in said_in.children:
        if prep.dep_ == "prep" and prep.lower_ in ("with", "to"):
            yield from (link for o in prep.children if (link := read_newsroom(o, parsed, context)))


def find_sources(trigger: Token, told: Sequence[Told], parsed: Parsed, context: Context) -> tuple[SourceLink, ...]:
    """The chain of a mention, outermost first: outlet, agency of the credit, then who tells the trigger.

    Where nobody tells it, who speaks in its sentence, else in its paragraph, else who is quoted right behind it.
    """
    itself = _told(trigger, parsed, context, trigger) if trigger.lemma_.lower() in cue("say") else None
    links = [link for t in [*reversed(told), itself] if t for link in t.links]  # told is nearest first
    if context.voice:
        links.append(SourceLink(name=context.voice, kind="party", quote=context.voice_text))
    links += _reports(trigger, parsed, context)
    for sentences in ([trigger.sent], list(parsed.doc.sents)):
        if links:
            break
        links = [link for t in _said_in(sentences, cue("say"), trigger, parsed, context) for link in t.links]
    links += _upheld(trigger, parsed, context)
    links = links or [*_quoted_behind(parsed, context)]
    return tuple({link.name: link for link in [*_published(context), *links]}.values())


def _published(context: Context) -> Iterator[SourceLink]:
    """The outlet, and the agency whose copy it prints: they are named by the article, not by a passage."""
    outlet, agency = context.article.outlet, context.agency
    if outlet and agency != (agency_of(outlet) or outlet):
        yield SourceLink(name=outlet, kind="outlet", quote=outlet)
    if agency:
        yield SourceLink(name=agency, kind="agency", quote=agency)


def _said_in(
    sentences: Sequence[Span], lemmas: frozenset[str], trigger: Token, parsed: Parsed, context: Context
) -> Iterator[Told]:
    for sentence in sentences:
        for verb in sentence:
            if verb.pos_ == "VERB" and verb != trigger and verb.lemma_.lower() in lemmas:
                told = _told(verb, parsed, context, trigger)
                if told is not None:
                    yield told


def _upheld(trigger: Token, parsed: Parsed, context: Context) -> Iterator[SourceLink]:
    """ "A UN official confirmed it": who bears out or denies in so many words what the sentence before tells."""
    behind = [s for s in parsed.doc.sents if s.start >= trigger.sent.end][:1]
    for told in _said_in(behind, cue("confirm") | cue("deny"), trigger, parsed, context):
        yield from told.links


def _reports(trigger: Token, parsed: Parsed, context: Context) -> Iterator[SourceLink]:
    """ "Reports on hostile channels that the army had left X": nobody is named, but somebody's report it is."""
    for noun in trigger.ancestors:
        if noun.pos_ == "NOUN" and noun.lemma_.lower() in cue("report_noun"):
            link = read_link(noun, parsed, context)
            if link is not None:
                yield replace(link, kind="unknown")
            return


def _quoted_behind(parsed: Parsed, context: Context) -> Iterator[SourceLink]:
    """The speaker of the quote that follows the paragraph."""
    stop = parsed.stop(parsed.doc[-1])
    found = QUOTED_BEHIND.match(context.text, stop)
    if found:
        quote = found["before"] or found["after"]
        if quote.lower() not in VAGUE and len(quote.split()) <= LONGEST:
            yield SourceLink(name=quote, kind=kind_of(parsed.doc[0], quote), quote=quote)


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
