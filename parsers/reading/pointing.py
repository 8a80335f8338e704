"""A judge's verdict on a place, the article's sides in; the side that it points at out, and how surely."""

from parsers.reading.arguments import PEOPLE, Who, name_of
from parsers.reading.context import Context
from parsers.reading.judge import Verdict
from parsers.records import ActorHit


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
    text = context.text[start:stop]
    actor: ActorHit | None = context.actor_at(start, stop) or context.state_at(start, stop)
    if actor is None and text.lower() in PEOPLE | {"who", "which", "that", "its", "their"}:
        actor = context.actor_before(start, text.lower())
        return Who(context.role(actor), text, start, actor.side) if actor else None
    return (
        Who(name_of(actor, context), text if actor is None else actor.text, actor.start, actor.side) if actor else None
    )
