"""An article and the parses made of it so far -> mentions of all event types but the four of territory."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from parsers.documents.wire import Credit
from parsers.reading.content import QUOTATION
from parsers.reading.context import Context
from parsers.reading.gate import compile_gate, paragraphs
from parsers.reading.occurrences import NEUTRAL, event_families, find_occurrences
from parsers.reading.parties import find_people
from parsers.reading.quantities import QuantityHit, find_quantities
from parsers.reading.recounting import recount
from parsers.reading.syntax import Parsed, parse_paragraphs
from parsers.reading.times import TimeHit, find_times
from parsers.records import Mention

HEADING = 10  # words
ENDS = (".", "!", "?", '"', "”", ")", ":", ";", ",", "…", "'", "’")
LISTED = re.compile(r"[-–—•*·▪]|\d{1,2}[:.h]\d\d|\(?\d{1,2}[.)]\s")  # an item of a list or a live blog is no heading
ASIDE = re.compile(r"\s*(?:IN )?(?:SPORTS?|FOOTBALL|CRICKET|RUGBY|TENNIS|WEATHER|BUSINESS|MARKETS|CULTURE)\b")


@cache
def strong_gate() -> re.Pattern[str]:
    """Stems that make an article and a paragraph worth reading."""
    return compile_gate([stem for family in event_families() for stem in family.gate])


@cache
def weak_gate() -> re.Pattern[str]:
    """Stems that count only in an article with a strong one."""
    return compile_gate([stem for f in event_families() for stem in (*f.gate, *f.also)])


def read_happenings(
    context: Context,
    credit: Credit,
    parses: Sequence[Parsed],
    times: Sequence[TimeHit] | None,
    control: Sequence[Mention],
) -> list[Mention]:
    """In an article that names a side, a state or a place and passes the gate: one mention a place of an occurrence."""
    if not _is_worth_reading(context):
        return []
    parsed = list(parse_body(context, credit, parses))
    if times is None:
        times = [t for t in find_times(context.text) if not t.dateline]
    people = find_people(parsed, context)
    found = [
        mention
        for one in parsed
        for occurrence in find_occurrences(one, context, people, find_numbers(one, context))
        for mention in recount(occurrence, context, times, credit)
    ]
    told = {m.mention_id: m for m in found}
    return [m for m in told.values() if not _is_only_source(m, [*control, *found])]


def _is_worth_reading(context: Context) -> bool:
    """A place or side is named, and a strong stem stands in title or text, or an armed group is named."""
    if any(a.side == "armed_group" for a in context.actors):
        return True
    return bool((context.actors or context.states or context.places) and strong_gate().search(context.text))


def parse_body(context: Context, credit: Credit, parses: Sequence[Parsed]) -> Iterator[Parsed]:
    """The parses made so far that tell news of the body, and those of the other paragraphs worth reading."""
    yield from _in_body(parses, context)
    yield from _parse_rest(context, credit, parses)


def _in_body(parses: Sequence[Parsed], context: Context) -> Iterator[Parsed]:
    for parsed in parses:
        start = parsed.start(parsed.doc[0]) if len(parsed.doc) else -1
        if start >= context.body and not _is_aside(context, start, parsed.stop(parsed.doc[-1])):
            yield _without_guesses(parsed)


def _without_guesses(parsed: Parsed) -> Parsed:
    """Names that only the judge can vouch for are no places here."""
    return replace(parsed, places={at: hit for at, hit in parsed.places.items() if hit.match != "guess"})


def _parse_rest(context: Context, credit: Credit, parses: Sequence[Parsed]) -> Iterator[Parsed]:
    """Paragraphs that the gate of territory kept out."""
    read = [(p.start(p.doc[0]), p.stop(p.doc[-1])) for p in parses if len(p.doc)]
    spans = [
        (max(a, context.body + credit.dateline_stop) if a == context.body else a, b)
        for a, b in paragraphs(context.text)
        if a >= context.body and weak_gate().search(context.text, a, b) and not _is_aside(context, a, b)
    ]
    new = [(a, b) for a, b in spans if context.text[a:b].strip() and not any(c < b and a < d for c, d in read)]
    return parse_paragraphs(context.text, new, context.places)


def _is_aside(context: Context, start: int, stop: int) -> bool:
    """Sport and business among the news, and a heading between paragraphs, which says again what stands below."""
    text = context.text[start:stop].strip()
    if ASIDE.match(text):
        return True
    if LISTED.match(text):
        return False
    return len(text.split()) <= HEADING and not text.endswith(ENDS) and bool(context.text[stop:].strip())


def find_numbers(parsed: Parsed, context: Context) -> list[QuantityHit]:
    """The quantities of a paragraph, by offsets of the whole text."""
    start, stop = parsed.start(parsed.doc[0]), parsed.stop(parsed.doc[-1])
    return [
        replace(hit, start=hit.start + start, stop=hit.stop + start)
        for hit in find_quantities(context.text[start:stop])
    ]


def _is_only_source(mention: Mention, others: Sequence[Mention]) -> bool:
    """ "Officials said that X fell": what is told is the fall; but "would fall" and what is quoted is their word."""
    if QUOTATION.search(mention.quote):
        return False
    return mention.type == "statement" and mention.detail == NEUTRAL and any(_is_told_by(m, mention) for m in others)


def _is_told_by(event: Mention, statement: Mention) -> bool:
    if event.type == "statement" or event.modality not in ("actual", "background"):
        return False
    return event.start < statement.stop and statement.start < event.stop
