"""Sources in, mentions out on stdout: `frontwire extract`, without database and Prefect."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from typing import IO, Literal

from flows.batch import ReadDocument, read_document
from flows.digest import write_digest
from flows.pages import reader_for
from flows.records import FeedMemory, FeedState, Rejected
from flows.settings import Settings
from flows.show import say, write_jsonl
from flows.sources import find_documents
from parsers.documents.language import name_of
from parsers.records import Mention

PRIVATE = {"seat"}  # ours; CONTRACT.md, "A mention", does not name it
MENTION_FIELDS = tuple(f.name for f in fields(Mention) if f.name not in PRIVATE)


def print_mentions(
    sources: Sequence[str], settings: Settings, *, format: Literal["table", "jsonl"], out: IO[str]
) -> list[Rejected]:
    """Sources in; mentions go to `out`; what was rejected comes back."""
    rejected: list[Rejected] = []
    if format == "jsonl":
        write_jsonl(find_lines(sources, settings, rejected), out)
    else:
        write_digest(find_read(sources, settings, rejected), out)
    return rejected


def find_lines(sources: Sequence[str], settings: Settings, rejected: list[Rejected]) -> Iterator[dict[str, object]]:
    """Sources in, one row a mention out, as soon as it is read; `rejected` grows by what could not be read."""
    for read in find_read(sources, settings, rejected):
        for mention in read.mentions:
            row = asdict(mention)
            yield {name: row[name] for name in MENTION_FIELDS}


def find_read(sources: Sequence[str], settings: Settings, rejected: list[Rejected]) -> Iterator[ReadDocument]:
    """Sources in, articles with their mentions out; `rejected` grows by what could not be read."""
    with reader_for(settings) as pages:
        for item in find_documents(sources, settings=settings, memory=FeedMemory(), reader=pages):
            if isinstance(item, FeedState):
                continue
            for outcome in [item] if isinstance(item, Rejected) else read_document(item, pages):
                if isinstance(outcome, Rejected):
                    rejected.append(outcome)
                    continue
                if outcome.reading == "not_read":
                    say(f"not read {outcome.document.name}: it is in {name_of(outcome.article.language)}")
                yield outcome
