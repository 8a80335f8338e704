"""frontwire.toml and a change of its feeds in, the file changed as text: every other line stays as it was written."""

import fcntl
import json
import os
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from flows.errors import SettingsError
from flows.settings import DEFAULT_CONFIG, FeedSettings, as_sentence, load_settings

_HEADER = re.compile(r"[ \t]*\[")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # as TOML counts them: other separators may stand in a text
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """Where one [[feeds]] table stands: its lines, from its header to its last value."""

    start: int
    stop: int
    url: str | None


def read_feed_settings(fields: Mapping[str, Any], *, name: str) -> FeedSettings:
    """One feed as it would stand in the file; SettingsError with one sentence where a value does not fit."""
    try:
        return FeedSettings(**{key: value for key, value in fields.items() if value is not None})
    except ValidationError as error:
        why = as_sentence(error)
    # Outside of `except`: the cause would carry the values.
    raise SettingsError(f"{name}: {why}")


def add_feeds(config: Path | None, feeds: Sequence[FeedSettings]) -> list[FeedSettings]:
    """Writes feeds whose address is not in the file yet behind the others; those that are new."""
    with _held(config) as path:
        text = _read(path)
        known = {feed.get("url") for feed in _feeds_of(text)}
        new = list({feed.url: feed for feed in reversed(feeds) if feed.url not in known}.values())[::-1]
        if new:
            _write(path, _with_feeds(text, new, path), was=text, wanted=lambda old: [*old, *map(_as_table, new)])
    return new


def remove_feeds(config: Path | None, urls: Sequence[str]) -> list[str]:
    """Takes the tables of these addresses out of the file; the addresses that were there."""
    gone = frozenset(urls)
    with _held(config) as path:
        text = _read(path)
        found = [url for url in dict.fromkeys(feed.get("url") for feed in _feeds_of(text)) if url in gone]
        if found:
            changed = _without_feeds(text, gone)
            _write(path, changed, was=text, wanted=lambda old: [feed for feed in old if feed.get("url") not in gone])
    return [str(url) for url in found]


@contextmanager
def _held(config: Path | None) -> Iterator[Path]:
    """The file to edit, which no other command edits meanwhile; what stands there has to be valid."""
    path = (config or DEFAULT_CONFIG).resolve()  # a link stays a link
    if not path.parent.is_dir():
        raise SettingsError(f"{path.parent}: there is no such folder")
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if path.exists():
            load_settings(path)
        yield path
    finally:
        os.close(folder)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8") if path.exists() else ""
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error


def _parse(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix("\ufeff"))


def _feeds_of(text: str) -> list[dict[str, Any]]:
    feeds = _parse(text).get("feeds", [])
    return list(feeds) if isinstance(feeds, list) else []


def _with_feeds(text: str, feeds: Sequence[FeedSettings], path: Path) -> str:
    lines = _LINE.findall(text)
    end = "\r\n" if "\r\n" in text else "\n"
    tables = _find_tables(lines)
    if _feeds_of(text) and not tables:
        raise SettingsError(f"{path}: its feeds stand in one line; write each as a [[feeds]] table to have them edited")
    at = tables[-1].stop if tables else len(lines)
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += end
    added = [line + end for feed in feeds for line in ("", *_as_lines(feed))]
    return "".join([*lines[:at], *(added if lines else added[1:]), *lines[at:]])


def _without_feeds(text: str, urls: frozenset[str]) -> str:
    lines = _LINE.findall(text)
    for table in reversed(_find_tables(lines)):
        if table.url not in urls:
            continue
        del lines[table.start : table.stop]
        # One of the two empty lines around it is enough.
        if 0 < table.start < len(lines) and not lines[table.start - 1].strip() and not lines[table.start].strip():
            del lines[table.start]
    return "".join(lines)


def _find_tables(lines: Sequence[str]) -> list[_Feed]:
    """The [[feeds]] tables, each with the tables in it, in the order of the file."""
    found: list[_Feed] = []
    starts = [*_find_headers(lines), len(lines)]
    for start, stop in pairwise(starts):
        header = _parse(lines[start])
        if "feeds" not in header:
            continue
        while _is_aside(lines[stop - 1]) and _is_whole("".join(lines[start : stop - 1])):
            stop -= 1  # what is said before the next header is about that
        if isinstance(header["feeds"], list):
            url = _parse("".join(lines[start:stop]))["feeds"][0].get("url")
            found.append(_Feed(start=start, stop=stop, url=url))
        elif found:  # [feeds.headers]
            found[-1] = _Feed(start=found[-1].start, stop=stop, url=found[-1].url)
    return found


def _find_headers(lines: Sequence[str]) -> Iterator[int]:
    """The lines that open a table; one within a long text or list is none: what stands before it is not complete."""
    before = 0
    for number, line in enumerate(lines):
        if not _HEADER.match(line) or not _is_whole(line) or not _is_whole("".join(lines[before:number])):
            continue
        before = number
        yield number


def _is_aside(line: str) -> bool:
    """Whether a line may be a comment, or empty."""
    return not line.strip() or line.lstrip().startswith("#")


def _is_whole(text: str) -> bool:
    try:
        _parse(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _write(path: Path, text: str, *, was: str, wanted: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    """Replaces the file by `text` in one step, once it is read again and says what it should and nothing else."""
    by_hand = f"{path}: cannot be edited safely as it is written; change its feeds by hand"
    try:
        found = _parse(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(by_hand) from error
    before = _parse(was)
    after = wanted(before.pop("feeds", []))
    if found.pop("feeds", []) != after or found != before:
        raise SettingsError(by_hand)
    try:
        _replace(path, text)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written: {error.strerror}") from error


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o644)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _as_table(feed: FeedSettings) -> dict[str, Any]:
    """What is said of a feed, less what is so anyway."""
    return feed.model_dump(exclude_defaults=True)


def _as_lines(feed: FeedSettings) -> list[str]:
    return ["[[feeds]]", *(f"{key} = {_as_toml(value)}" for key, value in _as_table(feed).items())]


def _as_toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_as_key(str(key))} = {_as_toml(part)}" for key, part in value.items()) + " }"
    if isinstance(value, str):
        # A basic string of TOML is one of JSON, but for DEL.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)


def _as_key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _as_toml(name)
