"""The mentions of one article -> the same as the whole article tells them: anchored, filled, rivals settled."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.reading.assertion import settle
from parsers.reading.context import Context
from parsers.reading.manner import is_gain
from parsers.records import Mention, stable_id


def finish(mentions: Sequence[Mention], context: Context) -> list[Mention]:
    """In text order: titles find their body, gaps are filled, claims meet denials, each gets its id."""
    anchored = [m for m in (_anchor(m, mentions, context) for m in mentions) if m is not None]
    filled = [_fill(m, anchored) for m in anchored]
    told = {_key(m): m for m in reversed(settle(filled))}
    return sorted(
        (replace(m, mention_id=_id_of(m)) for m in told.values()), key=lambda m: (m.start, m.place or "", m.type)
    )


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


def _key(m: Mention) -> tuple[object, ...]:
    """One mention per place, side, holder and sentence."""
    return (is_gain(m.type), m.place, m.admin1, m.place_kind, m.start, m.modality, m.actor)
