"""Alerts that are rows in, messages out, marks in the warehouse: at least once, a dead channel delays no other.

A channel sees the alerts that are raised from its first run on: adding one does not replay the past. A failed message
is tried again by later runs, after 1, 2, 4, ... minutes, at most 6 hours. Before a message is sent it is claimed, in a
transaction: two runs at once do not both send it. The claim of a run that died counts no more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread
from time import monotonic

from flows.channels import AlertRow, Channel, ChannelError, read_message
from flows.settings import AlertSettings
from flows.show import as_line
from flows.thresholds import part_by_thresholds
from warehouse.ask import ask
from warehouse.connection import Connection
from warehouse.load import merge

CHANNEL_SECONDS = 15.0  # for all messages of a channel in one run
SENDING_SECONDS = 11.0  # after which it starts no further one: the last may take some seconds
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
LEASE = timedelta(minutes=3)  # longer than sending and marking can take: see CHANNEL_SECONDS and open_writer
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who tells whom: one run, its settings, and whether another run that holds a claim still lives."""

    run_id: str
    settings: AlertSettings
    is_live: Callable[[str], bool]


def claim_pending(
    con: Connection, channels: Iterable[str], teller: Teller, *, now: datetime
) -> dict[str, list[AlertRow]]:
    """Names of channels in, the alerts out that each has to be told now, oldest first; they are claimed for this run.

    What lies below the thresholds is marked as skipped: a change of the configuration does not replay the past.
    """
    return {name: _claim_due(con, name, teller, due_by=now, now=now) for name in channels}


def claim_again(
    con: Connection, channels: Iterable[str], teller: Teller, *, since: datetime | None, now: datetime
) -> dict[str, list[AlertRow]]:
    """As `claim_pending`, but at once where a message had to wait; with `since` also what was told since then."""
    pending = {name: _claim_due(con, name, teller, due_by=None, now=now) for name in channels}
    for name in pending if since else ():
        ids = [row["alert_id"] for row in ask(con, "alerts_told_since", channel=name, since=since)]
        told = ask(con, "alerts_pending", channel=name, ids=ids, now=None)
        merge(con, "delivery", [_claim(alert, name, teller.run_id, now=now) for alert in told])
        pending[name] = [*told, *pending[name]]
    return pending


def _claim_due(con: Connection, name: str, teller: Teller, *, due_by: datetime | None, now: datetime) -> list[AlertRow]:
    """One channel's alerts that are due, claimed for this run."""
    due = ask(con, "alerts_pending", channel=name, ids=None, now=due_by)
    start = _starts(con).get(name, now)
    mine = due if name == CONSOLE else [alert for alert in due if alert["raised_at"] >= start]
    free = [alert for alert in mine if not _is_claimed(alert, teller, now=now)]
    wanted, below = part_by_thresholds(free, teller.settings)
    skipped = [_row(str(alert["alert_id"]), name, 0, skipped_at=now) for alert in below]
    merge(con, "delivery", [*skipped, *(_claim(alert, name, teller.run_id, now=now) for alert in wanted)])
    return _with_method(con, wanted)


def _is_claimed(alert: AlertRow, teller: Teller, *, now: datetime) -> bool:
    """Whether another run that is still at work is sending it."""
    until, holder = alert["claimed_until"], alert["claimed_by"]
    return isinstance(until, datetime) and until > now and isinstance(holder, str) and teller.is_live(holder)


def _claim(alert: AlertRow, channel: str, run_id: str, *, now: datetime) -> dict[str, object]:
    claimed = {"claimed_until": now + LEASE, "claimed_by": run_id, "last_error": alert["last_error"]}
    return {**_row(str(alert["alert_id"]), channel, _tries(alert)), **claimed}


def _tries(alert: AlertRow) -> int:
    tried = alert.get("attempts")
    return tried if isinstance(tried, int) else 0


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
    threads = {
        channel.name: Thread(target=_send, args=(channel, pending[channel.name], attempts), daemon=True)
        for channel in channels
        if pending.get(channel.name)
    }
    end = monotonic() + CHANNEL_SECONDS
    for thread in threads.values():
        thread.start()
    for thread in threads.values():
        thread.join(max(0.0, end - monotonic()))
    hanging = [name for name, thread in threads.items() if thread.is_alive()]
    done = list(attempts)  # a late thread may still append to the other list
    return done + [stuck for name in hanging if (stuck := _stuck(name, pending[name], done))]


def _send(channel: Channel, alerts: Sequence[AlertRow], attempts: list[Attempt]) -> None:
    end = monotonic() + SENDING_SECONDS
    for alert in alerts:
        if monotonic() > end:
            return  # the rest is due at the next run: no channel holds up a run for longer
        try:
            channel.send(alert)
        except ChannelError as error:
            attempts.append(Attempt(alert=alert, channel=channel.name, error=str(error)))
            return  # the next run tries the others first: this one has to wait
        attempts.append(Attempt(alert=alert, channel=channel.name))


def _stuck(name: str, alerts: Sequence[AlertRow], done: Sequence[Attempt]) -> Attempt | None:
    """The message at which a channel hangs; None where it ended just now. What it did not come to is due at once."""
    mine = [attempt for attempt in done if attempt.channel == name]
    if len(mine) == len(alerts) or any(attempt.error for attempt in mine):
        return None
    return Attempt(alert=alerts[len(mine)], channel=name, error=f"{name}: took too long")


def find_marks(
    attempts: Sequence[Attempt], pending: Mapping[str, Sequence[AlertRow]], *, now: datetime
) -> list[dict[str, object]]:
    """Attempts in, rows of table `delivery` out: what is told, when the rest is tried again; claims are let go."""
    tried = {(attempt.channel, attempt.alert["alert_id"]) for attempt in attempts}
    left = [(name, a) for name, alerts in pending.items() for a in alerts if (name, a["alert_id"]) not in tried]
    released = [{**_row(str(a["alert_id"]), name, _tries(a)), "last_error": a.get("last_error")} for name, a in left]
    return [*(_mark(attempt, now=now) for attempt in attempts), *released]


def _mark(attempt: Attempt, *, now: datetime) -> dict[str, object]:
    before = _tries(attempt.alert)
    alert_id = str(attempt.alert["alert_id"])
    if attempt.error is None:
        message = as_line(read_message(attempt.alert))
        return _row(alert_id, attempt.channel, before + 1, delivered_at=now, message=message)
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
    skipped_at: datetime | None = None,
    message: str | None = None,
) -> dict[str, object]:
    """A row that nobody has claimed."""
    return {
        "alert_id": alert_id,
        "channel": channel,
        "attempts": attempts,
        "next_try": next_try,
        "delivered_at": delivered_at,
        "last_error": last_error,
        "claimed_until": None,
        "claimed_by": None,
        "skipped_at": skipped_at,
        "message": message,
    }
