"""A judge's verdict on a place, the article's sides in; the side that it points at out, and how surely."""

from parsers.reading.arguments import PEOPLE, Who, name_of
from parsers.reading.context import Context
from parsers.reading.judge import Verdict
from parsers.records import ActorHit

PRONOUNS = PEOPLE | {"who", "which", "that", "its", "their"}


def find_pointed(verdict: Verdict, context: Context) -> list[tuple[Who, float]]:
    """Every side that the judge may mean, the likeliest first; what points at one side by different words adds up."""
    shares: dict[object, float] = {}
    best: dict[object, tuple[float, Who]] = {}
    for word in verdict.pointing:
        shift = 0 if word.in_title else context.body
        who = _who_at(word.start + shift, word.stop + shift, context)
        if who is None:
            continue
        key = who.name or who.text.lower()
        shares[key] = shares.get(key, 0.0) + word.share
        best[key] = max(best.get(key, (0.0, who)), (word.share, who), key=lambda pair: pair[0])
    found = [(best[key][1], share) for key, share in shares.items()]
    return sorted(found, key=lambda pair: -pair[1])


def _who_at(start: int, stop: int, context: Context) -> Who | None:
    """The side that a word names, or that a pronoun stands for."""
    word = context.text[start:stop]
    named: ActorHit | None = context.actor_at(start, stop) or context.state_at(start, stop)
    if named is not None:
        return Who(name_of(named, context), named.text, named.start, named.side)
    meant = context.actor_before(start, word.lower()) if word.lower() in PRONOUNS else None
    return Who(context.role(meant), word, start, meant.side) if meant else None
