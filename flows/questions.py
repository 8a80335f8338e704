"""A question in, rows of the snapshot out on stdout: `sql`, `alerts`, `explain`."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import IO, Any, Literal

from flows.channels import ALERT_FIELDS
from flows.exits import WRONG_USAGE, CommandError
from flows.show import pick, shorten, write_csv, write_json, write_jsonl, write_table
from flows.story import Story, tell_story
from warehouse.ask import ask, ask_sql, write_parquet
from warehouse.connection import open_reader

Format = Literal["table", "csv", "json", "jsonl", "parquet"]
ALERT_TABLE = ("raised_at", "kind", "admin1_name", "admin1", "actor", "place", "level", "roots", "quote", "event_id")
PENDING = ("channel", "attempts", "next_try", "last_error")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AGE = re.compile(r"(\d{1,6})\s*([mhdw])")


def read_since(text: str, *, now: datetime) -> datetime:
    """`2021-08-15`, `2021-08-15T10:00+02:00` or an age like `3d` in, a moment out; a time without a zone is UTC."""
    age = _AGE.fullmatch(text.strip().lower())
    try:
        if age:
            return now - timedelta(**{UNITS[age[2]]: int(age[1])})
        moment = datetime.fromisoformat(text.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        why = f"--since {text!r} is no time: give a day (2021-08-15), a time (2021-08-15T10:00Z) or an age (2h, 3d)"
        raise CommandError(why, status=WRONG_USAGE) from error


def print_alerts(
    db: Path, since: str | None, *, withdrawn: bool, format: Literal["table", "jsonl"], out: IO[str]
) -> None:
    """Alerts raised since then, oldest first: those that stand, or those that were told and no longer do."""
    moment = read_since(since, now=datetime.now(UTC)) if since else None
    with open_reader(db) as con:
        rows = ask(con, "alerts_since", since=moment, withdrawn=withdrawn)
    extra = ("withdrawn_at", "superseded_by") if withdrawn else ()
    _print_alert_rows(rows, (*ALERT_FIELDS, *extra), (*extra, *ALERT_TABLE), format=format, out=out)


def print_pending(db: Path, channels: Sequence[str], *, format: Literal["table", "jsonl"], out: IO[str]) -> None:
    """Names of channels in; what each has not been told yet, when it is tried again and why not before."""
    with open_reader(db) as con:
        rows = ask(con, "alerts_undelivered", channels=list(channels))
    _print_alert_rows(rows, (*PENDING, *ALERT_FIELDS), (*PENDING, *ALERT_TABLE), format=format, out=out)


def _print_alert_rows(
    rows: Sequence[Mapping[str, Any]],
    fields: Sequence[str],
    columns: Sequence[str],
    *,
    format: Literal["table", "jsonl"],
    out: IO[str],
) -> None:
    if format == "jsonl":
        write_jsonl(({field: row[field] for field in fields} for row in rows), out)
        return
    write_table(columns, pick(({**row, "quote": shorten(str(row["quote"]), 90)} for row in rows), columns), out)


def print_answer(db: Path, query: str, *, format: Format, out: IO[str]) -> None:
    """One select statement in, its rows out on the locked snapshot."""
    if not query.strip():
        raise CommandError('the query is empty: try frontwire sql "from control_now"', status=WRONG_USAGE)
    if format == "parquet":
        _print_parquet(db, query, out)
        return
    with open_reader(db) as con:
        answer = ask_sql(con, query)
        columns = name_apart(answer.columns)
        if format == "csv":
            write_csv(columns, answer.rows, out)
        elif format == "table":
            write_table(columns, answer.rows, out)
        else:
            write = write_jsonl if format == "jsonl" else write_json
            write((dict(zip(columns, row, strict=True)) for row in answer.rows), out)


def _print_parquet(db: Path, query: str, out: IO[str]) -> None:
    if out.isatty():
        raise CommandError("parquet is no text for a terminal: add > FILE.parquet", status=WRONG_USAGE)
    with open_reader(db) as con:
        write_parquet(con, query, out.buffer if isinstance(out, TextIOWrapper) else BytesIO())


def name_apart(columns: Sequence[str]) -> list[str]:
    """Column names in, the same out with numbers where two are equal: an object would lose one of them."""
    names: list[str] = []
    for column in columns:
        name, count = column, 1
        while name in names:
            name, count = f"{column}_{count}", count + 1
        names.append(name)
    return names


def print_event(db: Path, prefix: str, *, out: IO[str]) -> None:
    """The id of an event, or its beginning, in; all that is known of it out."""
    with open_reader(db) as con:
        event = _read_event(ask(con, "event_by_prefix", prefix=prefix.strip().lower()), prefix)
        event_id = event["event_id"]
        story = Story(
            event=event,
            mentions=ask(con, "explain_event", event_id=event_id),
            transitions=ask(con, "event_transitions", event_id=event_id),
            refusals=ask(con, "event_refusals", event_id=event_id),
            ledger=ask(con, "event_ledger", event_id=event_id),
            alerts=ask(con, "event_alerts", event_id=event_id),
            deliveries=ask(con, "event_deliveries", event_id=event_id),
        )
    for line in tell_story(story):
        out.write(line + "\n")


def _read_event(found: Sequence[Mapping[str, Any]], prefix: str) -> Mapping[str, Any]:
    if prefix.strip() and len(found) == 1:
        return found[0]
    exact = [event for event in found if event["event_id"] == prefix]
    if exact:
        return exact[0]
    why = f"there is no event {prefix!r}; take an id from `frontwire alerts` or from table event"
    if found:
        why = f"{len(found)} events start with {prefix!r}; give more of the id"
    raise CommandError(why, status=WRONG_USAGE)
