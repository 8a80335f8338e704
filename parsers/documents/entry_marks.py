"""Entries of a feed with what was noted of each in, those that changed out: by their text, or by a later date."""

from collections.abc import Sequence
from datetime import datetime

from parsers.records import FeedItem, stable_id

_NONE = "-"


def mark_of(item: FeedItem) -> str:
    """What is noted of an entry: a hash of its title and texts, when it was published, when it was updated."""
    return " ".join((_text_of(item), _written(item.published), _written(item.updated)))


def latest_mark(item: FeedItem, mark: str) -> str:
    """The mark of an entry that is not read again: its dates may move on, so that they are not news for ever."""
    if not has_dates(mark):
        return mark_of(item)
    published, updated = (_read(date) for date in mark.split(" ")[1:])
    return " ".join(
        (_text_of(item), _written(_later(published, item.published)), _written(_later(updated, item.updated)))
    )


def has_dates(mark: str) -> bool:
    """Whether a mark says all that is needed; those of former versions do not."""
    return len(mark.split(" ")) == 3


def find_changed(noted: Sequence[tuple[FeedItem, str]]) -> list[FeedItem]:
    """Settled entries of one page of a feed, each with its mark, in; those to be read again out.

    Another text is a change. So is a later date, for many feeds say "updated" by nothing else; but where it moves on
    most entries at once the feed writes the present, or was made anew, and its dates say nothing."""
    texts = [item for item, mark in noted if mark.split(" ")[0] != _text_of(item)]
    dates = [item for item, mark in noted if _is_later(item, mark)]
    known = {id(item) for item in texts}
    return [*texts, *(item for item in dates if id(item) not in known and len(dates) <= max(1, len(noted) // 2))]


def _text_of(item: FeedItem) -> str:
    return stable_id("entry", item.title, item.summary, item.content)


def _is_later(item: FeedItem, mark: str) -> bool:
    """Not an earlier one: two servers of an outlet may disagree, and we come by both."""
    _, published, updated = mark.split(" ")
    was_published, was_updated = _read(published), _read(updated)
    if item.updated is not None and (was_updated is None or item.updated > was_updated):
        return True
    return item.published is not None and was_published is not None and item.published > was_published


def _later(before: datetime | None, now: datetime | None) -> datetime | None:
    return max(filter(None, (before, now)), default=None)


def _written(moment: datetime | None) -> str:
    return moment.isoformat() if moment else _NONE


def _read(text: str) -> datetime | None:
    return None if text == _NONE else datetime.fromisoformat(text)
