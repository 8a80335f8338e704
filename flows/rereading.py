"""A warehouse in; its articles that were stored unread, and whose language can be read by now, are read after all."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from flows.interrupts import stop_if_interrupted
from flows.loading import Loaded, find_places, find_scopes, resolve_scopes
from parsers.knowledge.languages import find_readable
from parsers.records import Article, Mention
from warehouse.ask import ask
from warehouse.connection import open_writer, transaction
from warehouse.load import merge
from warehouse.versions import mark_read

BATCH = 50


def reread_articles(path: Path, *, now: Callable[[], datetime]) -> Iterator[tuple[int, Loaded]]:
    """Batch by batch: how many articles were read, and what that changed; each batch is whole or not there."""
    readable = find_readable()
    while True:
        with open_writer(path) as con:
            rows = ask(con, "articles_unread", languages=readable, most=BATCH)
        if not rows:
            return
        mentions = {row["article_id"]: _read(Article(**row)) for row in rows}
        yield len(rows), _load(path, mentions, now=now())


def _read(article: Article) -> list[Mention]:
    from parsers.reading.mentions import read_mentions

    stop_if_interrupted()
    try:
        return read_mentions(article)
    except Exception:  # as in `read_document`: one text must not stop a run; it is stored, and tells nothing
        return []


def _load(path: Path, read: dict[str, list[Mention]], *, now: datetime) -> Loaded:
    mentions = [mention for found in read.values() for mention in found]
    with open_writer(path) as con, transaction(con):
        merge(con, "mention", map(asdict, mentions))
        merge(con, "place", find_places(mentions))
        mark_read(con, list(read))
        changes = resolve_scopes(con, sorted(find_scopes(con, list(read))), now=now)
    return Loaded(events_new=changes.events_new, events_updated=changes.events_updated, alerts=changes.alerts_new)
