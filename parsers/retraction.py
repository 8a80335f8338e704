"""What articles say in all their versions in; the same with each retraction at its time out.

A correction is heard twice: its former text at its own time, as people were told then, and its retraction when the next
text took its place. What the next text still says was never taken back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from parsers.fusing import in_order
from parsers.holders import OneName
from parsers.joining import Joined, join_reports
from parsers.lifecycle import take_back
from parsers.provinces import Telling
from parsers.records import Report

Tellings = dict[str, list[Telling]]
MOMENT = timedelta(microseconds=1)
RANK = {"loss": 0, "denial": 1, "gain": 2, "retraction": 3}  # of what one article says at one time


def hear_retractions(tellings: Mapping[str, Sequence[Telling]]) -> Tellings:
    """Per province what all versions say, in order -> the same as people heard it, with what was taken back."""
    return {admin1: _hear_province(told) for admin1, told in tellings.items()}


def join_retracted(reports: Sequence[Report], tellings: Mapping[str, Sequence[Telling]], one_name: OneName) -> Joined:
    """Reports of all versions, and what was heard -> the events that former texts tell, as far as it was heard."""
    heard = {t.report.mention.mention_id: t.report.retired_at for told in tellings.values() for t in told}
    retired = {r.mention.mention_id: r for r in reports if r.retired_at is not None and r.mention.mention_id in heard}
    joined = join_reports(list(retired.values()), one_name)
    told_by: dict[str, list[Report]] = {}
    for link in joined.links:
        told_by.setdefault(link.event_id, []).append(retired[link.mention_id])
    # What the next text tells as history was not taken back: see _is_overtaken.
    gone = {
        event_id: max(own, key=_end)
        for event_id, own in told_by.items()
        if all(heard[r.mention.mention_id] is not None for r in own)
    }
    return replace(
        joined,
        events=[
            replace(event, retracted_at=gone[event.event_id].retired_at, roots=()) if event.event_id in gone else event
            for event in joined.events
        ],
        transitions=[*joined.transitions, *(take_back(event_id, last) for event_id, last in gone.items())],
    )


def add_retracted(standing: Joined, gone: Joined) -> Joined:
    """Events that stand, and those of former texts -> all together; one that others still tell stands."""
    known = {event.event_id for event in standing.events}
    return Joined(
        events=[*standing.events, *(event for event in gone.events if event.event_id not in known)],
        links=[*standing.links, *(link for link in gone.links if link.event_id not in known)],
        transitions=[*standing.transitions, *(step for step in gone.transitions if step.event_id not in known)],
        refusals=[*standing.refusals, *(one for one in gone.refusals if one.event_id not in known)],
    )


def _end(report: Report) -> tuple[datetime, tuple[object, ...]]:
    """A former text's report -> when it was taken back; of equals the last in order."""
    return report.retired_at or report.published, in_order(report)


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
    stated = report.stated or report.published
    return (report.published, telling.says == "retraction", stated, report.seq, report.mention.article_id, rank)


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
    stated = first.stated if published == first.published else None
    heard = replace(run[-1], report=replace(last, published=published, stated=stated, seq=first.seq))
    if last.retired_at is None:
        yield heard
    elif any(_is_overtaken(heard, other) for other in told):
        yield replace(heard, report=replace(heard.report, retired_at=None))
    else:
        yield heard
        taken_back = replace(last, published=last.retired_at, stated=None)
        yield replace(heard, says="retraction", assertion="denied", report=taken_back)


def _is_overtaken(gain: Telling, later: Telling) -> bool:
    """True where the next version tells the gain as one that another holder has ended: it stands, as history."""
    return later.report.version == gain.report.version + 1 and gain.actor in dict(later.former)
