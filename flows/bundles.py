"""A file that holds many documents in, each of them out, one at a time: mailboxes and zipped web archives (WACZ)."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from flows.records import Rejected
from parsers.errors import ParseError
from parsers.records import Document

MAX_MEMBERS = 10_000
_ARCHIVES = (".warc", ".warc.gz")
_BLOCK = 65_536

Records = Callable[[BinaryIO, str], Iterator[Document | Rejected]]


def read_mailbox(path: Path, *, source: str, cap: int) -> Iterator[Document | Rejected]:
    """Each mail of an mbox file; no more of one than the cap is ever held."""
    with path.open("rb") as stream:
        number = 0
        for number, mail in enumerate(_find_mails(stream, cap=cap), start=1):
            name = f"{path}:{number}"
            if mail is None:
                yield Rejected(source=source, name=name, code="too_large", detail=f"larger than {cap:,} bytes")
            else:
                # What it says is read in the killable process.
                yield Document(source=source, name=name, media_type="message/rfc822", body=mail)
    if not number:
        raise ParseError(str(path), "is no mailbox", code="not_mbox")


def read_zipped_archive(path: Path, *, source: str, records: Records) -> Iterator[Document | Rejected]:
    """The records of each web archive in a WACZ file, unpacked as they are read; nothing is written to disk."""
    try:
        with zipfile.ZipFile(path) as bundle:
            members = [member for member in bundle.infolist() if _is_archive(member)]
            if not members:
                raise ParseError(str(path), "holds no web archive", code="empty")
            for member in members[:MAX_MEMBERS]:
                yield from _read_member(bundle, member, f"{path}:{member.filename}", source=source, records=records)
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise ParseError(str(path), f"is a damaged archive ({type(error).__name__})", code="damaged") from error


def _read_member(
    bundle: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, *, source: str, records: Records
) -> Iterator[Document | Rejected]:
    """One damaged archive costs itself and not the next."""
    try:
        with bundle.open(member) as stream:
            yield from records(stream, name)  # type: ignore[arg-type]
    except ParseError as error:
        yield Rejected(source=source, name=error.name, code=error.code, detail=error.why)
    except RuntimeError as error:  # what zipfile says of a password
        yield Rejected(source=source, name=name, code="encrypted", detail=str(error)[:200])


def _is_archive(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith(_ARCHIVES) and not member.is_dir()


def _find_mails(stream: BinaryIO, *, cap: int) -> Iterator[bytes | None]:
    """Mails between the `From ` lines; None for one over the cap. `>From ` within a mail is `From ` again."""
    mail = bytearray()
    started = too_large = False
    before = b"\n"
    whole = True  # whether the last piece ended its line
    while piece := stream.readline(_BLOCK):
        if whole and piece.startswith(b"From ") and not before.strip(b"\r\n"):
            if started:
                yield None if too_large else bytes(mail)
            mail.clear()
            started, too_large = True, False
        elif started and not too_large:
            mail += piece[1:] if whole and piece.startswith(b">") and piece.lstrip(b">").startswith(b"From ") else piece
            too_large = len(mail) > cap
            if too_large:
                mail.clear()
        before = piece if whole else b"x"
        whole = piece.endswith(b"\n")
    if started:
        yield None if too_large else bytes(mail)
