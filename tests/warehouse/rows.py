"""Rows for tests of the warehouse: say what matters, the dull columns fill themselves in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.factories import a_mention, a_moment, an_article
from tests.template import lay_warehouse
from warehouse.connection import Connection, open_writer, transaction
from warehouse.load import Changes, merge, replace_scopes
from warehouse.migrate import migrate

LOADED = datetime(2021, 9, 1, 6, tzinfo=UTC)
OF_AN_EVENT = (
    *("type", "actor", "target", "place", "place_kind", "place_id", "admin1", "country", "lat", "lon"),
    *(
        "date_start",
        "date_end",
        "date_precision",
        "modality",
        "assertion",
        "method",
        "extent",
        "quote",
        "article_id",
        "detail",
    ),
)
Row = dict[str, Any]


@contextmanager
def a_writer(path: Path) -> Iterator[Connection]:
    """A writing session on a warehouse of this version, which may be there already."""
    lay_warehouse(path)
    with a_new_writer(path) as con:
        yield con


@contextmanager
def a_new_writer(path: Path) -> Iterator[Connection]:
    """The same, on a warehouse that has yet to be made."""
    with open_writer(path, wait_seconds=5) as con:
        migrate(con)
        yield con


def article_row(article_id: str, seq: int = 1, **known: Any) -> Row:
    """One row of table article."""
    if isinstance(known.get("published"), str):
        known["published"] = a_moment(known["published"])
    extra = {key: known.pop(key) for key in ("loaded_at", "run_id", "text_hash") if key in known}
    article = an_article(article_id=article_id, **known)
    row = asdict(article)
    del row["item_id"]
    row["authors"] = list(row["authors"])
    loaded = {"seq": seq, "loaded_at": LOADED, "run_id": "r1", "version": 1, "reading": "read"}
    return {**row, "text_hash": article.text_hash, **loaded, **extra}


def mention_row(article: Row, mention_id: str, quote: str | None = None, **known: Any) -> Row:
    """One row of table mention whose quote is a passage of its article."""
    quote = quote or article["text"][:20]
    start = article["text"].index(quote)
    return asdict(a_mention(article_id=article["article_id"], mention_id=mention_id, quote=quote, start=start, **known))


def event_row(article: Row, event_id: str, **known: Any) -> Row:
    """One row of table event: the Taliban captured Khost."""
    mention = mention_row(article, "m", **{k: v for k, v in known.items() if k not in ("scope", "basis")})
    moment = article["published"] or article["loaded_at"]
    return {
        **{name: mention[name] for name in OF_AN_EVENT},
        "event_id": event_id,
        "basis": "capital",
        "first_published": moment,
        "last_published": moment,
        "retracted_at": None,
        "state": mention["assertion"],
        "roots": ["Example Post"],
        "scope": mention["admin1"] or "unplaced",
        **known,
    }


def link_row(event: Row, mention: Row, reason: str = "same actor, place and day") -> Row:
    """One row of table event_mention."""
    return {
        "event_id": event["event_id"],
        "mention_id": mention["mention_id"],
        "article_id": mention["article_id"],
        "reason": reason,
        "scope": event["scope"],
    }


def line_row(event: Row, line_id: str, **known: Any) -> Row:
    """One row of table control_ledger, decided by the first article of an event."""
    same = ("admin1", "country", "place", "basis", "method", "assertion", "event_id", "article_id", "quote", "scope")
    return {
        **{name: event[name] for name in same},
        "line_id": line_id,
        "holder": event["actor"],
        "prior_holder": "Afghan government",
        "change": "captured",
        "since": date(2021, 8, 15),
        "since_end": date(2021, 8, 15),
        "roots": ["Example Post"],
        "voids": None,
        "entry": None,
        "recorded_at": LOADED,
        "withdrawn": False,
        "known_since": event["first_published"],
        **known,
    }


def alert_row(event: Row, alert_id: str, **known: Any) -> Row:
    """One row of table alert, caused by the first article of an event."""
    same = ("admin1", "country", "actor", "place", "basis", "event_id", "article_id", "quote", "scope")
    return {
        **{name: event[name] for name in same},
        "alert_id": alert_id,
        "kind": "new_capture",
        "admin1_name": "Khost",
        "level": "firm",
        "published": event["first_published"],
        "raised_at": LOADED,
        "roots": ["Example Post"],
        "url": "https://example.org/a",
        "episode": 1,
        "reason": None,
        "thread_id": "t1",
        "confidence": None,
        "withdrawn_at": None,
        "superseded_by": None,
        **known,
    }


def delivery_row(alert_id: str, channel: str = "desk", **known: Any) -> Row:
    """One row of table delivery: tried once, not told, held by nobody."""
    empty = ("next_try", "delivered_at", "last_error", "claimed_until", "claimed_by", "skipped_at", "message")
    return {"alert_id": alert_id, "channel": channel, "attempts": 1, **dict.fromkeys(empty), **known}


def place_row(place_id: str = "1444362", **known: Any) -> Row:
    """One row of table place: the province of Khost."""
    return {
        "place_id": place_id,
        "name": "Khost",
        "kind": "province",
        "admin1": "AF-KHO",
        "admin1_name": "Khost",
        "country": "AF",
        "lat": 33.3,
        "lon": 69.9,
        "seat": False,
        **known,
    }


def rejected_row(rejected_id: str, **known: Any) -> Row:
    """One row of table rejected."""
    return {
        "rejected_id": rejected_id,
        "source": "feed",
        "name": "page",
        "code": "timeout",
        "detail": None,
        "first_seen": LOADED,
        "last_seen": LOADED,
        "tries": 1,
        **dict.fromkeys(("item_id", "known", "record_id", "resolved_at", "article_id")),
        **known,
    }


def names_in(folder: Path) -> list[str]:
    """What lies in a folder, hidden files too."""
    return sorted(entry.name for entry in folder.iterdir())


def store(con: Connection, articles: list[Row], mentions: list[Row]) -> None:
    """Load articles and mentions in one transaction."""
    with transaction(con):
        merge(con, "article", articles)
        merge(con, "mention", mentions)


def put(con: Connection, *scopes: str, **rows: list[Row]) -> Changes:
    """Replace scopes in one transaction; kinds of rows that are not named are empty."""
    given: dict[str, list[Row]] = {"events": [], "links": [], "ledger": [], "alerts": [], **rows}
    with transaction(con):
        return replace_scopes(con, scopes, **given, now=LOADED)


def a_story(con: Connection) -> tuple[Row, Row, Row]:
    """One article with one mention that is one event, a ledger line and an alert; article, mention, event."""
    article = article_row("a1", published="2021-08-15")
    mention = mention_row(article, "m1", root_source="Reuters")
    event = event_row(article, "e1")
    store(con, [article], [mention])
    put(
        con,
        "AF-KHO",
        events=[event],
        links=[link_row(event, mention)],
        ledger=[line_row(event, "l1")],
        alerts=[alert_row(event, "x1")],
    )
    return article, mention, event
