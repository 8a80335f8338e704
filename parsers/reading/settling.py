"""The mentions of one article -> the same as the whole article tells them: anchored, filled, rivals settled."""

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.knowledge.actors import allies, find_actors, side_of
from parsers.reading.assertion import settle
from parsers.reading.clues import LISTED, SURE
from parsers.reading.context import Context
from parsers.reading.manner import is_gain
from parsers.reading.windows import find_sentences
from parsers.records import Mention, stable_id


def finish(mentions: Sequence[Mention], context: Context) -> list[Mention]:
    """In text order: titles find their body, gaps are filled, claims meet denials, each gets its id."""
    anchored = [m for m in (_anchor(m, mentions, context) for m in mentions) if m is not None]
    titles = [m for m in mentions if m.start < 0]
    clear = [m for m in anchored if not _is_vague(m)]
    filled = [m for m in (_fill(m, [*anchored, *titles], context) for m in clear) if not _is_ownerless(m)]
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
    text = context.article.text
    if not text.strip():
        return None  # nothing there to quote
    at = hit.start - context.body if hit else _first_reference(text, mention)
    starts = [*find_sentences(text), len(text)]
    start = max(s for s in starts if s <= at)
    stop = min(s for s in starts if s > at)
    stop -= len(text[start:stop]) - len(text[start:stop].rstrip())
    return replace(mention, start=start, stop=stop, quote=text[start:stop], pattern=f"{mention.pattern}+title")


def _first_reference(text: str, mention: Mention) -> int:
    """Where a body that does not name the headline's place speaks of "the city"; else where it starts."""
    kind = "city|town|village" if mention.place_kind == "city" else mention.place_kind or ""
    found = re.search(rf"\bthe (?:[\w-]+ ){{0,3}}(?:{kind}|capital)\b", text, re.IGNORECASE)
    return found.start() if found else len(text) - len(text.lstrip())


def _fill(mention: Mention, mentions: Sequence[Mention], context: Context) -> Mention:
    """Who and when, where another sentence of the article tells the same change of the same place."""
    same = [m for m in mentions if m is not mention and _is_same_change(m, mention)]
    mention = _name(mention, mentions, same, context)
    if mention.assertion == "claimed" and mention.actor:
        mention = replace(mention, root_source=f"claim:{mention.actor}")
    if mention.date_start is None:
        dated = next((m for m in same if m.date_start and m.actor == mention.actor), None)
        if dated:
            mention = replace(
                mention, date_start=dated.date_start, date_end=dated.date_end, date_precision=dated.date_precision
            )
    return mention


def _name(mention: Mention, mentions: Sequence[Mention], same: Sequence[Mention], context: Context) -> Mention:
    """Who: the clause's own word, a surer sentence on the same change, else what the article and the judge suggest."""
    named = sorted((m for m in same if _is_named(m) and _may_be(mention, m.actor)), key=_weight, reverse=True)
    surest = named[0] if named else None
    if _is_named(mention):
        surer = surest is not None and mention.pattern == "judge" and _weight(surest) > _weight(mention)
        return replace(mention, actor=surest.actor) if surest and surer else mention
    if surest and surest.pattern != "judge":
        return replace(mention, actor=surest.actor, type=surest.type)
    # "Fighters" took it back: somebody is told, if not by name, and it need not be the state.
    untold = mention.type == "territory_regained" and mention.actor_text is None
    fallback = context.regainer if untold else context.gainer
    gainer = fallback(mention.country, loser=mention.target) if is_gain(mention.type) else None
    gainer = mention.actor or gainer
    if gainer or mention.pattern != "judge":
        gainer = _taker(mention, mentions) or gainer
    gainer = gainer if _may_be(mention, gainer) else None
    return replace(mention, actor=gainer or (surest.actor if surest else None))


def _may_be(mention: Mention, name: str | None) -> bool:
    """ "Rebels" whom nobody names are no army; a side named beside its ally keeps what it took."""
    if mention.actor_text is None or name is None:
        return True
    if mention.actor and side_of(mention.actor):
        return not allies(mention.actor, name)
    told = find_actors(mention.actor_text)
    return not (told and told[-1].side == "armed_group" and side_of(name) == "state")


def _is_named(mention: Mention) -> bool:
    """The clause itself says who; else `actor` is at most what the judge points at."""
    return mention.actor is not None and mention.actor_text is not None


def _is_vague(mention: Mention) -> bool:
    """ "How the capital was lost and won": a gain by nobody on no day, of which the readers are not sure."""
    if mention.pattern.endswith("+title"):
        return False  # headlines are short
    unsaid = not (mention.actor or mention.actor_text or mention.date_start) and mention.modality == "actual"
    return is_gain(mention.type) and unsaid and mention.assertion != "denied" and (mention.confidence or 0.0) < LISTED


def _taker(mention: Mention, mentions: Sequence[Mention]) -> str | None:
    """Whoever takes all that the article surely tells of by name in that country and time took this place too."""
    takers = {m.actor for m in mentions if _is_named(m) and m.country == mention.country and _is_like(m, mention)}
    taker = takers.pop() if len(takers) == 1 else None
    return taker if is_gain(mention.type) and taker != mention.target else None


def _is_like(one: Mention, other: Mention) -> bool:
    """A gain as sure and as real; who lost a place is not asked who has it back."""
    if not is_gain(one.type) or (one.type == "territory_regained") != (other.type == "territory_regained"):
        return False
    sure = one.pattern != "judge" or (one.confidence or 0.0) >= SURE
    return sure and one.extent != "partial" and one.assertion != "denied" and one.modality == other.modality


def _is_ownerless(mention: Mention) -> bool:
    """A gain that only the judge sees and nobody in the text can have made; told surely of a lesser place it stays."""
    if mention.pattern != "judge" or mention.actor is not None:
        return False
    minor = not _is_whole(mention) and mention.assertion in ("reported", "confirmed")
    return (
        not (minor and (mention.confidence or 0.0) >= SURE) and is_gain(mention.type) and mention.modality == "actual"
    )


def _is_same_change(one: Mention, other: Mention) -> bool:
    if (one.admin1, one.modality) != (other.admin1, other.modality) or not _is_same_place(one, other):
        return False
    if is_gain(one.type) != is_gain(other.type):
        return False
    if one.date_start is None or other.date_start is None:
        return True
    return abs((one.date_start - other.date_start).days) <= 1  # "Monday night" and "Tuesday" are one night


def _is_same_place(one: Mention, other: Mention) -> bool:
    """By name; and a province falls with its capital."""
    return one.place == other.place or (one.admin1 is not None and _is_whole(one) and _is_whole(other))


def _is_whole(mention: Mention) -> bool:
    return mention.seat or mention.place_kind == "province"


def _weight(mention: Mention) -> float:
    """Rules name actors better than the judge does."""
    return (mention.confidence or 0.0) + (mention.pattern != "judge")


def identify(mention: Mention) -> Mention:
    """The mention with its own id."""
    return replace(mention, mention_id=_id_of(mention))


def _id_of(m: Mention) -> str:
    told = (m.type, m.actor, m.modality, m.place, m.place_kind, m.admin1, m.place_text)
    return stable_id(m.article_id, *told, m.start, m.stop, m.pattern)


def _key(m: Mention) -> tuple[object, ...]:
    """One mention per place, side, holder and sentence."""
    return (is_gain(m.type), m.place, m.admin1, m.place_kind, m.start, m.modality, m.actor)
