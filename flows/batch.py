"""A batch of documents in, articles with their mentions out: what is read before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from flows.interrupts import stop_if_interrupted
from flows.pages import PageReader
from flows.records import FeedState, Rejected
from parsers.documents.language import read_language
from parsers.errors import ParseError
from parsers.knowledge.languages import is_readable
from parsers.records import Article, Document, Mention

BATCH_DOCUMENTS = 100  # a Prefect task should last a second or more
BATCH_BYTES = 32_000_000
BATCH_SECONDS = 10.0  # what a crash may cost at most, beside one page

Item = Document | Rejected | FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Documents that are read and loaded together, with the feed states that they complete."""

    documents: Sequence[Document] = ()
    rejected: Sequence[Rejected] = ()
    states: Sequence[FeedState] = ()

    @property
    def is_full(self) -> bool:
        """Whether it is large enough to be worked on."""
        if len(self.documents) + len(self.rejected) >= BATCH_DOCUMENTS:
            return True
        return sum(len(document.body) for document in self.documents) >= BATCH_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document that became an article, with the events that it tells."""

    document: Document
    article: Article
    mentions: Sequence[Mention]
    reading: Literal["read", "not_read"] = "read"  # not_read: in a language that nobody here reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a batch gave: articles with mentions, what was rejected, how far the feeds were read."""

    found: Sequence[ReadDocument] = ()
    rejected: Sequence[Rejected] = ()
    states: Sequence[FeedState] = ()
    documents: int = 0


def as_batch(items: Sequence[Item]) -> Batch:
    """Items of sources in, the same by kind out."""
    return Batch(
        documents=tuple(item for item in items if isinstance(item, Document)),
        rejected=tuple(item for item in items if isinstance(item, Rejected)),
        states=tuple(item for item in items if isinstance(item, FeedState)),
    )


def read_batch(batch: Batch, pages: PageReader) -> Reading:
    """A batch in, its reading out; a bad document is rejected and stops nothing."""
    outcomes = [outcome for document in batch.documents for outcome in read_document(document, pages)]
    bad = tuple(outcome for outcome in outcomes if isinstance(outcome, Rejected))
    return Reading(
        found=tuple(outcome for outcome in outcomes if isinstance(outcome, ReadDocument)),
        rejected=(*batch.rejected, *bad),
        states=batch.states,
        documents=len(outcomes),
    )


def read_document(document: Document, pages: PageReader) -> list[ReadDocument | Rejected]:
    """A document in, its articles (a live blog has many) with their mentions out, each counted as a document.

    Whatever goes wrong costs this document, or this post of it, and no other."""
    stop_if_interrupted()
    try:
        articles = pages.read_all(document)
    except Exception as error:  # a reader's fault must not end the run: the row names the document
        return [_failed(document, document.name, error)]
    return [_read_article(document, article) for article in articles]


def _read_article(document: Document, article: Article) -> ReadDocument | Rejected:
    from parsers.reading.mentions import read_mentions  # spaCy: 0.5 s, and not every command reads

    stop_if_interrupted()
    try:
        article = replace(article, language=read_language(article.text, declared=article.language))
        if not is_readable(article.language):
            return ReadDocument(document=document, article=article, mentions=(), reading="not_read")
        return ReadDocument(document=document, article=article, mentions=tuple(read_mentions(article)))
    except Exception as error:  # a reader's fault must not end the run: the row names the document
        return _failed(document, (article.part_of and article.url) or document.name, error)


def _failed(document: Document, name: str, error: Exception) -> Rejected:
    """The row of a document, or of a post of it: with all that another try needs."""
    code, why = "reader_error", f"{type(error).__name__}: {error}"
    if isinstance(error, ParseError):
        code, why = error.code, error.why
    known = replace(document, body=b"")
    return Rejected(
        source=document.source, name=name, code=code, detail=why, document=known, archived=document.archived
    )
