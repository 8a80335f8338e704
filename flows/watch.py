"""Alerts that are rows in, messages out, marks in the warehouse: at least once, a dead channel delays no other.

A channel sees the alerts that are raised from its first run on: adding one does not replay the past. A failed message
is tried again by later runs, after 1, 2, 4, ... minutes, at most 6 hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread
from time import monotonic

from flows.channels import AlertRow, Channel, ChannelError
from warehouse.ask import ask
from warehouse.connection import Connection
from warehouse.load import merge

CHANNEL_SECONDS = 15.0  # for all messages of a channel in one run
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
FIRST_USE = ""  # the "alert" of the row that says when a channel was first used
CONSOLE = "console"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One message that was tried; `error` None: it is out."""

    alert: AlertRow
    channel: str
    error: str | None = None


def register(con: Connection, channels: Iterable[Channel], *, now: datetime) -> None:
    """Channels in; those never seen get a row that says from when on they are told."""
    known = _starts(con)
    merge(con, "delivery", [_row(FIRST_USE, c.name, 0, delivered_at=now) for c in channels if c.name not in known])


def find_pending(con: Connection, channels: Iterable[Channel], *, now: datetime) -> dict[str, list[AlertRow]]:
    """Channels in, the alerts out that each has to be told now, oldest first; the console is told of all."""
    starts = _starts(con)
    pending = {CONSOLE: _with_method(con, ask(con, "alerts_pending", channel=CONSOLE, now=now))}
    for channel in channels:
        start = starts.get(channel.name, now)
        due = ask(con, "alerts_pending", channel=channel.name, now=now)
        pending[channel.name] = [alert for alert in due if alert["raised_at"] >= start]
    return pending


def _with_method(con: Connection, alerts: Iterable[AlertRow]) -> list[AlertRow]:
    """Alerts in, the same with the method of their event out: people ask first whether there was a fight."""
    shown = list(alerts)
    rows = ask(con, "event_methods", event_ids=[alert["event_id"] for alert in shown])
    methods = {row["event_id"]: row["method"] for row in rows}
    return [{**alert, "method": methods.get(alert["event_id"])} for alert in shown]


def _starts(con: Connection) -> dict[str, datetime]:
    return {row["channel"]: row["started_at"] for row in ask(con, "channel_starts")}


def send_all(pending: Mapping[str, Sequence[AlertRow]], channels: Sequence[Channel]) -> list[Attempt]:
    """Pending alerts in, attempts out: channels at the same time, each for a bounded while."""
    attempts: list[Attempt] = []
    threads = [
        Thread(target=_send, args=(channel, pending[channel.name], attempts), daemon=True)
        for channel in channels
        if pending.get(channel.name)
    ]
    end = monotonic() + CHANNEL_SECONDS
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - monotonic()))
    done = list(attempts)  # a late thread may still append to the other list
    return done + [stuck for channel in channels if (stuck := _stuck(channel, pending, done))]


def _send(channel: Channel, alerts: Sequence[AlertRow], attempts: list[Attempt]) -> None:
    end = monotonic() + CHANNEL_SECONDS
    for alert in alerts:
        if monotonic() > end:
            return
        try:
            channel.send(alert)
        except ChannelError as error:
            attempts.append(Attempt(alert=alert, channel=channel.name, error=str(error)))
            return  # the next run tries the others first: this one has to wait
        attempts.append(Attempt(alert=alert, channel=channel.name))


def _stuck(channel: Channel, pending: Mapping[str, Sequence[AlertRow]], done: Sequence[Attempt]) -> Attempt | None:
    """The message at which a channel hangs; None where all went out, or one failed in time."""
    mine = [attempt for attempt in done if attempt.channel == channel.name]
    alerts = pending.get(channel.name, ())
    if len(mine) == len(alerts) or any(attempt.error for attempt in mine):
        return None
    return Attempt(alert=alerts[len(mine)], channel=channel.name, error=f"{channel.name}: took too long")


def find_marks(attempts: Iterable[Attempt], *, now: datetime) -> list[dict[str, object]]:
    """Attempts in, rows of table `delivery` out: what is told, and when the rest is tried again."""
    return [_mark(attempt, now=now) for attempt in attempts]


def _mark(attempt: Attempt, *, now: datetime) -> dict[str, object]:
    tried = attempt.alert.get("attempts")
    before = tried if isinstance(tried, int) else 0
    alert_id = str(attempt.alert["alert_id"])
    if attempt.error is None:
        return _row(alert_id, attempt.channel, before + 1, delivered_at=now)
    wait = min(FIRST_WAIT * 2 ** min(before, 16), LONGEST_WAIT)
    return _row(alert_id, attempt.channel, before + 1, next_try=now + wait, last_error=attempt.error)


def _row(
    alert_id: str,
    channel: str,
    attempts: int,
    *,
    next_try: datetime | None = None,
    delivered_at: datetime | None = None,
    last_error: str | None = None,
) -> dict[str, object]:
    return {
        "alert_id": alert_id,
        "channel": channel,
        "attempts": attempts,
        "next_try": next_try,
        "delivered_at": delivered_at,
        "last_error": last_error,
    }
