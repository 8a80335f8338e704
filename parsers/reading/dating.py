"""A trigger word and the time expressions of its text -> when it happened, by the clause that each one hangs on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Token

from parsers.reading.context import Context
from parsers.reading.numbers import read_number
from parsers.reading.syntax import Parsed
from parsers.reading.times import TimeHit, resolve_time
from parsers.records import When

UNITS = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}
ROUGH = 28  # days from which "a year after" names no day
CURRENT = timedelta(days=2)
CLAUSE = ("relcl", "acl", "advcl", "ccomp", "pcomp", "parataxis")


def read_when(trigger: Token, at: int, parsed: Parsed, context: Context, times: Sequence[TimeHit]) -> When:
    """The time of the trigger's own clause, else of a clause above it, else the day that the telling has reached."""
    published = context.article.published.date() if context.article.published else None
    start, stop = parsed.start(trigger.sent[0]), parsed.stop(trigger.sent[-1])
    before = _days_before(trigger)
    if before is not None:
        above = next((t for t in trigger.ancestors if t.pos_ in ("VERB", "AUX")), trigger)
        when = read_when(above, at, parsed, context, times) if above != trigger else When()
        return _shifted(when if when.start else When(start=published, end=published, precision="day"), before)
    told = _told_so_far(_clause_start(trigger, parsed, start), times, context.text, published)
    ranked = [(rank, t) for t in times if start <= t.start < stop if (rank := _rank(t, trigger, parsed)) is not None]
    # In a list each place has its day behind it: "Karukh on 5 July and Obe on 6 July".
    for _, hit in sorted(ranked, key=lambda r: (r[0], r[1].start - at if r[1].start > at else 2 * (at - r[1].start))):
        anchor = _told_so_far(hit.start, times, context.text, published)  # "on 1 May: ... retook it at dawn"
        if hit.text.lower().endswith(" after") and hit.start < parsed.start(trigger):
            return _shifted(anchor, hit.said.count or 0)  # "a week after they stormed it": what came before
        when = resolve_time(hit, published, anchor=anchor.start)
        if when.start is not None:
            return when
    return told if not ranked else When()


def _clause_start(trigger: Token, parsed: Parsed, start: int) -> int:
    """ "It fell on 1 May: troops retook it ...": what stands before a colon or semicolon has been told already."""
    breaks = [t for t in trigger.sent if t.text in (":", ";") and t.i < trigger.i]
    return parsed.start(breaks[-1]) if breaks else start


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


def _days_before(trigger: Token) -> int | None:
    """ "three days after it lost X", "a year after losing X": how long before the clause above it, in days."""
    if trigger.dep_ == "advcl" and any(c.lower_ == "after" for c in trigger.children):
        around = [trigger]
    elif trigger.dep_ == "pcomp" and trigger.head.lower_ == "after":
        around = [trigger.head]
    else:
        return None
    for unit in (child for token in around for child in token.children):
        if unit.dep_ == "npadvmod" and unit.lemma_.lower() in UNITS:
            said = [c.text for c in unit.lefts if c.lower_ not in ("barely", "just", "only")]
            count = said[-1].lower() if said else "one"
            number = 1 if count in ("a", "an", "one") else read_number(" ".join(said))
            return None if number is None else number * UNITS[unit.lemma_.lower()]
    return None


def _shifted(when: When, days: int) -> When:
    """So many days earlier; months and years are told in the round."""
    if when.start is None or when.end is None:
        return when
    start, end = when.start - timedelta(days), when.end - timedelta(days)
    if days < ROUGH:
        return replace(when, start=start, end=end)
    slack = timedelta(days // 10)
    return When(start=start - slack, end=end + slack, precision="month" if days < UNITS["year"] else "year")


def _rank(hit: TimeHit, trigger: Token, parsed: Parsed) -> int | None:
    """0: said of the trigger itself; 1 and more: of a clause around it; None: of a clause below or beside it."""
    token = parsed.token_at(hit.start)
    if token is None:
        return None
    owner = _owner(token)
    if owner == trigger or _is_beside(hit, trigger, parsed):
        return 0
    around = [trigger, *trigger.ancestors]
    if owner in around:
        return around.index(owner)
    if trigger.pos_ == "NOUN" and trigger in owner.subtree:
        return 1
    return None


def _is_beside(hit: TimeHit, trigger: Token, parsed: Parsed) -> bool:
    """ "Rebels advancing through Y on Sunday seized X": the day right before a verb is the verb's."""
    verb = trigger
    while verb.i > trigger.sent.start and verb.nbor(-1).dep_ in ("aux", "auxpass", "advmod", "neg"):
        verb = verb.nbor(-1)
    gap = parsed.start(verb) - hit.stop
    return trigger.pos_ == "VERB" and 0 <= gap <= 1


def _owner(token: Token) -> Token:
    """The verb (or the event noun at the root) that a time expression hangs on."""
    while token.head != token:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            return token
        if token.dep_ in CLAUSE:
            return token
        token = token.head
    return token
