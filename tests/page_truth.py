"""The pages of tests/pages out, with what is true of them: HTML of our own making, as sites of many kinds write it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parsers.records import Document, Known

FOLDER = Path(__file__).parent / "pages"
TRUTH: dict[str, dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text("utf-8"))
STORIES = [name for name, true in TRUTH.items() if "posts" not in true and "wall" not in true]
WALLS = [name for name, true in TRUTH.items() if "wall" in true]
BLOGS = [name for name, true in TRUTH.items() if "posts" in true]


def body_of(name: str) -> bytes:
    """The bytes of a page."""
    return (FOLDER / f"{name}.html").read_bytes()


def a_document(name: str, **known: Any) -> Document:
    """A page as it comes from its address."""
    true = TRUTH[name]
    return Document(
        source="s",
        name=name,
        media_type="text/html",
        body=body_of(name),
        charset=true["charset"],
        known=Known(url=true["url"], **known),
    )


def moment(value: str | None) -> datetime | None:
    """A time of truth.json; a bare day is its midnight in UTC."""
    if value is None:
        return None
    at = datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def documents() -> Iterator[Document]:
    """All pages."""
    yield from map(a_document, TRUTH)
