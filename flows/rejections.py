"""Rejected rows in, a list on stdout or documents for another try out: `frontwire rejected`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import IO, Any, Literal

from flows.archive import Archive, archive_folder
from flows.archive_reading import read_payload
from flows.asking import Asker
from flows.batch import Item
from flows.described import read_description
from flows.exits import WRONG_USAGE, CommandError
from flows.pages import PageReader
from flows.pipeline import DIRECT, RunSummary, Screen, run_steps
from flows.records import FeedMemory, FeedState, Rejected
from flows.settings import Settings
from flows.show import pick, shorten, write_jsonl, write_table
from flows.sources import find_documents, is_address, read_entries_again
from flows.stream import SourceStream
from parsers.errors import ParseError
from parsers.records import Archived, Document
from warehouse.ask import ask
from warehouse.connection import open_reader

Row = Mapping[str, Any]

FIELDS = ("rejected_id", "source", "name", "code", "detail", "first_seen", "last_seen", "tries", "item_id")
PLACE = ("file", "offset", "digest")
TABLE = ("rejected_id", "code", "tries", "last_seen", "name", "detail", "source")
ARCHIVED = tuple(field.name for field in fields(Archived))
_SHORTEST_ID = 4


def find_rejected(db: Path, ids: Sequence[str], *, code: str | None, source: str | None) -> list[Row]:
    """What is still rejected: all, or what the ids (or their beginnings), the reason and the source name."""
    with open_reader(db) as con:
        rows = ask(con, "rejected_rows", code=code, source=source)
    if not ids:
        return list(rows)
    wanted = [one.strip().lower() for one in ids]
    for one in wanted:
        if len(one) < _SHORTEST_ID or not any(row["rejected_id"].startswith(one) for row in rows):
            why = f"there is no rejected document {one!r}; take an id from `frontwire rejected`"
            raise CommandError(why, status=WRONG_USAGE)
    return [row for row in rows if row["rejected_id"].startswith(tuple(wanted))]


def print_rejected(rows: Sequence[Row], *, format: Literal["table", "jsonl"], out: IO[str]) -> None:
    """Rejected rows in; they go to `out`, with the place of their bytes where there are any."""
    if format == "jsonl":
        write_jsonl(({name: row[name] for name in (*FIELDS, *PLACE)} for row in rows), out)
        return
    write_table(TABLE, pick(({**row, "detail": shorten(row["detail"] or "", 90)} for row in rows), TABLE), out)


def retry(rows: Sequence[Row], settings: Settings, *, screen: Screen | None) -> RunSummary:
    """Rejected rows in, one more try of each as a run of its own out; what comes of it is loaded and told."""
    sources = list(dict.fromkeys(row["source"] for row in rows))
    return run_steps(sources, settings, DIRECT, screen=screen, opened=partial(RetryStream, rows))


class RetryStream(SourceStream):
    """Rejected documents instead of whole sources: out of the archive, else by their address, else by their file."""

    def __init__(
        self,
        rows: Sequence[Row],
        sources: Sequence[str],
        settings: Settings,
        memory: FeedMemory,
        pages: PageReader,
        asker: Asker,
        *,
        held: Sequence[Rejected] = (),
        archive: Archive | None = None,
    ) -> None:
        super().__init__(sources, settings, memory, pages, asker, archive=archive)
        self._not_now = {row["source"] for row in rows} - set(sources)
        self._left_out = held
        self._again = self._read_all(rows)

    def _next(self) -> Item | None:
        return next(self._again, None)

    def _read_all(self, rows: Sequence[Row]) -> Iterator[Item]:
        """What the rows stand for; those of one file or source together."""
        folder = archive_folder(self._settings.archive, self._settings.db)
        entries: list[Document] = []
        left: dict[str, list[Row]] = {}
        for row in rows:
            known = _known(row, folder)
            if known is not None and known.body:
                yield known
            elif known is not None and known.item_id is not None:
                entries.append(known)
            else:
                left.setdefault(_source_of(row), []).append(row)
        yield from read_entries_again(entries, self._settings, self._asker, archive=self._archive)
        for path, those in left.items():
            if path in self._not_now:  # its host wants a pause, by hand too
                yield from (one for one in self._left_out if one.source == path)
                continue
            yield from self._read_source(path, {row["name"]: row for row in those})

    def _read_source(self, path: str, rows: dict[str, Row]) -> Iterator[Item]:
        """A source with all its documents where it was rejected itself, else those that were; what is gone says so."""
        is_whole = path in rows or is_address(path)  # what a feed gives is settled by it
        found = False
        for item in find_documents(
            [path],
            settings=self._settings,
            memory=self._memory,
            reader=self._pages,
            asker=self._asker,
            archive=self._archive,
        ):
            name = item.url if isinstance(item, FeedState) else item.name
            row = rows.pop(name, None)
            found = True
            if isinstance(item, FeedState) or (row is None and is_whole):
                yield item
            elif row is not None:
                yield replace(item, source=row["source"])
        for row in [row for name, row in rows.items() if not (found and name == path)]:
            why = "is not there any more"
            yield Rejected(source=row["source"], name=row["name"], code="not_found", detail=why)


def _source_of(row: Row) -> str:
    """What to read for a row: its own address, else its feed, else the file that its name begins with."""
    if is_address(row["name"]) and not row["name"].startswith(f"{row['source']}#"):
        return str(row["name"])
    return str(row["source"]) if is_address(row["source"]) else _file_of(row["name"])


def _known(row: Row, folder: Path) -> Document | None:
    """The document as it was known, with its bytes where the archive has them."""
    if row["known"] is None:
        return None
    archived = Archived(**{name: row[name] for name in ARCHIVED}) if row["record_id"] else None
    body = read_payload(folder / archived.file, archived.offset, archived.digest) if archived else None
    try:
        return read_description(json.loads(row["known"]), body or b"", name=row["name"], archived=archived)
    except (ParseError, ValueError):
        return None


def _file_of(name: str) -> str:
    """The file of a document: `path:line` and `path:address` stand for a part of it."""
    path = name
    while path and not Path(path).exists():
        path = path.rpartition(":")[0]
    return path or name
