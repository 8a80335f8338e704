"""Files of the raw archive in, where each payload stands out: an index beside each file, made anew where it lags."""

import io
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.archive_members import Fault, Member, find_members

PATTERN = "frontwire-*.warc.gz"
DIGEST = "sha256:"
MEMBER_CAP = 64_000_000  # of one record when unpacked; what we write is far smaller

_ENTRY = struct.Struct("<32sQQ")
_NO_PAYLOAD = bytes(32)


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a file: the digest of its payload (None: it has none), and from where to where it stands."""

    digest: bytes | None
    offset: int
    stop: int


@dataclass(frozen=True, slots=True)
class Indexed:
    """All whole records of a file, and what stands after them: nothing, or a fault."""

    entries: Sequence[Entry]
    fault: Fault | None = None
    is_stored: bool = True  # False: the index beside the file lacks some of it

    @property
    def stop(self) -> int:
        """Where the next record would stand."""
        return self.entries[-1].stop if self.entries else 0


def find_files(folder: Path) -> list[Path]:
    """The files of an archive, oldest first: their names begin with the time at which they were opened."""
    return sorted(folder.glob(PATTERN))


def index_path(path: Path) -> Path:
    """Beside the file; it can be deleted at any time."""
    return path.with_name(f".{path.name}.index")


def read_index(path: Path) -> Indexed:
    """The records of a file: by the index beside it, and by the file itself from where that ends."""
    size = path.stat().st_size
    entries = [entry for entry in _read_entries(index_path(path)) if entry.stop <= size]
    stored = len(entries)
    fault: Fault | None = None
    with path.open("rb") as stream:
        stream.seek(entries[-1].stop if entries else 0)
        for member in find_members(stream, cap=MEMBER_CAP):
            if member.fault in ("torn", "damaged"):
                fault = member.fault
                break
            entries.append(Entry(_digest_of(member), member.offset, member.stop))
    return Indexed(entries, fault, is_stored=len(entries) == stored)


def append_index(path: Path, entries: Sequence[Entry]) -> None:
    """Entries of records that are durable already; the index itself need not be."""
    packed = b"".join(_ENTRY.pack(entry.digest or _NO_PAYLOAD, entry.offset, entry.stop) for entry in entries)
    with index_path(path).open("ab") as stream:
        stream.write(packed)


def write_index(path: Path, indexed: Indexed) -> None:
    """The index as it should be: without what lay after a cut, with what it lacked."""
    index_path(path).unlink(missing_ok=True)
    append_index(path, indexed.entries)


def read_digest(text: str) -> bytes | None:
    """`sha256:` and 64 hexadecimal digits in, their bytes out; None for anything else."""
    try:
        digest = bytes.fromhex(text.removeprefix(DIGEST)) if text.startswith(DIGEST) else b""
    except ValueError:
        return None
    return digest if len(digest) == 32 else None


def read_record(member: Member) -> Any | None:
    """The WARC record that a member holds; None where it holds none."""
    from warcio.archiveiterator import ArchiveIterator

    if member.fault or not member.content.startswith(b"WARC/"):
        return None
    try:
        return next(iter(ArchiveIterator(io.BytesIO(member.content))), None)
    except Exception:  # whatever a foreign record makes the library raise
        return None


def find_payloads(files: Iterable[tuple[str, Indexed]]) -> Mapping[bytes, tuple[str, int]]:
    """Digest -> file name and offset, of all payloads in these files; of two copies the one in the later file."""
    return {
        entry.digest: (name, entry.offset)
        for name, indexed in files
        for entry in indexed.entries
        if entry.digest is not None
    }


def _read_entries(path: Path) -> Iterator[Entry]:
    """Entries as far as they fit together; a hole or a step back ends them."""
    try:
        packed = path.read_bytes()
    except FileNotFoundError:
        return
    before = 0
    for digest, offset, stop in _ENTRY.iter_unpack(packed[: len(packed) // _ENTRY.size * _ENTRY.size]):
        if offset != before or stop <= offset:
            return
        yield Entry(None if digest == _NO_PAYLOAD else digest, offset, stop)
        before = stop


def _digest_of(member: Member) -> bytes | None:
    record = read_record(member)
    if record is None or record.rec_type not in ("response", "conversion"):
        return None
    return read_digest(record.rec_headers.get_header("WARC-Payload-Digest") or "")
