"""An Article -> its Mentions: gate, places and actors, masked parse, patterns, stance, time, source, in one order."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from parsers.documents.wire import Credit, read_credit, root_of
from parsers.knowledge.actors import find_actors, find_states
from parsers.knowledge.gazetteer import load_gazetteer
from parsers.knowledge.patterns import Family, load_families
from parsers.reading.arguments import Found, Who, find_places, read_actor
from parsers.reading.assertion import find_attributions, read_assertion, settle
from parsers.reading.context import Context
from parsers.reading.dating import read_when
from parsers.reading.gate import compile_gate, paragraphs
from parsers.reading.manner import holds_cue, is_gain, read_manner
from parsers.reading.matching import Match, find_matches
from parsers.reading.modality import is_background, read_modality
from parsers.reading.syntax import Parsed, parse_paragraphs
from parsers.reading.times import TimeHit, find_times
from parsers.records import Article, Mention, When, stable_id

EXTRACTOR = "rules/1"
LONG_AGO = re.compile(r"\b(?:years?|decades?|months) (?:since|after|ago|earlier|before)\b", re.IGNORECASE)


def read_mentions(article: Article) -> list[Mention]:
    """All events that the text tells, in text order; `text[m.start:m.stop] == m.quote` for each."""
    context = read_context(article)
    if not context.actors or not context.places:
        return []
    credit = read_credit(article.text, outlet=article.outlet)
    spans = [
        (max(a, context.body + credit.dateline_stop) if a == context.body else a, b)
        for a, b in paragraphs(context.text)
        if _gate().search(context.text, a, b)
    ]
    times = [t for t in find_times(context.text) if not t.dateline]
    found: list[Mention] = []
    for parsed in parse_paragraphs(context.text, spans, context.places):
        for sentence in parsed.doc.sents:
            found += _read_sentence(list(sentence), parsed, context, times, credit)
    return sorted(_finish(found, context), key=lambda m: (m.start, m.place or "", m.type))


def read_context(article: Article) -> Context:
    """The article with its places and actors; the title stands before the body."""
    head = f"{article.title}\n\n" if article.title else ""
    text = head + article.text
    gazetteer = load_gazetteer()
    credit = read_credit(article.text, outlet=article.outlet)
    places = [
        replace(p, role="dateline") if len(head) <= p.start < len(head) + credit.dateline_stop else p
        for p in gazetteer.find_places(text, actors=find_actors(text))
    ]
    # Once more with the countries of the text: "Islamic State", "al-Shabaab", "the army" mean another side in each.
    countries = [p.place.country for p in places if p.place.country and p.role != "dateline"]
    actors = find_actors(text, countries=[c for c, _ in Counter(countries).most_common()])
    return Context(article, text, len(head), places, actors, find_states(text), gazetteer)


@cache
def _families() -> tuple[Family, ...]:
    return tuple(f for f in load_families() if f.patterns)


@cache
def _gate():  # type: ignore[no-untyped-def]
    return compile_gate([stem for family in _families() for stem in family.gate])


def _read_sentence(
    tokens: Sequence[Token], parsed: Parsed, context: Context, times: Sequence[TimeHit], credit: Credit
) -> Iterator[Mention]:
    taken: set[tuple[bool, int, int]] = set()
    for family in _families():
        for match in find_matches(tokens, family):
            if not holds_cue(match.pattern, match.trigger.sent.text, family):
                continue
            for mention in _read_match(match, family, parsed, context, times, credit):
                slot = (is_gain(mention.type), hash((mention.place, mention.admin1)), mention.start)
                if slot not in taken:
                    taken.add(slot)
                    yield mention


def _read_match(
    match: Match, family: Family, parsed: Parsed, context: Context, times: Sequence[TimeHit], credit: Credit
) -> Iterator[Mention]:
    places = next(filter(None, (find_places(head, parsed, context) for head in match.places)), [])
    places += _strays(match.trigger, places, parsed)
    actor = next(filter(None, (read_actor(t, parsed, context) for t in match.actors)), None)
    target = next(filter(None, (read_actor(t, parsed, context) for t in match.targets)), None)
    missing = {name for name, who in (("actor", actor), ("target", target)) if who is None}
    if not places or match.pattern.needs & missing or _is_stranger(match, actor):
        return
    start, stop = parsed.start(match.trigger.sent[0]), parsed.stop(match.trigger.sent[-1])
    when = read_when(match.trigger, parsed, context, times)
    for place in places:
        yield _mention(match, family, place, actor, target, (start, stop), when, parsed, context, credit)


def _strays(trigger: Token, places: Sequence[Found], parsed: Parsed) -> Iterator[Found]:
    """ "took Karukh on 5 July and Obe on 6 July": the parse hangs the second place on the month."""
    if not places or places[0].hit.start < parsed.start(trigger):
        return
    for token in trigger.subtree:
        hit = parsed.hit(token)
        if not hit or token.dep_ != "conj" or parsed.hit(token.head) or token.head.pos_ not in ("PROPN", "NUM"):
            continue
        if hit.place.kind == places[0].hit.place.kind and token.head.head.head is trigger:
            yield Found(hit, hit.start, hit.stop, "full")


def _is_stranger(match: Match, actor: Who | None) -> bool:
    """Somebody acts, and it is nobody armed: "Castle Rovers captured", "the film captured"."""
    return actor is None and any(t.pos_ in ("NOUN", "PROPN") for t in match.actors)


def _mention(
    match: Match,
    family: Family,
    found: Found,
    actor: Who | None,
    target: Who | None,
    span: tuple[int, int],
    when: When,
    parsed: Parsed,
    context: Context,
    credit: Credit,
) -> Mention:
    place, article, sentence = found.hit.place, context.article, match.trigger.sent.text
    gain = is_gain(match.pattern.type)
    loser = target.name if target else None
    name = actor.name if actor else None
    if name is None and gain:
        name = context.gainer(place.country, loser=loser)
    manner = read_manner(match.pattern, sentence, family, actor=name, country=place.country)
    told = find_attributions(match.trigger, parsed, context)
    assertion = read_assertion(
        told, gainer=name if gain else None, loser=loser if gain else name, country=place.country
    )
    sources = tuple(t.link for t in told if t.link)
    root = root_of(sources, credit=credit, outlet=article.outlet)
    modality = read_modality(match.trigger)
    if modality == "actual" and LONG_AGO.search(sentence):
        modality = "background"
    if assertion == "denied" and modality == "negated":
        modality = "actual"  # "denied that X had fallen" is a rebutted claim, no bare negation
    if modality == "actual" and is_background(when, article.published.date() if article.published else None):
        modality = "background"
    return Mention(
        article_id=article.article_id,
        mention_id="",
        type=manner.type,
        modality=modality,
        assertion=assertion,
        actor=name,
        actor_text=actor.text if actor else None,
        target=loser,
        target_text=target.text if target else None,
        place=place.name,
        place_text=context.text[found.start : found.stop],
        place_kind=place.kind,
        place_id=place.place_id,
        admin1=place.admin1,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        date_start=when.start,
        date_end=when.end,
        date_precision=when.precision,
        method=manner.method,
        extent="partial" if "partial" in (found.extent, match.pattern.extent) else match.pattern.extent,
        quantities=(),
        sources=sources,
        root_source=f"claim:{name}" if assertion == "claimed" and name else root,
        start=span[0] - context.body,
        stop=span[1] - context.body,
        quote=context.text[span[0] : span[1]],
        pattern=match.pattern.id,
        extractor=EXTRACTOR,
        seat=place.seat,
    )


def _finish(mentions: Sequence[Mention], context: Context) -> list[Mention]:
    """What only the whole article tells: titles find their body, gaps are filled, claims meet denials."""
    anchored = [m for m in (_anchor(m, mentions, context) for m in mentions) if m is not None]
    filled = [_fill(m, anchored) for m in anchored]
    return [replace(m, mention_id=_id_of(m)) for m in settle(filled)]


def _anchor(mention: Mention, mentions: Sequence[Mention], context: Context) -> Mention | None:
    """A headline's event is told at the first sentence of the body about its place, unless the body tells it itself."""
    if mention.start >= 0:
        return mention
    if any(m.start >= 0 and m.place == mention.place and is_gain(m.type) == is_gain(mention.type) for m in mentions):
        return None
    hit = next(
        (p for p in context.places if p.start >= context.body and not p.role and p.place.name == mention.place), None
    )
    if hit is None:
        return None
    text = context.article.text
    at = hit.start - context.body
    start = max(text.rfind("\n", 0, at), text.rfind(". ", 0, at) + 1, -1) + 1
    ends = [e for e in (text.find(". ", at), text.find("\n", at)) if e >= 0]
    stop = min(ends) + 1 if ends else len(text)
    stop = stop if text[stop - 1 : stop] != "\n" else stop - 1
    return replace(mention, start=start, stop=stop, quote=text[start:stop], pattern=f"{mention.pattern}+title")


def _fill(mention: Mention, mentions: Sequence[Mention]) -> Mention:
    """Who and when, where another sentence of the article tells the same change of the same place."""
    same = [
        m
        for m in mentions
        if m is not mention
        and (m.admin1, m.place) == (mention.admin1, mention.place)
        and is_gain(m.type) == is_gain(mention.type)
        and m.modality == mention.modality
    ]
    if mention.actor is None and (actor := next((m.actor for m in same if m.actor), None)):
        mention = replace(mention, actor=actor)
    if mention.date_start is None:
        dated = next((m for m in same if m.date_start and m.actor == mention.actor), None)
        if dated:
            mention = replace(
                mention, date_start=dated.date_start, date_end=dated.date_end, date_precision=dated.date_precision
            )
    return mention


def _id_of(m: Mention) -> str:
    return stable_id(m.article_id, m.type, m.place, m.admin1, m.start, m.stop, m.pattern, m.place_text)
