"""An occurrence -> its mentions, one a place: when, where, on whose word, how many; evidence is its sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.documents.wire import Credit, root_of
from parsers.knowledge.patterns import cue
from parsers.reading.arguments import Found
from parsers.reading.assertion import read_assertion
from parsers.reading.attribution import Told, find_attributions, find_sources
from parsers.reading.content import find_content, text_under
from parsers.reading.context import LONG_AGO, Context
from parsers.reading.dating import read_when
from parsers.reading.locating import locate
from parsers.reading.matching import walk_all
from parsers.reading.modality import is_background
from parsers.reading.occurrences import Occurrence
from parsers.reading.telling import EXTRACTOR
from parsers.reading.times import TimeHit
from parsers.records import Assertion, Mention, Modality, SourceLink, When, stable_id


def recount(found: Occurrence, context: Context, times: Sequence[TimeHit], credit: Credit) -> Iterator[Mention]:
    """The mentions of an occurrence: one for each place of a list, but one for all where a number is theirs."""
    own = [w.start for w in (found.actor, found.target) if w]
    places: list[Found | None] = []
    if not found.kind.placeless:
        near = found.kind.carried
        places = [*locate(found.trigger, found.places, found.parsed, context, own=own, carried=near)]
    if len(places) > 1 and (found.kind.whole or found.quantities):
        places = [_common(places)]
    for place in places or [None]:
        mention = _tell(found, place, context, times, credit)
        told = (mention.type, mention.detail, mention.actor, mention.actor_text, mention.modality, mention.place)
        where = (mention.admin1, mention.place_text, mention.start, mention.stop, mention.pattern)
        yield replace(mention, mention_id=stable_id(mention.article_id, *told, *where, found.trigger.i))


def _common(places: Sequence[Found | None]) -> Found | None:
    """What a list of places has in common that the text names: nothing but the place where all are one."""
    first = places[0]
    return first if first and all(p and p.hit.place == first.hit.place for p in places) else None


def _tell(
    found: Occurrence, where: Found | None, context: Context, times: Sequence[TimeHit], credit: Credit
) -> Mention:
    trigger, parsed = found.trigger, found.parsed
    start, stop = parsed.start(trigger.sent[0]), parsed.stop(trigger.sent[-1])
    when = _when(found, context, times)
    told = tuple(find_attributions(trigger, parsed, context))
    sources = _sources(found, told, context)
    assertion = _assertion(found, where, told, context)
    actor = found.actor.name if found.actor else None
    root = root_of(sources, credit=credit, outlet=context.article.outlet)
    place = where.hit.place if where else None
    return Mention(
        article_id=context.article.article_id,
        mention_id="",
        type=found.pattern.type,
        detail=found.pattern.detail,
        content=_content(found, context),
        modality=_modality(found, when, context),
        assertion=assertion,
        actor=actor,
        actor_text=found.actor.text if found.actor else None,
        target=found.target.name if found.target and not found.kind.people else None,
        target_text=found.target.text if found.target else None,
        place=place.name if place else None,
        place_text=context.text[where.start : where.stop] if where else None,
        place_kind=place.kind if place else None,
        place_id=place.place_id if place else None,
        admin1=place.admin1 if place else None,
        country=place.country if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        date_start=when.start,
        date_end=when.end,
        date_precision=when.precision,
        method="unknown",
        extent="unknown",
        quantities=found.quantities,
        sources=sources,
        root_source=f"claim:{actor}" if assertion == "claimed" and actor else root,
        start=start - context.body,
        stop=stop - context.body,
        quote=context.text[start:stop],
        pattern=found.pattern.id,
        extractor=EXTRACTOR,
        seat=bool(place and place.seat),
    )


def _sources(found: Occurrence, told: Sequence[Told], context: Context) -> tuple[SourceLink, ...]:
    """The chain that the sentence itself names: who is cited in the next sentence vouches for that one only."""
    parsed, sentence = found.parsed, found.trigger.sent
    text = context.text[parsed.start(sentence[0]) : parsed.stop(sentence[-1])]
    links = find_sources(found.trigger, told, parsed, context)
    # "the Taliban has agreed": who agrees is no source of it, though the verb is one of saying too.
    own = found.actor.text if found.actor and found.trigger.lemma_.lower() in cue("say") else None
    kept = (link for link in links if link.quote in text or link.name == context.voice)
    return tuple(link for link in kept if own is None or not link.quote.endswith(own))


def _content(found: Occurrence, context: Context) -> str | None:
    heads = walk_all(found.trigger, found.pattern.content)
    if heads:
        return text_under(heads[0], found.parsed, context)
    return find_content(found.trigger, found.parsed, context) if found.pattern.type == "statement" else None


def _when(found: Occurrence, context: Context, times: Sequence[TimeHit]) -> When:
    """Days of the same paragraph only; of a plan only what is said of the plan itself, not when it was announced."""
    parsed = found.parsed
    first, last = parsed.start(parsed.doc[0]), parsed.stop(parsed.doc[-1])
    near = [t for t in times if first <= t.start < last]
    if found.modality != "actual":
        start, stop = parsed.start(found.trigger.left_edge), parsed.stop(found.trigger.right_edge)
        near = [t for t in near if start <= t.start < stop and not _is_of_speech(t, found)]
    when = read_when(found.trigger, parsed.start(found.trigger), parsed, context, near)
    return When() if context.is_retrospect and when.precision == "day" else when


def _is_of_speech(hit: TimeHit, found: Occurrence) -> bool:
    """The time stands right behind a verb of saying, or hangs on one: when it was announced."""
    token = found.parsed.token_at(hit.start)
    if token is None:
        return False
    before = next((t for t in reversed(token.doc[: token.i]) if t.pos_ not in ("ADP", "DET", "ADJ")), None)
    while token.head != token and token.pos_ != "VERB":
        token = token.head
    said = cue("say")
    spoken = token != found.trigger and token.lemma_.lower() in said
    return spoken or (before is not None and before != found.trigger and before.lemma_.lower() in said)


def _modality(found: Occurrence, when: When, context: Context) -> Modality:
    published = context.article.published.date() if context.article.published else None
    if found.modality != "actual":
        return found.modality
    old = when.start is None and LONG_AGO.search(found.trigger.sent.text)
    return "background" if is_background(when, published) or old else "actual"


def _assertion(found: Occurrence, where: Found | None, told: Sequence[Told], context: Context) -> Assertion:
    """Only where the other side would tell it otherwise is one side's word a claim."""
    if any(t.denies for t in told):
        return "denied"
    if not found.kind.disputed:
        return "reported"
    return read_assertion(
        told,
        gainer=found.actor.name if found.actor else None,
        loser=found.target.name if found.target else None,
        country=where.hit.place.country if where else None,
        voice=context.voice,
    )
