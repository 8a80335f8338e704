"""What articles say in all their versions in; the same with each retraction at its time out.

A correction is heard twice: its former text at its own time, as people were told then, and its retraction when the next
text took its place. What the next text still says was never taken back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from parsers.joining import join_reports
from parsers.provinces import Telling
from parsers.records import Event, EventMention, Report

Tellings = dict[str, list[Telling]]
MOMENT = timedelta(microseconds=1)
RANK = {"loss": 0, "denial": 1, "gain": 2, "retraction": 3}  # of what one article says at one time


def hear_retractions(tellings: Mapping[str, Sequence[Telling]]) -> Tellings:
    """Per province what all versions say, in order -> the same as people heard it, with what was taken back."""
    return {admin1: _hear_province(told) for admin1, told in tellings.items()}


def join_retracted(
    reports: Sequence[Report], tellings: Mapping[str, Sequence[Telling]]
) -> tuple[list[Event], list[EventMention]]:
    """Reports of all versions, and what was heard -> the events that only former texts tell, as far as it was heard."""
    heard = {t.report.mention.mention_id for told in tellings.values() for t in told}
    retired = {r.mention.mention_id: r.retired_at for r in reports if r.retired_at is not None}
    events, links = join_reports([r for r in reports if r.retired_at and r.mention.mention_id in heard])
    ends = {event.event_id: [retired[k.mention_id] for k in links if k.event_id == event.event_id] for event in events}
    return [replace(e, retracted_at=max(at for at in ends[e.event_id] if at)) for e in events], links


def _hear_province(told: Sequence[Telling]) -> list[Telling]:
    if all(telling.report.retired_at is None for telling in told):
        return list(told)
    articles: dict[str, list[Telling]] = {}
    for telling in told:
        articles.setdefault(telling.report.mention.article_id, []).append(telling)
    return sorted((heard for article in articles.values() for heard in _hear_article(article)), key=_moment)


def _moment(telling: Telling) -> tuple[object, ...]:
    """A telling -> its place in time; what is taken back goes when all that was told by then is heard."""
    report, rank = telling.report, RANK[telling.says]
    return (report.published, telling.says == "retraction", report.seq, report.mention.article_id, rank)


def _hear_article(told: Sequence[Telling]) -> Iterator[Telling]:
    """The versions of one article -> its gains and denials, each for as long as it is told; losses as of now."""
    yield from (one for one in told if one.says == "loss" and one.report.retired_at is None)
    lasting: dict[tuple[str, str], list[Telling]] = {}
    for one in sorted(told, key=lambda one: one.report.version):
        if one.says in ("gain", "denial"):
            lasting.setdefault((one.says, one.actor), []).append(one)
    for tellings in lasting.values():
        runs = list(_find_runs(tellings))
        for before, run in zip([None, *runs], runs, strict=False):
            yield from _hear_run(run, before, told)


def _find_runs(tellings: Iterable[Telling]) -> Iterator[list[Telling]]:
    """One thing that versions tell, in their order -> runs of versions without a gap."""
    run: list[Telling] = []
    for telling in tellings:
        if run and telling.report.version != run[-1].report.version + 1:
            yield run
            run = []
        run.append(telling)
    if run:
        yield run


def _hear_run(run: Sequence[Telling], before: Sequence[Telling] | None, told: Sequence[Telling]) -> Iterator[Telling]:
    """What some versions tell -> heard when the first told it, in the words of the last; then taken back."""
    first, last = run[0].report, run[-1].report
    ended = before[-1].report.retired_at if before else None
    published = max(first.published, ended + MOMENT) if ended else first.published  # said anew, after the retraction
    heard = replace(run[-1], report=replace(last, published=published, seq=first.seq))
    if last.retired_at is None:
        yield heard
    elif any(_is_overtaken(heard, other) for other in told):
        yield replace(heard, report=replace(heard.report, retired_at=None))
    else:
        yield heard
        yield replace(heard, says="retraction", assertion="denied", report=replace(last, published=last.retired_at))


def _is_overtaken(gain: Telling, later: Telling) -> bool:
    """True where the next version tells the gain as one that another holder has ended: it stands, as history."""
    return later.report.version == gain.report.version + 1 and gain.actor in dict(later.former)
