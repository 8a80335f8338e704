"""Reports in, readings out as if an extractor had found them in articles: what `load_reading` takes, without spaCy."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.batch import ReadDocument, Reading
from flows.channels import open_channel
from flows.loading import load_reading, open_run
from flows.pipeline import RunSummary, finish_run
from flows.settings import load_settings
from parsers.records import Article, Document, Report
from tests.template import lay_warehouse
from warehouse.connection import Connection, open_writer

LOADED = datetime(2021, 9, 1, 6, tzinfo=UTC)
STANDING = {
    "event": "select * from event order by all",
    "event_mention": "select * from event_mention order by all",
    "event_transition": "select * from event_transition order by all",
    "event_refusal": "select * from event_refusal order by all",
    "control_line": "select * exclude (entry, recorded_at) from control_line order by all",
    "control_history": "from control_history order by all",
    "alert": "select * exclude (raised_at) from alert where withdrawn_at is null order by all",
}


def read_documents(reports: Iterable[Report]) -> list[ReadDocument]:
    """One document an article; its text is the sentences that its mentions quote."""
    articles: dict[str, list[Report]] = {}
    for report in reports:
        articles.setdefault(report.mention.article_id, []).append(report)
    return [_read(own) for own in articles.values()]


def _read(reports: Sequence[Report]) -> ReadDocument:
    first, text, mentions = reports[0], "", []
    for report in sorted(reports, key=lambda r: r.mention.start):
        start, text = len(text), f"{text}{report.mention.quote}\n"
        mentions.append(replace(report.mention, start=start, stop=len(text) - 1))
    article = Article(
        article_id=first.mention.article_id,
        title="",
        text=text,
        url=first.url,
        outlet=first.outlet,
        published=first.published,
    )
    document = Document(source="test", name=article.article_id, media_type="text/plain", body=b"")
    return ReadDocument(document=document, article=article, mentions=tuple(mentions))


def load_all(db: Path, found: Sequence[ReadDocument], *, size: int = 100, now: datetime = LOADED) -> None:
    """Loads them in this order, `size` a batch, a second between two batches."""
    if not db.exists() and not db.with_name(f".{db.name}.writer").exists():
        lay_warehouse(db)
        open_run(db, a_run(now), [], now=now)
    for number, first in enumerate(range(0, len(found), size)):
        batch = tuple(found[first : first + size])
        moment = now + timedelta(seconds=number)
        load_reading(db, Reading(found=batch, documents=len(batch)), run_id="r1", now=moment)


def a_run(now: datetime) -> dict[str, object]:
    counts = dict.fromkeys(
        "read new updated duplicate rejected events_new events_updated alerts not_read reread".split()
    )
    return {"run_id": "r1", "started_at": now, "ended_at": None, "sources": ["test"], **counts}


def read_standing(con: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All that is worked out from the mentions, without the clocks of the loading."""
    return {table: con.execute(query).fetchall() for table, query in STANDING.items()}


def standing_after(db: Path, found: Sequence[ReadDocument], *, size: int) -> dict[str, list[tuple[Any, ...]]]:
    """What stands in a new warehouse once these are loaded."""
    load_all(db, found, size=size)
    with open_writer(db) as con:
        return read_standing(con)


def tell(db: Path, channels: str = "", *, run_id: str = "r1", **alert: Any) -> RunSummary:
    """The end of a run: what is loaded is published and told."""
    settings = load_settings(None, db=db, alert={"channels": channels, **alert})
    opened = [open_channel(address) for address in settings.alert.channels]
    return finish_run(RunSummary(run_id=run_id, started_at=LOADED), settings, opened, screen=None)


def open_told(db: Path, channels: str) -> None:
    """A new warehouse whose channels are told from now on."""
    settings = load_settings(None, db=db, alert={"channels": channels})
    open_run(db, a_run(LOADED), [open_channel(a) for a in settings.alert.channels], now=LOADED)
