"""An Article -> its Mentions: places and actors, gate, parse, two readers, one verdict, details; in one order."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from parsers.documents.wire import Credit, read_credit
from parsers.knowledge.actors import find_actors, find_states
from parsers.knowledge.gazetteer import load_gazetteer
from parsers.reading.arguments import Found, Who, read_actor
from parsers.reading.attribution import find_attributions
from parsers.reading.context import Context
from parsers.reading.gate import paragraphs
from parsers.reading.judge import Verdict, load_judge
from parsers.reading.manner import speaks_of_fighting
from parsers.reading.matching import subject_of
from parsers.reading.rules import Ruling, find_rulings, gate
from parsers.reading.settling import finish
from parsers.reading.shape import find_shape
from parsers.reading.syntax import Parsed, parse_paragraphs
from parsers.reading.telling import Clue, tell
from parsers.reading.times import find_times
from parsers.reading.verdict import TOLD, Joined, join
from parsers.records import Article, Mention, Method, PlaceHit

POINTED = re.compile(r"\b(?:the|this|that|its|their)\s+(?:\w+\s+)?(city|town|district|province|capital|village|base)\b")
LIKELY, SURE = 0.5, 0.85  # what the judge alone needs; what overrules a rule that says "not so"
SURE_OF_ACTOR, SURE_OF_METHOD = 0.4, 0.6


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
        return find_shape(_moved(hit, at - hit.start), self.context.text, self.context.places)


def read_mentions(article: Article) -> list[Mention]:
    """All events that the text tells, in text order; `text[m.start:m.stop] == m.quote` for each."""
    both = read_both(article)
    if both is None:
        return []
    times = [t for t in find_times(both.context.text) if not t.dateline]
    return finish([tell(clue, both.context, times, both.credit) for clue in find_clues(both)], both.context)


def read_both(article: Article) -> Both | None:
    """Rules and judge on the paragraphs that pass the gate; None where nothing is worth reading."""
    credit = read_credit(article.text, outlet=article.outlet)
    context = read_context(article, credit)
    spans = _worth_reading(context, credit)
    if not context.actors or not context.places or not spans:
        return None
    parses = list(parse_paragraphs(context.text, spans, context.places))
    rulings = [ruling for parsed in parses for ruling in find_rulings(parsed, context)]
    return Both(context, credit, parses, rulings, judge_places(context, spans, rulings))


def read_context(article: Article, credit: Credit) -> Context:
    """The article with its places and actors; the title stands before the body."""
    head = f"{article.title}\n\n" if article.title else ""
    text = head + article.text
    gazetteer = load_gazetteer()
    places = [
        replace(p, role="dateline") if len(head) <= p.start < len(head) + credit.dateline_stop else p
        for p in gazetteer.find_places(text, actors=find_actors(text))
    ]
    # Once more with the countries of the text: "Islamic State", "al-Shabaab", "the army" mean another side in each.
    countries = Counter(p.place.country for p in places if p.place.country and p.role != "dateline")
    actors = find_actors(text, countries=[country for country, _ in countries.most_common()])
    return Context(article, text, len(head), places, actors, find_states(text), gazetteer)


def judge_places(context: Context, spans: Sequence[tuple[int, int]], rulings: Sequence[Ruling]) -> dict[int, Verdict]:
    """The judge's verdicts by where their place starts, title and body; "the city" is judged as what it points at."""
    named = {p.start: p for p in context.places if p.role not in ("dateline", "metonym")}
    for pointed in [*_pointed(context, spans), *(r.found for r in rulings)]:
        named.setdefault(pointed.start, _as_hit(pointed))
    title = [h for at, h in sorted(named.items()) if h.stop <= context.body]
    body = [_moved(h, -context.body) for at, h in sorted(named.items()) if at >= context.body]
    wanted = [(max(0, a - context.body), b - context.body) for a, b in spans if b > context.body]
    found = load_judge().read(context.article.title, context.article.text, title, body, wanted=wanted)
    return {v.hit.start + (0 if v.in_title else context.body): v for v in found}


