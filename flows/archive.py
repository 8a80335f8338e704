"""Answers of the net in, WARC records on disk out: each payload once, durable before anything rests on it.

A record is one gzip member. A killed writer leaves at most one that is cut off; readers stop there, and the next
writer takes it away.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self
from uuid import uuid4

from flows.archive_index import (
    DIGEST,
    Entry,
    Indexed,
    append_index,
    find_files,
    find_payloads,
    index_path,
    read_digest,
    read_index,
    read_record,
    write_index,
)
from flows.archive_members import find_members
from flows.archive_records import SOFTWARE, http_headers, pack, warc_date, warcinfo
from flows.described import describe
from flows.errors import FlowError
from flows.settings import ArchiveSettings
from parsers.records import Archived, Document

if TYPE_CHECKING:
    from flows.fetch import Fetched

ROTATE_BYTES = 64_000_000
_PAYLOAD_CAP = 64_000_000


class ArchiveError(FlowError):
    """The archive cannot be written, so nothing may be loaded that rests on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Original:
    """Where a payload stands already."""

    file: str
    offset: int
    url: str
    date: str
    record_id: str


class Archive:
    """Appends to the newest file of its folder, which is its own as long as it is open; `sync` makes all durable."""

    def __init__(self, folder: Path, settings: ArchiveSettings, *, rotate_bytes: int = ROTATE_BYTES) -> None:
        self.folder = folder
        self._settings = settings
        self._rotate = min(rotate_bytes, settings.max_bytes // 8)
        self._file: BinaryIO | None = None
        self._path = folder
        self._stop = 0
        self._fresh: list[Entry] = []  # written, not yet durable
        self._payloads: dict[bytes, tuple[str, int]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def keep(self, answer: "Fetched", *, asked: str) -> Archived:
        """An answer as a record: its body, or where an equal one stands."""
        fetched_at = answer.fetched_at or datetime.now(UTC)
        headers = http_headers(answer)
        record_id, place, digest = self._store(
            answer.body, "response", url=answer.url, fetched_at=fetched_at, headers=headers
        )
        return Archived(
            record_id=record_id,
            file=place[0],
            offset=place[1],
            digest=DIGEST + digest.hex(),
            size=len(answer.body),
            asked=asked,
            url=answer.url,
            status=answer.status,
            media_type=answer.media_type,
            fetched_at=fetched_at,
        )

    def keep_text(self, document: Document, *, feed: Archived | None) -> Archived:
        """The text of a feed entry that has no page, as it was taken from the feed."""
        fetched_at = feed.fetched_at if feed else datetime.now(UTC)
        extra = {"WARC-Refers-To": feed.record_id} if feed else {}
        url = document.known.url or document.name
        record_id, place, digest = self._store(
            document.body, "conversion", url=url, fetched_at=fetched_at, extra=extra, content_type=document.media_type
        )
        return Archived(
            record_id=record_id,
            file=place[0],
            offset=place[1],
            digest=DIGEST + digest.hex(),
            size=len(document.body),
            asked=document.name,
            url=url,
            status=None,
            media_type=document.media_type,
            fetched_at=fetched_at,
        )

    def describe(self, document: Document) -> None:
        """What was known of an archived document, right after its record: reading it again then needs no feed."""
        if document.archived is None:
            return
        place = document.archived
        said = {"asked": place.asked, "media_type": place.media_type, "document": describe(document)}
        self._append(
            "metadata",
            document.archived.url,
            json.dumps(said, ensure_ascii=False, default=str).encode("utf-8", "replace"),
            {"WARC-Date": warc_date(document.archived.fetched_at), "WARC-Concurrent-To": document.archived.record_id},
            content_type="application/json",
        )

    def sync(self) -> None:
        """Everything that was kept is on disk when this returns."""
        if self._file is None or not self._fresh:
            return
        try:
            os.fsync(self._file.fileno())
            append_index(self._path, self._fresh)
        except OSError as error:
            raise self._broken(error) from error
        self._fresh = []

    def close(self) -> None:
        """Lets the file go; also after an error, so it says nothing of one."""
        with suppress(ArchiveError):
            self.sync()
        if self._file is not None:
            self._file.close()
        self._file = None

    def _store(
        self,
        body: bytes,
        kind: str,
        *,
        url: str,
        fetched_at: datetime,
        extra: Mapping[str, str] | None = None,
        content_type: str = "",
        headers: Any = None,
    ) -> tuple[str, tuple[str, int], bytes]:
        """A payload or a reference to its first copy; the id of the record, where the bytes stand, their digest."""
        digest = hashlib.sha256(body).digest()
        fields = {"WARC-Date": warc_date(fetched_at), "WARC-Payload-Digest": DIGEST + digest.hex(), **(extra or {})}
        first = self._find(digest)
        if first is None:
            offset, record_id = self._append(kind, url, body, fields, content_type=content_type, headers=headers)
            self._remember(digest, offset)
            return record_id, (self._path.name, offset), digest
        fields |= {
            "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
            "WARC-Refers-To": first.record_id,
            "WARC-Refers-To-Target-URI": first.url,
            "WARC-Refers-To-Date": first.date,
        }
        _offset, record_id = self._append("revisit", url, b"", fields, content_type="", headers=headers)
        return record_id, (first.file, first.offset), digest

    def _find(self, digest: bytes) -> _Original | None:
        """Where this payload stands, looked up and looked at: an index may lag, and files may have been deleted."""
        if self._payloads is None:
            self._payloads = dict(find_payloads(map(_indexed, self._recent())))
        place = self._payloads.get(digest)
        if place is None:
            return None
        record = read_at(self.folder / place[0], place[1])
        said = record.rec_headers.get_header if record else (lambda _name: None)
        if read_digest(said("WARC-Payload-Digest") or "") != digest:
            return None
        return _Original(
            file=place[0],
            offset=place[1],
            url=said("WARC-Target-URI") or "",
            date=said("WARC-Date") or "",
            record_id=said("WARC-Record-ID") or "",
        )

    def _remember(self, digest: bytes, offset: int) -> None:
        if self._payloads is not None:
            self._payloads[digest] = (self._path.name, offset)
        entry = self._fresh[-1]
        self._fresh[-1] = Entry(digest, entry.offset, entry.stop)

    def _recent(self) -> list[Path]:
        """Files in the newer half of what is kept: a reference must not outlive by much what it refers to."""
        oldest = datetime.now(UTC) - timedelta(days=self._settings.keep_days) / 2
        found: list[Path] = []
        total = 0
        for path in reversed(find_files(self.folder)):
            total += path.stat().st_size
            if total > self._settings.max_bytes // 2 or _last_written(path) < oldest:
                break
            found.append(path)
        return found[::-1]

    def _append(
        self, kind: str, url: str, body: bytes, fields: Mapping[str, str], *, content_type: str, headers: Any = None
    ) -> tuple[int, str]:
        """One record at the end of the file: where it begins, and its id."""
        record_id = f"<urn:uuid:{uuid4()}>"
        packed = pack(kind, url, body, {"WARC-Record-ID": record_id, **fields}, content_type, headers)
        # What describes a record stands in the same file, right after it.
        file = self._file if kind == "metadata" and self._file is not None else self._opened(len(packed))
        offset = self._stop
        self._write(file, packed)
        return offset, record_id

    def _write(self, file: BinaryIO, packed: bytes) -> None:
        offset = self._stop
        try:
            written = 0
            while written < len(packed):  # unbuffered: a write may take a part
                written += file.write(packed[written:])
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(file.fileno(), offset)
            raise self._broken(error) from error
        self._stop += len(packed)
        self._fresh.append(Entry(None, offset, self._stop))

    def _opened(self, size: int) -> BinaryIO:
        """The file to append to, with room for `size` bytes more."""
        if self._file is not None and self._stop + size <= self._rotate:
            return self._file
        self.sync()
        if self._file is not None:
            self._file.close()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            room = max(size, self._rotate) + size  # what describes the last record may go beyond the turn
            prune(self.folder, self._settings, room=room, now=datetime.now(UTC))
            self._file = self._continue(size) or self._begin()
        except OSError as error:
            raise self._broken(error) from error
        return self._file

    def _continue(self, size: int) -> BinaryIO | None:
        """The newest file of today, where nobody else writes it and it has room; what was cut off goes."""
        today = f"{SOFTWARE}-{datetime.now(UTC):%Y%m%d}"
        newest = next(reversed(find_files(self.folder)), None)
        if newest is None or not newest.name.startswith(today) or newest.stat().st_size + size > self._rotate:
            return None
        file = _lock(newest)
        if file is None:
            return None
        indexed = read_index(newest)
        if indexed.fault == "damaged":  # not by our hand: left as it is
            file.close()
            return None
        os.ftruncate(file.fileno(), indexed.stop)
        write_index(newest, indexed)
        file.seek(0, os.SEEK_END)
        self._path, self._stop = newest, indexed.stop
        return file

    def _begin(self) -> BinaryIO:
        """A new file with its head."""
        name = f"{SOFTWARE}-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{uuid4().hex[:6]}.warc.gz"
        self._path, self._stop = self.folder / name, 0
        self._path.open("xb").close()
        file = _lock(self._path)
        if file is None:
            raise OSError(None, "somebody else holds it", str(self._path))
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name is durable too
        finally:
            os.close(folder)
        fields = {"WARC-Filename": name, "WARC-Date": warc_date(datetime.now(UTC))}
        self._write(file, pack("warcinfo", "", warcinfo(), fields, "application/warc-fields", None))
        return file

    def _broken(self, error: OSError) -> ArchiveError:
        why = error.strerror or "cannot be written"
        return ArchiveError(f"{self.folder}: the archive cannot be written ({why}); free space, or set archive.enabled")


def open_archive(settings: ArchiveSettings, db: Path) -> Archive | None:
    """The archive of a warehouse; None where none is wanted."""
    return Archive(archive_folder(settings, db), settings) if settings.enabled else None


def archive_folder(settings: ArchiveSettings, db: Path) -> Path:
    """Where the archive of a warehouse lies."""
    return settings.dir or db.parent / "raw"


def prune(folder: Path, settings: ArchiveSettings, *, room: int, now: datetime) -> list[Path]:
    """Deletes whole files, oldest first: all that are too old, then until `room` bytes are free below the limit."""
    gone: list[Path] = []
    files = find_files(folder)
    total = sum(path.stat().st_size for path in files)
    for path in files:
        size = path.stat().st_size
        too_old = now - _last_written(path) > timedelta(days=settings.keep_days)
        if not too_old and total + room <= settings.max_bytes:
            break
        file = _lock(path)
        if file is None:  # another run writes it
            continue
        with file:
            path.unlink()
            index_path(path).unlink(missing_ok=True)
        total -= size
        gone.append(path)
    return gone


def read_at(path: Path, offset: int) -> Any | None:
    """The record that begins there; None where there is none."""
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            member = next(find_members(stream, cap=_PAYLOAD_CAP), None)
    except FileNotFoundError:
        return None
    return read_record(member) if member else None


def _indexed(path: Path) -> tuple[str, Indexed]:
    """A file and its records; the index beside it is put right where it lags and nobody writes there."""
    indexed = read_index(path)
    if not indexed.is_stored and (file := _lock(path)) is not None:
        with file:
            write_index(path, indexed)
    return path.name, indexed


def _lock(path: Path) -> BinaryIO | None:
    """The file for writing, unbuffered and ours alone; None where another process has it."""
    file = path.open("r+b", buffering=0)
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _last_written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
