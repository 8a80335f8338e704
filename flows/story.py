"""An event with all its rows in, a story for a sceptical editor out: who said what when, and what came of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flows.channels import RETRACTED
from flows.show import as_cell

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the warehouse knows of one event."""

    event: Row
    mentions: Sequence[Row]
    transitions: Sequence[Row]
    refusals: Sequence[Row]
    ledger: Sequence[Row]
    alerts: Sequence[Row]
    deliveries: Sequence[Row]


def tell_story(story: Story) -> Iterator[str]:
    """A story in, lines for people out; nothing in them can steer a terminal."""
    for block in (_head, _mentions, _belief, _refused, _ledger, _alerts):
        lines = [as_cell(line) for line in block(story)]
        if lines and block is not _head:
            yield ""
        yield from lines


def _head(story: Story) -> Iterator[str]:
    event = story.event
    parts = [event["type"], event["actor"] or "actor unknown", event["place"] or "place unknown", event["admin1"]]
    parts += [say_days(event["date_start"], event["date_end"]), event["modality"], event["assertion"], event["method"]]
    yield f"event {event['event_id']}: {', '.join(str(part) for part in parts if part)}"
    roots = event["roots"] or []
    yield f"state: {event['state']}; root sources that uphold it: {len(roots)} ({', '.join(roots) or 'none'})"


def _mentions(story: Story) -> Iterator[str]:
    """The time line: each passage with its outlet, root source and words, and why it was taken for this event."""
    for number, one in enumerate(story.mentions, 1):
        root = one["root_source"] or "root source unknown"
        outlet = one["outlet"] or "outlet unknown"
        when = say_days(one["date_start"], one["date_end"])
        yield f"{number}. {in_minutes(one['published'])}  {outlet}  root source: {root}  {one['assertion']}  of {when}"
        yield f"   “{' '.join(one['quote'].split())}”"
        yield f"   joined: {one['reason']}"
        if one["retired_at"]:
            yield f"   taken back {in_minutes(one['retired_at'])}: the article was changed"
        yield f"   {one['title'] or 'no title'}  {one['url'] or 'article ' + one['article_id']}"


def _belief(story: Story) -> Iterator[str]:
    """How far it was believed when, on whose word."""
    for step in story.transitions:
        roots = f"{len(step['roots'])} root source{'' if len(step['roots']) == 1 else 's'} by then"
        yield f"{step['state']} since {in_minutes(step['known_since'])}: {step['reason']} ({roots})"


def _refused(story: Story) -> Iterator[str]:
    """Look-alikes that were kept apart."""
    for one in story.refusals:
        other = one["refused_id"] if one["event_id"] == story.event["event_id"] else one["event_id"]
        what = f"{one['type']}, {one['actor'] or 'actor unknown'}, {say_days(one['date_start'], None)}"
        yield f"not the same as {other} ({what}): {one['reason']}"


def _ledger(story: Story) -> Iterator[str]:
    for line in story.ledger:
        before = f", before that {line['prior_holder']}" if line["prior_holder"] else ""
        holder = line["holder"] or "nobody known"
        since = say_days(line["since"], line["since_end"])
        yield (
            f"ledger: {line['admin1']} {line['change']}, held by {holder}{before}, since {since}, "
            f"known since {in_minutes(line['known_since'])} (entry {line['entry']})"
        )


def _alerts(story: Story) -> Iterator[str]:
    """What people were told, where, and whether it still stands."""
    for alert in story.alerts:
        where = f"{alert['admin1_name'] or ''} ({alert['admin1']})".strip()
        yield (
            f"alert {alert['alert_id']}: {alert['kind']} {where} {alert['actor']}, {alert['level']},"
            f"{' taken back by the article itself,' if alert['reason'] == RETRACTED else ''}"
            f" raised {in_minutes(alert['raised_at'])}, thread {alert['thread_id']}"
        )
        if alert["withdrawn_at"]:
            instead = f" in favour of alert {alert['superseded_by']}" if alert["superseded_by"] else ""
            yield f"   withdrawn {in_minutes(alert['withdrawn_at'])}{instead}"
        own = [one for one in story.deliveries if one["alert_id"] == alert["alert_id"]]
        yield from (f"   {line}" for one in own for line in _delivery(alert, one))


def _delivery(alert: Row, one: Row) -> Iterator[str]:
    if one["delivered_at"]:
        yield f"told {one['channel']} {in_minutes(one['delivered_at'])}"
        message = json.loads(one["message"]) if one["message"] else {}
        changed = [f for f in ("kind", "level", "article_id") if message and message.get(f) != alert[f]]
        if changed:
            yield (
                "as " + ", ".join(f"{field} {message.get(field)}" for field in changed) + "; later articles changed it"
            )
    elif one["skipped_at"]:
        yield f"not told {one['channel']}: below its thresholds"
    else:
        yield f"not told {one['channel']} yet: {one['last_error'] or 'being sent'}, {one['attempts']} tries"


def say_days(start: date | None, end: date | None) -> str:
    """An interval in, `2021-08-15`, `2021-08-14 to 2021-08-15` or `day unknown` out."""
    if start is None:
        return "day unknown"
    return f"{start}" if end is None or end == start else f"{start} to {end}"


def in_minutes(moment: datetime) -> str:
    """A moment in, `2021-08-15 12:00Z` out."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")
