"""An Article -> both readers on it: rules over the parses of what passes the gate, and the judge's verdicts."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.documents.wire import Credit, read_credit
from parsers.knowledge.actors import find_actors, find_states
from parsers.knowledge.gazetteer import load_gazetteer
from parsers.knowledge.languages import ENGLISH
from parsers.reading.arguments import Found
from parsers.reading.context import Context
from parsers.reading.gate import paragraphs
from parsers.reading.judge import Verdict, load_judge
from parsers.reading.rules import Ruling, find_rulings, gate
from parsers.reading.shape import find_shape
from parsers.reading.syntax import Parsed, parse_paragraphs
from parsers.records import Article, PlaceHit

POINTED = re.compile(  # not "the town of X", which is X
    r"\b(?:the|this|that|its|their)\s+(?:\w+\s+)?"
    r"(city|town|district|province|capital|village|base|island|locality|settlement|place|airport|crossing|outpost)\b"
    r"(?! of [A-Z])"
)
# "El Plateado", "Tell Abyad", "Um Rawaba": one name in two words
PARTICLE = re.compile(
    r"(?:El|La|Los|Las|Le|Al|San|Santa|Tell?|Deir|Kafr|Khan|Umm?|Wad|Abu|Ain|Bir|Ras|Jabal|Jebel|Bani|Novo|Nova|Velyka|Mala|Stara|Bel)"
    r"[ -][A-Z][^\W\d_]+"
)
TELLING = 0.5  # a paragraph without any trigger word is parsed after all where the judge is that sure


@dataclass(frozen=True, slots=True)
class Both:
    """What both readers make of an article, before they are joined."""

    context: Context
    credit: Credit
    parses: Sequence[Parsed]
    rulings: Sequence[Ruling]
    verdicts: Mapping[int, Verdict]  # by where the place starts in `context.text`

    def shape(self, at: int, hit: PlaceHit) -> frozenset[str]:
        """What the surroundings of a place look like; `at` is where it starts in `context.text`."""
        return find_shape(moved(hit, at - hit.start), self.context.text, self.context.places)


def read_both(article: Article) -> Both | None:
    """Rules and judge on the paragraphs that pass the gate; None where nothing is worth reading."""
    return read_control(*open_article(article))


def open_article(article: Article) -> tuple[Context, Credit]:
    """The article with its places and actors, and who gathered it."""
    credit = read_credit(article.text, outlet=article.outlet)
    return read_context(article, credit), credit


def read_control(context: Context, credit: Credit) -> Both | None:
    """What both readers make of the control of places."""
    spans = _worth_reading(context, credit)
    if not (context.actors or context.states) or not (context.places or context.guesses) or not spans:
        return None
    named = sorted([*context.places, *_lone(context)], key=lambda p: p.start)
    parses = list(parse_paragraphs(context.text, spans, named, context.language))
    rulings = [ruling for parsed in parses for ruling in find_rulings(parsed, context)]
    if context.language != ENGLISH:
        return Both(context, credit, parses, rulings, {})  # the judge reads English only
    verdicts = judge_places(context, spans, rulings)
    parses += parse_paragraphs(context.text, _told_elsewhere(context, spans, verdicts), named)
    return Both(context, credit, parses, rulings, verdicts)


def _lone(context: Context) -> Iterator[PlaceHit]:
    """Guesses that rules are shown: one word, as two may be a person, and no capital that only opens its sentence."""
    for guess in context.guesses:
        before = context.text[: guess.start].rstrip(" \"“'‘(")
        alone = guess.text.isalpha() or PARTICLE.fullmatch(guess.text)
        if alone and not guess.text.isupper() and before and before[-1] not in ".!?:\n":
            yield guess


def read_context(article: Article, credit: Credit) -> Context:
    """The article with its places and actors; the title stands before the body."""
    head = f"{article.title}\n\n" if article.title else ""
    text = head + article.text
    gazetteer = load_gazetteer(article.language or ENGLISH)
    found = gazetteer.read_places(text, actors=find_actors(text))
    places = [_in_dateline(p, len(head), len(head) + credit.dateline_stop) for p in found.hits]
    # Once more with the countries of the text: "Islamic State", "al-Shabaab", "the army" mean another side in each.
    countries = Counter(p.place.country for p in places if p.place.country and p.role != "dateline")
    actors = find_actors(text, countries=[country for country, _ in countries.most_common()])
    # The cities of a dateline act for nobody.
    states = [s for s in find_states(text) if not len(head) <= s.start < len(head) + credit.dateline_stop]
    taken = [(a.start, a.stop) for a in (*actors, *states)]
    guesses = [g for g in found.guesses if not any(g.start < stop and start < g.stop for start, stop in taken)]
    return Context(article, text, len(head), places, actors, states, gazetteer, guesses)


def _in_dateline(hit: PlaceHit, body: int, stop: int) -> PlaceHit:
    """The credit knows where the dateline ends; a headline ("KANDAHAR GONE: ...") has none."""
    if hit.start < body:
        return replace(hit, role="") if hit.role == "dateline" else hit
    return replace(hit, role="dateline") if hit.start < stop else hit


def judge_places(context: Context, spans: Sequence[tuple[int, int]], rulings: Sequence[Ruling]) -> dict[int, Verdict]:
    """The judge's verdicts by where their place starts, title and body; "the city" is judged as what it points at."""
    named = {p.start: p for p in (*context.places, *context.guesses) if p.role not in ("dateline", "metonym")}
    for pointed in [*_pointed(context, spans), *(r.found for r in rulings)]:
        named.setdefault(pointed.start, _as_hit(pointed))
    title = [h for at, h in sorted(named.items()) if h.stop <= context.body]
    body = [moved(h, -context.body) for at, h in sorted(named.items()) if at >= context.body]
    wanted = [(max(0, a - context.body), b - context.body) for a, b in spans if b > context.body]
    wanted = wanted or [next(paragraphs(context.article.text), (0, 0))]  # the headline alone is worth reading
    article = context.article
    day = article.published.date() if article.published else None
    found = load_judge().read(article.title, article.text, title, body, published=day, wanted=wanted)
    return {v.hit.start + (0 if v.in_title else context.body): v for v in found}


