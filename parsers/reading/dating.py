"""A trigger word and the time expressions of its text -> when it happened, by the clause that each one hangs on."""

from collections.abc import Sequence
from datetime import date, timedelta

from spacy.tokens import Token

from parsers.reading.context import Context
from parsers.reading.syntax import Parsed
from parsers.reading.times import TimeHit, resolve_time
from parsers.records import When

CURRENT = timedelta(days=2)
CLAUSE = ("relcl", "acl", "advcl", "ccomp", "pcomp", "parataxis")


def read_when(trigger: Token, at: int, parsed: Parsed, context: Context, times: Sequence[TimeHit]) -> When:
    """The time of the trigger's own clause, else of a clause above it, else the day that the telling has reached."""
    published = context.article.published.date() if context.article.published else None
    start, stop = parsed.start(trigger.sent[0]), parsed.stop(trigger.sent[-1])
    told = _told_so_far(start, times, context.text, published)
    ranked = [(rank, t) for t in times if start <= t.start < stop if (rank := _rank(t, trigger, parsed)) is not None]
    # In a list each place has its day behind it: "Karukh on 5 July and Obe on 6 July".
    for _, hit in sorted(ranked, key=lambda r: (r[0], r[1].start - at if r[1].start > at else 2 * (at - r[1].start))):
        when = resolve_time(hit, published, anchor=told.start)
        if when.start is not None:
            return when
    return told if not ranked else When()


def _told_so_far(at: int, times: Sequence[TimeHit], text: str, published: date | None) -> When:
    """The last day named before: in the same paragraph any, further back only one of these days."""
    paragraph = text.rfind("\n", 0, at) + 1
    for hit in reversed([t for t in times if t.start < at and not t.future]):
        when = resolve_time(hit, published)
        if when.precision != "day" or when.end is None:
            continue
        if hit.start >= paragraph or (published and published - when.end <= CURRENT):
            return when
    return When()


def _rank(hit: TimeHit, trigger: Token, parsed: Parsed) -> int | None:
    """0: said of the trigger itself; 1 and more: of a clause around it; None: of a clause below or beside it."""
    token = parsed.token_at(hit.start)
    if token is None:
        return None
    owner = _owner(token)
    if owner == trigger:
        return 0
    around = [trigger, *trigger.ancestors]
    if owner in around:
        return around.index(owner)
    if trigger.pos_ == "NOUN" and trigger in owner.subtree:
        return 1
    return None


def _owner(token: Token) -> Token:
    """The verb (or the event noun at the root) that a time expression hangs on."""
    while token.head != token:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            return token
        if token.dep_ in CLAUSE:
            return token
        token = token.head
    return token
