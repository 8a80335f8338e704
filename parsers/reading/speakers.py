"""A noun phrase of a parse in, the links of a source chain out: who it names, of which kind, through which newsroom."""

import re
from collections.abc import Iterator

from spacy.tokens import Token

from parsers.documents.wire import agency_of, known_media_of, media_of
from parsers.knowledge import actors as lexicon
from parsers.knowledge.patterns import cue
from parsers.reading.context import Context
from parsers.reading.syntax import Parsed
from parsers.records import SourceKind, SourceLink

WORD = re.compile(r"[A-Za-z.-]+")
LONGEST = 10  # words of a source: more is a clause
VAGUE = frozenset(
    {"i", "we", "he", "she", "they", "it", "who", "which", "that", "one", "some", "all", "you", "this", "these"}
)
CARRY = frozenset("quote cite carry publish broadcast report air interview run print release".split())
ARTICLE = re.compile(r"^[Tt]he (?=[A-Z])")  # "the United Nations" is called United Nations
OF_NEWSROOM = re.compile(r"['’]s\s.*$")  # "the BBC's Hausa service"


def find_links(head: Token, parsed: Parsed, context: Context) -> Iterator[SourceLink]:
    """ "the mayor and a colonel" are two sources; pronouns and clauses are none. Who carries the words is first."""
    yield from find_carriers(head, parsed, context)
    for token in [head, *head.conjuncts]:
        link = read_link(token, parsed, context)
        if link is not None:
            yield link


def read_link(head: Token, parsed: Parsed, context: Context) -> SourceLink | None:
    """The source that a noun phrase names, with a name in apposition where it has one."""
    start, stop = parsed.start(head.left_edge), parsed.stop(head)
    for child in head.children:  # "a spokesman for the fighters", "an official in Kunduz"
        if child.dep_ == "prep" and child.i == head.i + 1 and len(list(child.subtree)) <= 6:
            stop = parsed.stop(child.right_edge)
    quote = context.text[start:stop].strip()
    words = quote.split()
    if not words or len(words) > LONGEST or quote.lower() in VAGUE or not any(c.isalpha() for c in words[0]):
        return None
    newsroom = agency_of(quote) or _known_media(quote)
    if newsroom:
        return SourceLink(name=newsroom, kind="agency" if agency_of(quote) else "media", quote=quote)
    named = _name_beside(head, parsed)
    if named and start < named[0] and len(context.text[start : named[1]].split()) <= LONGEST:
        return SourceLink(
            name=context.text[named[0] : named[1]],
            kind=kind_of(head, quote),
            quote=context.text[start : named[1]],
        )
    name = _full_name(quote, start, context) or ARTICLE.sub("", quote)
    return SourceLink(name=name, kind=kind_of(head, quote), quote=quote)


def find_carriers(head: Token, parsed: Parsed, context: Context) -> Iterator[SourceLink]:
    """ "an official quoted by Radio Okapi", "a statement carried by Xinhua": the newsroom between us and the words."""
    for child in head.children:
        if child.dep_ == "acl" and child.lemma_.lower() in CARRY:
            for agent in child.children:
                if agent.dep_ == "agent":
                    yield from (link for inner in agent.children if (link := read_newsroom(inner, parsed, context)))


def read_newsroom(token: Token, parsed: Parsed, context: Context) -> SourceLink | None:
    """The newsroom that a noun phrase names, if it names one."""
    start, stop = parsed.start(token.left_edge), parsed.stop(token)
    quote = context.text[start:stop]
    name = newsroom_of(quote)
    if name is None or len(quote.split()) > LONGEST:
        return None
    if not agency_of(name) and (context.actor_at(start, stop) or _is_office(token)):
        return None  # "told President X", "told the Security Council": no newsroom
    return SourceLink(name=name, kind="agency" if agency_of(name) else "media", quote=quote)


def _known_media(quote: str) -> str | None:
    return known_media_of(OF_NEWSROOM.sub("", quote))


def newsroom_of(quote: str) -> str | None:
    """The usual name of an agency or media house; None for anything else."""
    bare = re.sub(r"^[Tt]he ", "", quote)
    return agency_of(bare) or media_of(OF_NEWSROOM.sub("", bare)) if bare else None


def kind_of(head: Token, quote: str) -> SourceKind:
    """What kind of source a phrase names, by its words."""
    if agency_of(quote):
        return "agency"
    words = {w.lower().rstrip("s") for w in WORD.findall(quote)} | {head.lemma_.lower()}
    for kind in ("resident", "media", "organisation", "official"):
        if words & cue(kind):
            return kind
    return "party" if lexicon.canonical(quote) else "unknown"


def _is_office(token: Token) -> bool:
    return any(t.lemma_.lower() in cue("official") | cue("resident") for t in token.subtree)


def _name_beside(head: Token, parsed: Parsed) -> tuple[int, int] | None:
    """ "the junta's leader, Colonel Assimi Goita", "resident Ahmad Wali": where the proper name stands."""
    beside = next((c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c.i > head.i), head)
    first = beside
    while first.i > 0 and _is_part(beside.doc[first.i - 1], beside, first, parsed):
        first = first.nbor(-1)
    own = beside == head
    if head.pos_ == "PROPN" and not own:
        return None
    described = any(t.text[:1].islower() and t.dep_ != "det" for t in head.doc[head.left_edge.i : first.i])
    if own and (head.pos_ != "PROPN" or first == head or not described):
        return None  # "the Federal Government of Somalia" is a name as it stands
    return parsed.start(first), parsed.stop(beside)


def _is_part(token: Token, name: Token, first: Token, parsed: Parsed) -> bool:
    """A capital of the same name: no place before it, no "resident"."""
    capital = (token.pos_ == "PROPN" and token.text[:1].isupper()) or token.text in ("-", ".")
    return capital and token.head in (name, first) and parsed.hit(token) is None


def _full_name(quote: str, at: int, context: Context) -> str | None:
    """ "Price" after "his spokesperson Ned Price": the name as it was first told."""
    if not re.fullmatch(r"[A-Z][\w’'-]+", quote):
        return None
    names = re.findall(rf"\b((?:[A-Z][\w’'-]+ ){{1,3}}{re.escape(quote)})\b", context.text[context.body : at])
    return names[0] if names else None
