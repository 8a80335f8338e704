"""A path in, the documents of that file out, one at a time: texts, pages, JSON lines and web archives."""

import glob
import gzip
import json
import os
import tomllib
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from email.message import Message
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Literal

from flows.archive_reading import is_raw, read_raw
from flows.bundles import read_mailbox, read_zipped_archive
from flows.records import Rejected
from parsers.documents.articles import decode_text, read_known, split_front_matter, split_heading, whole_text
from parsers.errors import ParseError
from parsers.records import Document, Known, MediaType

Kind = Literal["text", "page", "lines", "feed", "archive", "zipped", "pdf", "mail", "mails"]

_SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".md": "text",
    ".html": "page",
    ".htm": "page",
    ".jsonl": "lines",
    ".jsonl.gz": "lines",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "archive",
    ".warc.gz": "archive",
    ".wacz": "zipped",
    ".pdf": "pdf",
    ".eml": "mail",
    ".mbox": "mails",
}
_WHOLE: dict[Kind | None, MediaType] = {"page": "text/html", "pdf": "application/pdf", "mail": "message/rfc822"}
_ESCAPED = 6  # JSON may take six bytes for what is one in the text
_SKIPPED = 50  # an endless line is skipped for that many times its cap, then the file is left


NO_SOURCE = ".no-source"  # a folder that holds this file has no articles, nor has any below it


def kind_of(path: Path) -> Kind | None:
    """What a file holds, by its name; None: no document."""
    name = path.name.lower()
    return next((kind for suffix, kind in _SUFFIXES.items() if name.endswith(suffix) and name != suffix), None)


def find_paths(source: str) -> list[Path] | None:
    """The files that a path, folder or glob stands for, sorted; None where there is nothing of that name."""
    path = Path(source)
    if path.is_dir():
        return _in_folder(path)
    if path.exists():
        return [path]
    # Not Path.glob: that takes no absolute pattern.
    found = [Path(name) for name in glob.glob(source, recursive=True)] if glob.has_magic(source) else []  # noqa: PTH207
    if not found:
        return None
    files = {file for path in found for file in (_in_folder(path) if path.is_dir() else [path])}
    return sorted(file for file in files if kind_of(file) and file.name[0] not in "._")


def read_file(path: Path, *, source: str, cap: int) -> Iterator[Document | Rejected]:
    """The documents of one file that is no feed; what cannot be read is Rejected, the rest goes on."""
    kind = kind_of(path)
    try:
        if kind == "text":
            yield _read_text(path, source=source, cap=cap)
        elif kind in _WHOLE:
            known = read_known(_read_meta(path), name=str(path))
            body = read_bytes(path, cap=cap)
            yield Document(source=source, name=str(path), media_type=_WHOLE[kind], body=body, known=known)
        elif kind == "lines":
            yield from _read_lines(path, source=source, cap=cap)
        elif kind == "archive":
            if is_raw(path):
                yield from read_raw(path, source=source, cap=cap)
                return
            with path.open("rb") as stream:
                yield from _read_archive(stream, str(path), source=source, cap=cap)
        elif kind == "zipped":
            records = partial(_read_archive, source=source, cap=cap)
            yield from read_zipped_archive(path, source=source, records=records)
        elif kind == "mails":
            yield from read_mailbox(path, source=source, cap=cap)
        else:
            raise ParseError(str(path), f"is none of {', '.join(_SUFFIXES)}", code="unsupported")
    except ParseError as error:
        yield rejected(source, error)
    except OSError as error:
        yield Rejected(source=source, name=str(path), code="unreadable", detail=error.strerror or "cannot be read")


def read_bytes(path: Path, *, cap: int) -> bytes:
    """A whole file that is not larger than `cap`."""
    with path.open("rb") as file:
        body = file.read(cap + 1)
    if len(body) > cap:
        raise ParseError(str(path), f"larger than {cap:,} bytes", code="too_large")
    return body


def rejected(source: str, error: ParseError) -> Rejected:
    """A ParseError as a row."""
    return Rejected(source=source, name=error.name, code=error.code, detail=error.why)


def _in_folder(folder: Path) -> list[Path]:
    found = []
    for here, folders, names in os.walk(folder):
        if NO_SOURCE in names:
            folders.clear()
            continue
        folders[:] = [name for name in folders if name[0] not in "._"]
        found += [Path(here, name) for name in names if name[0] not in "._"]
    return sorted(path for path in found if kind_of(path) and path.is_file())


