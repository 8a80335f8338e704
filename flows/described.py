"""A document without its bytes in, plain JSON out, and back: what was known of it when it was fetched."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, get_args

from parsers.errors import ParseError
from parsers.records import Archived, Document, Known, MediaType

_APART = {"body", "archived", "known"}
_TIME = "time"


def describe(document: Document) -> dict[str, Any]:
    """All that is known of a document beside its bytes; times as {"time": ISO 8601}."""
    own = {field.name: getattr(document, field.name) for field in fields(document) if field.name not in _APART}
    known = {name: _plain(value) for name, value in asdict(document.known).items() if value is not None}
    return {name: _plain(value) for name, value in own.items() if value is not None} | {"known": known}


def read_description(
    said: object, body: bytes, *, name: str, archived: Archived | None = None, **changes: Any
) -> Document:
    """What `describe` gave and the bytes in, the document out; ParseError where it is no description."""
    try:
        if not isinstance(said, Mapping):
            raise TypeError("no object")
        known = Known(**_fields(said.get("known") or {}, Known, apart=set()))
        own = _fields(said, Document, apart=_APART) | changes
        if own.get("media_type") not in get_args(MediaType):
            raise ValueError("unknown media type")
        return Document(**own, body=body, known=known, archived=archived)
    except (TypeError, ValueError, AttributeError) as error:
        raise ParseError(name, f"its description cannot be read ({error})", code="damaged") from error


def _plain(value: object) -> object:
    return {_TIME: value.isoformat()} if isinstance(value, datetime) else value


def _fields(said: Mapping[str, Any], record: type, *, apart: set[str]) -> dict[str, Any]:
    """The fields that this version has; one that was added or dropped since is no reason to lose the document."""
    names = {field.name for field in fields(record)} - apart
    return {name: _value(value) for name, value in said.items() if name in names}


def _value(value: object) -> object:
    if isinstance(value, Mapping):
        moment = datetime.fromisoformat(value[_TIME]) if set(value) == {_TIME} else None
        if moment is None or moment.tzinfo is None:
            raise ValueError("no time with a zone")
        return moment
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise TypeError(f"{type(value).__name__} is no field")
