"""A trigger word whose telling is one side's claim -> whether somebody else rejects that claim beside it."""

from spacy.tokens import Span, Token

from parsers.knowledge.patterns import cue
from parsers.reading.arguments import read_actor
from parsers.reading.context import Context
from parsers.reading.matching import subject_of
from parsers.reading.syntax import Parsed

IT = frozenset({"it", "this", "that"})


def is_rejected(trigger: Token, parsed: Parsed, context: Context, *, gainer: str | None) -> bool:
    """ "X said it took Y, a claim the army rejected"; "The army denied this": in the sentence or the next."""
    return any(
        _is_of_claim(verb) and not _is_negated(verb) and _is_other(verb, parsed, context, gainer)
        for sentence in _here_and_next(trigger)
        for verb in sentence
        if verb.pos_ == "VERB" and verb.lemma_.lower() in cue("deny")
    )


def _here_and_next(trigger: Token) -> list[Span]:
    here = trigger.sent
    following = next((s for s in trigger.doc.sents if s.start == here.end), None)
    return [here] if following is None else [here, following]


def _is_of_claim(verb: Token) -> bool:
    """What is rejected is a claim, or what was just said."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if verb.dep_ in ("relcl", "acl"):
        objects.append(verb.head)
    return any(o.lemma_.lower() in cue("report_noun") or o.lower_ in IT for o in objects)


def _is_negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def _is_other(verb: Token, parsed: Parsed, context: Context, gainer: str | None) -> bool:
    """Who rejects it has another side than who gained by it; a rejection by nobody named is somebody else's."""
    agents = [o for c in verb.children if c.dep_ == "agent" for o in c.children]
    subject = agents[0] if agents else subject_of(verb) if any(c.dep_ == "nsubj" for c in verb.children) else None
    who = read_actor(subject, parsed, context) if subject is not None else None
    return who is None or who.name != gainer
