"""The headers of a feed in, their values as the environment holds them out; they are never shown."""

import os
from collections.abc import Mapping

from flows.addresses import read_target
from flows.errors import FetchError
from flows.settings import FeedSettings

_PREFIX = "env:"


def read_headers(feed: FeedSettings, url: str, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Headers to send to `url`: none where that is on another host than the feed.

    FetchError(code="headers") names the variable that is missing or holds no header."""
    if not feed.headers or not _is_same_origin(feed.url, url):
        return {}
    return {name: _value_of(name, said.removeprefix(_PREFIX), feed, environment) for name, said in feed.headers.items()}


def _value_of(name: str, variable: str, feed: FeedSettings, environment: Mapping[str, str]) -> str:
    value = environment.get(variable, "").strip()
    if not value:
        why = f"its header {name} needs the environment variable {variable}, which is not set"
        raise FetchError(feed.url, why, code="headers")
    if not value.isascii() or not value.isprintable():
        why = f"its header {name} cannot carry what the environment variable {variable} holds"
        raise FetchError(feed.url, why, code="headers")
    return value


def _is_same_origin(feed: str, url: str) -> bool:
    return read_target(feed).origin == read_target(url).origin