def _read_text(path: Path, *, source: str, cap: int) -> Document:
    """A text with its front matter taken off; Markdown stays as it is but for the heading that is the title."""
    fields, text = split_front_matter(decode_text(read_bytes(path, cap=cap)))
    known = read_known(fields | _read_meta(path), name=str(path))
    if path.suffix.lower() == ".md" and known.title is None:
        title, text = split_heading(text)
        known = replace(known, title=title)
    return _plain(text, source=source, name=str(path), known=known)


def _plain(text: str, *, source: str, name: str, known: Known) -> Document:
    body = whole_text(text).encode("utf-8")
    return Document(source=source, name=name, media_type="text/plain", body=body, charset="utf-8", known=known)


def _read_meta(path: Path) -> dict[str, Any]:
    """What NAME.meta.toml (or NAME.SUFFIX.meta.toml) beside a file says of it."""
    for beside in (path.with_name(f"{path.stem}.meta.toml"), path.with_name(f"{path.name}.meta.toml")):
        if not beside.is_file():
            continue
        try:
            return tomllib.loads(beside.read_text("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ParseError(str(path), f"{beside.name} is not valid TOML ({error})", code="meta") from error
    return {}


def _read_lines(path: Path, *, source: str, cap: int) -> Iterator[Document | Rejected]:
    zipped = path.name.lower().endswith(".gz")
    number = 0
    try:
        with gzip.open(path, "rb") if zipped else path.open("rb") as stream:
            for number, line in _numbered(stream, cap=cap * _ESCAPED):
                try:
                    document = _read_line(line, source=source, name=f"{path}:{number}")
                except ParseError as error:
                    yield rejected(source, error)
                    continue
                if document is not None:
                    yield document
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        why = f"its compression is damaged after line {number}"
        raise ParseError(str(path), why, code="damaged") from error


def _numbered(stream: BinaryIO | gzip.GzipFile, *, cap: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers; None for one over the cap, of which no more than the cap is ever held."""
    number = 0
    while line := stream.readline(cap + 1):
        number += 1
        yield number, line if len(line) <= cap or line.endswith(b"\n") else None
        for _ in range(_SKIPPED):
            if line.endswith(b"\n") or not line:
                break
            line = stream.readline(cap)
        else:
            return


def _read_line(line: bytes | None, *, source: str, name: str) -> Document | None:
    """One article; None for an empty line."""
    if line is None:
        raise ParseError(name, "the line is too long", code="too_large")
    line = line.removeprefix(b"\xef\xbb\xbf")
    if not line.strip():
        return None
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ParseError(name, "the line is not valid JSON", code="json") from error
    if not isinstance(fields, dict):
        raise ParseError(name, "the line is no JSON object", code="json")
    text = fields.get("text")
    if not isinstance(text, str):
        raise ParseError(name, "text is missing" if text is None else "text must be text", code="field")
    if not text.strip():
        raise ParseError(name, "there is no text in it", code="empty")
    return _plain(text, source=source, name=name, known=read_known(fields, name=name))


def _read_archive(stream: BinaryIO, path: str, *, source: str, cap: int) -> Iterator[Document | Rejected]:
    """Each HTML response of a web archive; when it was crawled says nothing about when it was published."""
    from warcio.archiveiterator import ArchiveIterator

    with closing(ArchiveIterator(stream)) as records:
        while True:
            try:
                record = next(records, None)
                document = _read_response(record, path=path, source=source, cap=cap) if record else None
            except ParseError as error:
                yield rejected(source, error)
                continue
            except Exception as error:  # whatever a damaged archive makes the library raise
                raise ParseError(path, f"is a damaged archive ({type(error).__name__})", code="damaged") from error
            if record is None:
                return
            if document is not None:
                yield document


def _read_response(record: Any, *, path: str, source: str, cap: int) -> Document | None:
    if record.rec_type != "response" or record.http_headers is None or record.http_headers.get_statuscode() != "200":
        return None
    declared = Message()
    declared["Content-Type"] = record.http_headers.get_header("Content-Type") or ""
    if declared.get_content_type() not in ("text/html", "application/xhtml+xml"):
        return None
    url = record.rec_headers.get_header("WARC-Target-URI")
    name = f"{path}:{url}"
    body = bytearray()
    content = record.content_stream()
    while piece := content.read(65_536):
        body += piece
        if len(body) > cap:
            raise ParseError(name, f"larger than {cap:,} bytes", code="too_large")
    return Document(
        source=source,
        name=name,
        media_type="text/html",
        body=bytes(body),
        charset=declared.get_content_charset(),
        known=Known(url=url),
    )
