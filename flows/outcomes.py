"""A reading in, rows of what became of each of its documents out: rejected, resolved, and where its bytes stand."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from flows.archive import archive_folder
from flows.archive_index import find_files
from flows.batch import ReadDocument, Reading
from flows.described import describe
from flows.records import Rejected
from flows.settings import Settings
from flows.sources import is_address
from parsers.records import Archived, stable_id
from warehouse.connection import Connection
from warehouse.load import merge
from warehouse.outcomes import resolve_rejected


def load_outcomes(
    con: Connection, reading: Reading, articles: Sequence[tuple[ReadDocument, str]], *, now: datetime
) -> None:
    """A reading and the articles that its documents are; whatever was rejected before and came now is resolved."""
    merge(con, "rejected", [rejected_row(one, now=now) for one in reading.rejected])
    came: dict[str, str | None] = {one.document.name: article_id for one, article_id in articles}
    came |= {name: None for name in _find_sources(reading, articles) if name not in came}
    resolve_rejected(con, came, now=now)
    merge(con, "raw", _raw_rows(reading, articles))


def _find_sources(reading: Reading, articles: Sequence[tuple[ReadDocument, str]]) -> set[str]:
    """Feeds and files that could be read themselves; an old entry of a feed says nothing of the feed."""
    files = {one.document.source for one, _ in articles if not is_address(one.document.source)}
    return (files | {state.url for state in reading.states}) - {one.name for one in reading.rejected}


def find_archived(settings: Settings) -> list[str]:
    """Which files of the archive are there; the others that are known are deleted, or moved."""
    return [path.name for path in find_files(archive_folder(settings.archive, settings.db))]


def rejected_id(source: str, name: str) -> str:
    """One row a document, whatever it was rejected for at each try."""
    return stable_id(source, name)


def rejected_row(one: Rejected, *, now: datetime) -> dict[str, object]:
    """What was rejected in, its row out."""
    known = json.dumps(describe(one.document), ensure_ascii=False, default=str) if one.document else None
    return {
        "rejected_id": rejected_id(one.source, one.name),
        "source": one.source,
        "name": one.name,
        "code": one.code,
        "detail": one.detail,
        "first_seen": now,
        "last_seen": now,
        "tries": 1,
        "item_id": one.document.item_id if one.document else None,
        "known": known,
        "record_id": one.archived.record_id if one.archived else None,
        "resolved_at": None,
        "article_id": None,
    }


def _raw_rows(reading: Reading, articles: Sequence[tuple[ReadDocument, str]]) -> Iterator[dict[str, object]]:
    for one, article_id in articles:
        if one.document.archived:
            yield _raw_row(one.document.archived, article_id=article_id, text_hash=one.article.text_hash)
    for rejected in reading.rejected:
        if rejected.archived:
            yield _raw_row(rejected.archived, rejected_id=rejected_id(rejected.source, rejected.name))


def _raw_row(archived: Archived, **of: str) -> dict[str, object]:
    return {
        "record_id": archived.record_id,
        "article_id": of.get("article_id"),
        "text_hash": of.get("text_hash"),
        "rejected_id": of.get("rejected_id"),
        "asked": archived.asked,
        "url": archived.url,
        "status": archived.status,
        "media_type": archived.media_type,
        "fetched_at": archived.fetched_at,
        "digest": archived.digest,
        "size": archived.size,
        "file": archived.file,
        "offset": archived.offset,
        "gone_at": None,
    }
