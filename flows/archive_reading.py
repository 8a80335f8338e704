"""A file of the raw archive in, the documents that it holds out, as they were when they were fetched."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.archive import read_at
from flows.archive_index import DIGEST, find_files, find_payloads, read_digest, read_index, read_record
from flows.archive_members import Member, find_members
from flows.archive_records import SOFTWARE
from flows.described import read_description
from flows.records import Rejected
from parsers.errors import ParseError
from parsers.records import Archived, Document

_HEADERS_CAP = 1_000_000
_FAULTS = {
    "torn": "its last record is cut off: its writer was killed, or is at work; all before it was read",
    "damaged": "is no gzip from byte {offset} on; all before it was read",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """A record with a payload, or with a reference to one, which waits for what describes it."""

    member: Member
    record: Any
    digest: bytes

    def says(self, name: str) -> str:
        """A header of the record."""
        return str(self.record.rec_headers.get_header(name) or "")


def is_raw(path: Path) -> bool:
    """Whether frontwire itself wrote this web archive: its first record says so."""
    try:
        with path.open("rb") as stream:
            head = zlib.decompressobj(wbits=31).decompress(stream.read(4_000), 4_000)
    except (OSError, zlib.error):
        return False
    return head.startswith(b"WARC/") and f"\r\n\r\nsoftware: {SOFTWARE}/".encode() in head


def read_raw(path: Path, *, source: str, cap: int) -> Iterator[Document | Rejected]:
    """Each described answer as the document that it was; what cannot be read is Rejected, the rest goes on."""
    payloads = _Payloads(path.parent)
    answer: _Answer | None = None
    with path.open("rb") as stream:
        for member in find_members(stream, cap=cap + _HEADERS_CAP):
            if member.fault in _FAULTS:
                why = _FAULTS[member.fault].format(offset=member.offset)
                yield Rejected(source=source, name=str(path), code=member.fault, detail=why)
                return
            if member.fault:
                why = f"larger than {cap:,} bytes"
                yield Rejected(source=source, name=f"{path}:{member.offset}", code=member.fault, detail=why)
                continue
            record = read_record(member)
            if record is not None and record.rec_type == "metadata":
                yield from _read_described(record, answer, payloads, path=path, source=source, cap=cap)
            answer = _as_answer(member, record)


def read_payload(path: Path, offset: int, digest: str) -> bytes | None:
    """The body that begins there; None where it is not there any more, or is another one."""
    record = read_at(path, offset)
    body = bytes(record.content_stream().read()) if record else b""
    return body if record and DIGEST + hashlib.sha256(body).hexdigest() == digest else None


class _Payloads:
    """Where the payloads of a folder stand; its files are looked through when the first reference is met."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._places: dict[bytes, tuple[str, int]] | None = None

    def find(self, digest: bytes) -> tuple[str, int] | None:
        """File and offset of a payload."""
        if self._places is None:
            self._places = dict(find_payloads((path.name, read_index(path)) for path in find_files(self.folder)))
        return self._places.get(digest)


def _as_answer(member: Member, record: Any) -> _Answer | None:
    if record is None or record.rec_type not in ("response", "conversion", "revisit"):
        return None
    digest = read_digest(record.rec_headers.get_header("WARC-Payload-Digest") or "")
    return _Answer(member=member, record=record, digest=digest) if digest else None


def _read_described(
    record: Any, answer: _Answer | None, payloads: _Payloads, *, path: Path, source: str, cap: int
) -> Iterator[Document | Rejected]:
    concurrent = record.rec_headers.get_header("WARC-Concurrent-To")
    if answer is None or concurrent != answer.says("WARC-Record-ID"):
        return
    name = f"{path}:{answer.member.offset}"
    try:
        yield _read_document(record, answer, payloads, path=path, name=name, cap=cap)
    except ParseError as error:
        yield Rejected(source=source, name=error.name, code=error.code, detail=error.why)


def _read_document(record: Any, answer: _Answer, payloads: _Payloads, *, path: Path, name: str, cap: int) -> Document:
    place: tuple[str, int] | None = (path.name, answer.member.offset)
    if answer.record.rec_type == "revisit":
        place = payloads.find(answer.digest)
        body = read_payload(payloads.folder / place[0], place[1], DIGEST + answer.digest.hex()) if place else None
    else:
        body = bytes(answer.record.content_stream().read())
    if place is None or body is None:
        why = "repeats a body that is in none of the files beside it"
        raise ParseError(name, why, code="not_found")
    if len(body) > cap:
        raise ParseError(name, f"larger than {cap:,} bytes", code="too_large")
    if hashlib.sha256(body).digest() != answer.digest:
        raise ParseError(name, "its body is not the one that was written", code="damaged")
    said = _read_json(record, name=name)
    return read_description(said.get("document"), body, name=name, archived=_archived(answer, said, body, place, name))


def _read_json(record: Any, *, name: str) -> dict[str, Any]:
    try:
        said = json.loads(record.content_stream().read())
    except (ValueError, RecursionError) as error:
        raise ParseError(name, "its description is no JSON", code="damaged") from error
    if not isinstance(said, dict):
        raise ParseError(name, "its description is no JSON object", code="damaged")
    return said


def _archived(answer: _Answer, said: dict[str, Any], body: bytes, place: tuple[str, int], name: str) -> Archived:
    http = answer.record.http_headers
    status = http.get_statuscode() if http else ""
    return Archived(
        record_id=answer.says("WARC-Record-ID"),
        file=place[0],
        offset=place[1],
        digest=DIGEST + answer.digest.hex(),
        size=len(body),
        asked=str(said.get("asked") or ""),
        url=answer.says("WARC-Target-URI"),
        status=int(status) if status.isdecimal() else None,
        media_type=str(said.get("media_type") or ""),
        fetched_at=_read_date(answer.says("WARC-Date"), name),
    )


def _read_date(text: str, name: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise ParseError(name, "its date cannot be read", code="damaged") from error
