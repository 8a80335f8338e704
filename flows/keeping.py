"""What sources gave in, the same with the place of its bytes in the archive out."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flows.archive import Archive
from flows.errors import FetchError
from flows.records import Rejected
from parsers.records import Archived, Document

if TYPE_CHECKING:
    from flows.fetch import Fetched


def keep_outcome(
    outcome: Document | Rejected,
    page: "Fetched | FetchError | None",
    archive: Archive | None,
    *,
    feed: Archived | None = None,
) -> Document | Rejected:
    """What an entry gave, archived: its page, or its own text; a page that is none is kept too."""
    answer = None if isinstance(page, FetchError) else page
    if isinstance(outcome, Document):
        from_web = feed is not None or answer is not None
        return keep_document(outcome, answer, archive, feed=feed) if from_web else outcome
    return replace(outcome, archived=keep_answer(answer, outcome.name, archive)) if answer else outcome


def keep_answer(answer: "Fetched", asked: str, archive: Archive | None) -> Archived | None:
    """Where an answer is kept; None without an archive."""
    return archive.keep(answer, asked=asked) if archive else None


def keep_document(
    document: Document, answer: "Fetched | None", archive: Archive | None, *, feed: Archived | None = None
) -> Document:
    """A document with the place of its bytes: those of the answer, unless its text is the entry's own."""
    if archive is None:
        return document
    if answer is not None and document.body is answer.body:
        archived = archive.keep(answer, asked=document.name)
    else:
        archived = archive.keep_text(document, feed=feed)
    document = replace(document, archived=archived)
    archive.describe(document)
    return document