def find_clues(both: Both) -> Iterator[Clue]:
    """Every place of which both readers together say that its control changed, or might."""
    ruled: set[int] = set()
    for ruling in both.rulings:
        ruled.add(ruling.found.start)
        verdict = both.verdicts.get(ruling.found.start)
        joined = join(verdict, ruling.label, both.shape(ruling.found.start, ruling.found.hit))
        if ruling.label == "unreal" and (joined.outcome == "nothing" or joined.confidence < SURE):
            joined = Joined("unreal", joined.confidence)  # kept, though it raises nothing
        if joined.outcome != "nothing":
            yield _clue_of_ruling(ruling, joined, verdict)
    for at, verdict in sorted(both.verdicts.items()):
        joined = join(verdict, None, both.shape(at, verdict.hit))
        if (
            at in ruled
            or joined.outcome not in TOLD
            or joined.confidence < LIKELY
            or verdict.hit.place.kind == "country"
        ):
            continue
        parsed = next((p for p in both.parses if p.token_at(at)), None)
        if parsed is not None:
            yield _clue_of_verdict(at, verdict, joined, parsed, both.context)


def _clue_of_ruling(ruling: Ruling, joined: Joined, verdict: Verdict | None) -> Clue:
    return Clue(
        found=ruling.found,
        trigger=ruling.trigger,
        parsed=ruling.parsed,
        joined=joined,
        actor=ruling.actor,
        target=ruling.target,
        told=ruling.told,
        type=ruling.pattern.type,
        modality=ruling.modality,
        method=ruling.pattern.method if ruling.pattern.method != "unknown" else _method(verdict, ruling.parsed),
        pattern=ruling.pattern.id,
    )


def _clue_of_verdict(at: int, verdict: Verdict, joined: Joined, parsed: Parsed, context: Context) -> Clue:
    token = parsed.token_at(at)
    assert token is not None  # noqa: S101  the caller looked
    trigger = _governing(token)
    hit = _moved(verdict.hit, at - verdict.hit.start)
    return Clue(
        found=Found(hit, hit.start, hit.stop, "full"),
        trigger=trigger,
        parsed=parsed,
        joined=joined,
        actor=_pointed_actor(verdict, context) or _subject(trigger, parsed, context),
        target=None,
        told=tuple(find_attributions(trigger, parsed, context)),
        type=None,
        modality=None,
        method=_method(verdict, parsed),
        pattern="judge",
    )


def _method(verdict: Verdict | None, parsed: Parsed) -> Method:
    """The judge's method where it is sure; "fought" is its habit, so the paragraph must speak of fighting too."""
    if verdict is None or verdict.method_probability < SURE_OF_METHOD:
        return "unknown"
    return verdict.method if verdict.method != "fought" or speaks_of_fighting(parsed.doc.text) else "unknown"


def _pointed_actor(verdict: Verdict, context: Context) -> Who | None:
    """The actor in the words that the judge points at."""
    if verdict.actor_start is None or verdict.actor_stop is None or verdict.actor_probability < SURE_OF_ACTOR:
        return None
    shift = 0 if verdict.actor_in_title else context.body
    start, stop = verdict.actor_start + shift, verdict.actor_stop + shift
    text = context.text[start:stop]
    actor = context.actor_at(start, stop) or context.state_at(start, stop)
    if actor is None and text.lower() in ("they", "it", "them", "who"):
        actor = context.actor_before(start)
    return Who(context.role(actor), text, start, actor.side) if actor else None


def _subject(trigger: Token, parsed: Parsed, context: Context) -> Who | None:
    subject = subject_of(trigger)
    return read_actor(subject, parsed, context) if subject is not None else None


def _governing(token: Token) -> Token:
    """The verb of the clause that a place stands in."""
    while token.head != token and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token


def _worth_reading(context: Context, credit: Credit) -> list[tuple[int, int]]:
    """Paragraphs that pass the gate, the first one without its dateline."""
    return [
        (max(a, context.body + credit.dateline_stop) if a == context.body else a, b)
        for a, b in paragraphs(context.text)
        if gate().search(context.text, a, b)
    ]


def _pointed(context: Context, spans: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """ "the city", "its capital": what they point at."""
    for start, stop in spans:
        for match in POINTED.finditer(context.text, start, stop):
            word = match[1]
            hit = context.place_before(match.start(1), word)
            if hit is not None:
                yield Found(hit, match.start(1), match.end(1), "full")


def _as_hit(found: Found) -> PlaceHit:
    return replace(found.hit, start=found.start, stop=found.stop, match="coreference")


def _moved(hit: PlaceHit, by: int) -> PlaceHit:
    return replace(hit, start=hit.start + by, stop=hit.stop + by)
