"""A trigger word in its paragraph -> where it happened: the nearest places of the parse, else what is pointed at."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from parsers.reading.arguments import Found, find_places
from parsers.reading.context import KINDS, Context
from parsers.reading.syntax import Parsed
from parsers.records import PlaceHit

LOCATIVE = frozenset(
    "in at near around outside on inside across along over above within throughout between off beside under "
    "through toward towards".split()
)
DISTANT = frozenset("from to into for against with by via".split())
LINKS = ("compound", "nmod", "amod", "poss", "appos", "conj", "nummod", "npadvmod")
POINTING = LOCATIVE | DISTANT | {"of"}
COUNTRY_WORDS = frozenset({"country", "nation"})
TOO_FAR = 3.6


def locate(
    trigger: Token,
    heads: Sequence[Token],
    parsed: Parsed,
    context: Context,
    *,
    own: Sequence[int] = (),
    carried: bool = False,
) -> list[Found]:
    """The places of an occurrence, a list of equals; `own` are offsets of words that act, and so are no setting."""
    for head in heads:
        found = _at(head, parsed, context)
        if found:
            return found
    ranked = sorted(
        ((_rank(t, trigger, parsed, own), t) for t in trigger.sent if _is_setting(t, parsed)), key=lambda r: r[0]
    )
    if ranked and ranked[0][0] < TOO_FAR:
        return _listed(ranked[0][1], parsed)
    pointed = next((f for t in trigger.sent for f in _pointed(t, parsed, context)), None)
    other = pointed or _told_before(trigger, parsed, context, carried)
    return [other] if other else []


def _told_before(trigger: Token, parsed: Parsed, context: Context, carried: bool) -> Found | None:
    """The place that heads the paragraph; for what happens in one, else the last place told of before."""
    heading = _heading(parsed)
    if heading is not None or not carried:
        return _found(heading) if heading else None
    for token in reversed(parsed.doc[: trigger.sent.start]):
        hit = parsed.hit(token)
        if hit is not None and hit.place.kind != "country" and _is_setting(token, parsed) and _role(token) < 1:
            return _found(hit)
        if token.lemma_.lower() in KINDS and (pointed := next(_pointed(token, parsed, context), None)):
            return pointed
    return None


def _at(head: Token, parsed: Parsed, context: Context) -> list[Found]:
    hit = parsed.hit(head)
    if hit is not None and hit.match == "guess":
        return []
    if hit is not None and hit.role != "metonym" and hit.place.kind == "country":
        return _listed(head, parsed)
    found = find_places(head, parsed, context)
    if found:
        return found
    inner = (parsed.hit(t) for t in head.subtree if t.i > head.i)
    return [_found(h) for h in inner if h is not None and not h.role][:1]


def _is_setting(token: Token, parsed: Parsed) -> bool:
    hit = parsed.hit(token)  # a name that no list knows may be anything ("ATMs")
    return hit is not None and hit.match != "guess" and hit.role not in ("metonym", "dateline", "demonym")


def _rank(token: Token, trigger: Token, parsed: Parsed, own: Sequence[int]) -> float:
    """Small: near in the parse and after "in" or "at"; large: far, a source of movement, a mere owner, an actor."""
    hit = parsed.hit(token)
    assert hit is not None  # noqa: S101  the caller looked
    around = [trigger, *trigger.ancestors]
    steps = next((k for k, t in enumerate(around) if token in t.subtree), len(around))
    score = 0.6 * min(steps, 4) + 0.5 * (hit.place.kind == "country") + 0.2 * (hit.place.kind == "province")
    if hit.start in own:
        score += 3
    return score + _role(token) + 0.01 * abs(token.i - trigger.i)


def _role(token: Token) -> float:
    """How much a setting its preposition makes it; "wards of Loikaw" stands where its head stands."""
    for _ in range(6):
        if token.dep_ in ("nsubj", "nsubjpass"):
            return 1.6
        if token.dep_ in ("dobj", "dative"):
            return 0.5
        if token.dep_ == "pobj":
            word = token.head.lower_
            if word in LOCATIVE:
                return 0.0
            if word in DISTANT:
                return 1.0
            token = token.head.head
            continue
        if token.dep_ in LINKS:
            token = token.head
            continue
        break
    return 0.8


def _listed(token: Token, parsed: Parsed) -> list[Found]:
    """A place and what is listed with it; "Batibo, Cameroon" is one place."""
    first = parsed.hit(token)
    assert first is not None  # noqa: S101  the caller looked
    found = [_found(first)]
    for other in token.conjuncts:
        hit = parsed.hit(other)
        if hit is not None and hit.place.kind == first.place.kind and not hit.role:
            found.append(_found(hit))
    return sorted(found, key=lambda f: f.start)


def _pointed(token: Token, parsed: Parsed, context: Context) -> Iterator[Found]:
    """ "in the city", "to leave the country", "a resident of the city"."""
    if (
        token.pos_ != "NOUN"
        or token.dep_ not in ("pobj", "dobj")
        or (token.dep_ == "pobj" and token.head.lower_ not in POINTING)
    ):
        return
    lemma = token.lemma_.lower()
    if lemma in KINDS:
        yield from find_places(token, parsed, context)[:1]
    elif lemma in COUNTRY_WORDS and context.countries:
        hits = [p for p in context.places if p.place.kind == "country" and p.place.country == context.countries[0]]
        for hit in hits[:1]:
            yield Found(hit, parsed.start(token), parsed.stop(token), "full")


def _heading(parsed: Parsed) -> PlaceHit | None:
    """ "KACHIN. The KIA announced", "Hsipaw: street clashes": the place that a paragraph is headed by."""
    for token in parsed.doc[:4]:
        hit = parsed.hit(token)
        if hit is not None:
            after = parsed.doc[token.i + 1].text if token.i + 1 < len(parsed.doc) else ""
            return hit if after in (".", ":", "-", "--") and token.i < 3 else None
    return None


def _found(hit: PlaceHit) -> Found:
    return Found(hit, hit.start, hit.stop, "full")