def _worth_reading(context: Context, credit: Credit) -> list[tuple[int, int]]:
    """Paragraphs that pass the gate, the first one without its dateline."""
    return [
        (max(a, context.body + credit.dateline_stop) if a == context.body else a, b)
        for a, b in paragraphs(context.text)
        if gate(context.language).search(context.text, a, b)
    ]


def _pointed(context: Context, spans: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """ "the city", "its capital": what they point at."""
    for start, stop in spans:
        for match in POINTED.finditer(context.text, start, stop):
            word = match[1]
            hit = None if _is_named(match.end(), context) else context.place_before(match.start(1), word)
            if hit is not None:
                yield Found(hit, match.start(1), match.end(1), "full")


def _is_named(stop: int, context: Context) -> bool:
    """ "the capital, Sanaa", "the town X": the name stands behind."""
    return any(stop < p.start <= stop + 2 and context.text[stop : p.start] in (" ", ", ") for p in context.places)


def _as_hit(found: Found) -> PlaceHit:
    return replace(found.hit, start=found.start, stop=found.stop, match="coreference")


def moved(hit: PlaceHit, by: int) -> PlaceHit:
    return replace(hit, start=hit.start + by, stop=hit.stop + by)


def _told_elsewhere(
    context: Context, spans: Sequence[tuple[int, int]], verdicts: Mapping[int, Verdict]
) -> list[tuple[int, int]]:
    """Paragraphs that the gate kept out, but of whose places the judge says that they changed hands: bare lists."""
    changed = [at for at, v in verdicts.items() if v.probability("none", "near", "hold", "unreal") < 1 - TELLING]
    return [
        (a, b)
        for a, b in paragraphs(context.text)
        if a >= context.body and any(a <= at < b for at in changed) and not any(c < b and a < d for c, d in spans)
    ]
