"""Who tells it, on which side -> how far it is asserted; over the whole article, rival words settled."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.knowledge import actors as lexicon
from parsers.knowledge.patterns import cue
from parsers.reading.attribution import Told
from parsers.records import Assertion, Mention


def read_assertion(
    told: Sequence[Told], *, gainer: str | None, loser: str | None, country: str | None, voice: str | None = None
) -> Assertion:
    """The judgement of one passage (CONTRACT.md); denials and rival claims elsewhere are joined in `settle`.

    In a communique (`voice`) the side that speaks claims what it gained and concedes what it lost.
    """
    if any(t.denies for t in told):
        return "denied"
    if voice is not None and gainer is not None:
        return "claimed" if _same_side(voice, gainer) else "confirmed"
    if not told:
        return "reported"
    speakers = [t.speaker.name for t in told if t.speaker and t.speaker.name]
    if gainer and speakers and all(_same_side(s, gainer) for s in speakers) and not _independent(told):
        return "claimed"
    if any(_is_loser(s, gainer=gainer, loser=loser, country=country) for s in speakers):
        return "confirmed"
    if any(t.verb in cue("confirm") for t in told) and not any(_same_side(s, gainer) for s in speakers):
        return "confirmed"
    return "reported"


def settle(mentions: Sequence[Mention]) -> list[Mention]:
    """Per place over the whole article: a claim beside a denial stands contested; a firm report beats both."""
    by_place: dict[tuple[str | None, str | None], set[Assertion]] = {}
    for m in mentions:
        if m.modality == "actual":
            by_place.setdefault((m.admin1, m.place), set()).add(m.assertion)
    settled = []
    for m in mentions:
        seen = by_place.get((m.admin1, m.place), set())
        rival = "denied" in seen and "claimed" in seen and m.assertion in ("denied", "claimed")
        settled.append(replace(m, assertion="contested") if rival and m.modality == "actual" else m)
    return settled


def _same_side(speaker: str, gainer: str | None) -> bool:
    return gainer is not None and (speaker == gainer or lexicon.allies(speaker, gainer))


def _is_loser(speaker: str, *, gainer: str | None, loser: str | None, country: str | None) -> bool:
    if loser is not None:
        return _same_side(speaker, loser)
    return bool(
        gainer and country and lexicon.is_home_state(speaker, country) and not lexicon.is_home_state(gainer, country)
    )


def _independent(told: Sequence[Told]) -> bool:
    return any(link.kind in ("resident", "organisation", "media") for t in told for link in t.links)
