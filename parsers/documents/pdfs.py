"""The bytes of a PDF in, its text out, by pypdf (extra [pdf]): runs in the killable process, as pages do."""

import io
import re
from dataclasses import replace

from parsers.documents.articles import whole_text
from parsers.documents.plain import plain_line
from parsers.errors import ParseError
from parsers.records import Document

MAX_PAGES = 200
_LONGEST = 1_000_000  # characters of one text
_BROKEN_WORD = re.compile(r"(?<=[a-z])[-\u00ad]\Z")
_SENTENCE_END = re.compile(r"[.!?:;\"'”’)\]]\Z")
_NAME_OF_FILE = re.compile(r"\.(docx?|pdf|pptx?|indd|rtf|odt|xlsx?)\Z|\AMicrosoft |\Auntitled", re.IGNORECASE)


def read_pdf(document: Document) -> Document:
    """A PDF as a text/plain Document; when its file was made says nothing about when it was published.

    ParseError(code="extra") where pypdf is not installed."""
    try:
        import pypdf
    except ImportError as error:
        why = "is a PDF, which needs the extra [pdf]: pip install 'frontwire[pdf]'"
        raise ParseError(document.name, why, code="extra") from error
    try:
        reader = pypdf.PdfReader(io.BytesIO(document.body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ParseError(document.name, "this PDF is locked by a password", code="encrypted")
        pages = [page.extract_text() for page, _ in zip(reader.pages, range(MAX_PAGES), strict=False)]
        title = plain_line(reader.metadata.title) if reader.metadata else ""
    except (MemoryError, ParseError):
        raise  # memory: not the file's fault alone, the caller starts anew
    except Exception as error:  # whatever a hostile file makes the library raise
        raise ParseError(document.name, f"cannot be read as a PDF ({type(error).__name__})", code="pdf") from error
    text = "\n\n".join(filter(None, map(as_paragraphs, pages)))[:_LONGEST]
    if not text:
        raise ParseError(document.name, "this PDF holds no text (it may be a scan)", code="empty")
    known = document.known
    if known.title is None and title and not _NAME_OF_FILE.search(title):
        known = replace(known, title=title)
    body = text.encode("utf-8", "replace")
    return replace(document, media_type="text/plain", body=body, charset="utf-8", known=known)


def as_paragraphs(page: str) -> str:
    """Lines of a page in, paragraphs out: a long line goes on in the next, unless it ends a sentence and is shorter."""
    lines = [" ".join(line.split()) for line in whole_text(page).split("\n")]
    usual = max((len(line) for line in lines), default=0)
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        if not line:
            goes_on = False
            continue
        if not goes_on:
            paragraphs.append(line)
        elif _BROKEN_WORD.search(paragraphs[-1]) and line[0].islower():
            paragraphs[-1] = paragraphs[-1][:-1] + line
        else:
            paragraphs[-1] += f" {line}"
        # A short line without a full stop is a heading, one with it ends a paragraph.
        ends = _SENTENCE_END.search(line) and len(line) * 10 < usual * 9
        goes_on = len(line) * 3 > usual * 2 and not ends
    return "\n\n".join(paragraphs)
