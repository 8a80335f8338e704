"""What `frontwire feeds ...` was asked in, the file changed or rows printed: each command in a function."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

from flows.errors import SettingsError
from flows.exits import WRONG_USAGE, CommandError
from flows.feed_check import Checked, check_feeds
from flows.feed_file import add_feeds, read_feed_settings, remove_feeds
from flows.settings import DEFAULT_CONFIG, FeedSettings, Settings
from flows.show import pick, say, write_jsonl, write_table
from parsers.documents.outlines import Outline, read_outlines, write_outlines
from parsers.errors import ParseError

MAX_OPML = 2_000_000
CHECK_TABLE = ("verdict", "entries", "newest", "outlet", "url", "moved_to", "detail")
LIST_TABLE = (
    *("outlet", "country", "language", "weight", "full_text", "interval_seconds", "backfill", "headers", "url"),
)
_NUMBERS = ("weight", "interval_seconds", "backfill")


def add_one(config: Path | None, url: str, fields: Mapping[str, Any]) -> None:
    """A feed as the command line gives it; one that is there already is an error, since it would not be changed."""
    feed = _read_feed({**fields, "url": url})
    if not add_feeds(config, [feed]):
        raise CommandError(f"{url} is in {config or DEFAULT_CONFIG} already; remove it first", status=WRONG_USAGE)
    say(f"added {url} to {config or DEFAULT_CONFIG}")


def remove_all(config: Path | None, urls: Sequence[str]) -> None:
    """Takes feeds away; where one is unknown nothing is changed for it, and that is an error."""
    gone = remove_feeds(config, urls)
    for url in gone:
        say(f"removed {url} from {config or DEFAULT_CONFIG}")
    unknown = [url for url in urls if url not in gone]
    if unknown:
        why = f"{unknown[0]} is not in {config or DEFAULT_CONFIG}: `frontwire feeds list` shows what is"
        raise CommandError(why, status=WRONG_USAGE)


def print_feeds(feeds: Iterable[FeedSettings], *, format: Literal["table", "jsonl"], out: IO[str]) -> None:
    """All that is set for each feed; of headers the names only."""
    rows = [{**feed.model_dump(), "headers": sorted(feed.headers)} for feed in feeds]
    if format == "jsonl":
        write_jsonl(rows, out)
        return
    shown = [{**row, "headers": ", ".join(row["headers"])} for row in rows]
    write_table([name.replace("_", " ") for name in LIST_TABLE], pick(shown, LIST_TABLE), out)


def print_checks(
    urls: Sequence[str], settings: Settings, *, format: Literal["table", "jsonl"], out: IO[str]
) -> list[Checked]:
    """A verdict on each feed: a line as soon as it is known, or a table at the end."""
    known = {feed.url: feed for feed in settings.feeds}
    feeds = [known.get(url) or FeedSettings(url=url) for url in urls] if urls else list(settings.feeds)
    if not feeds:
        raise SettingsError("no feeds to check: add some by `frontwire feeds add` or `frontwire feeds import`")
    checked = []
    for one in check_feeds(feeds, settings):
        checked.append(one)
        if format == "jsonl":
            write_jsonl([_as_row(one)], out)
            out.flush()
    if format == "table":
        write_table([name.replace("_", " ") for name in CHECK_TABLE], pick(map(_as_row, checked), CHECK_TABLE), out)
    return checked


def prune_dead(config: Path | None, checked: Sequence[Checked]) -> list[str]:
    """Removes what is dead; where not a single feed answered the fault is more likely ours, and nothing is removed."""
    dead = [one.url for one in checked if one.verdict == "dead"]
    if len(checked) > 1 and not any(one.verdict in ("alive", "moved") for one in checked):
        say("nothing is pruned: not one feed answered, so the fault may be on this side")
        return []
    gone = remove_feeds(config, dead) if dead else []
    for url in gone:
        say(f"removed {url} from {config or DEFAULT_CONFIG}")
    return gone


def enable_all(db: Path, urls: Sequence[str]) -> None:
    """Sources that are left alone are asked again by the next run; one that is not says so."""
    from flows.enabling import enable_sources

    changed = enable_sources(db, list(dict.fromkeys(urls)), now=datetime.now(UTC))
    for url in dict.fromkeys(urls):
        say(f"{url} is asked again by the next run" if url in changed else f"{url} was neither disabled nor failing")


def import_opml(config: Path | None, file: Path) -> int:
    """Adds what an OPML list names; how many of its feeds were refused, each with a sentence on stderr."""
    try:
        body = file.read_bytes()
        if len(body) > MAX_OPML:
            raise ParseError(str(file), f"larger than {MAX_OPML:,} bytes", code="too_large")
        outlines = read_outlines(body, name=str(file))
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or 'cannot be read'}", status=WRONG_USAGE) from error
    except ParseError as error:
        raise CommandError(str(error), status=WRONG_USAGE) from error
    feeds, refused = [], 0
    for outline in outlines:
        try:
            feeds.append(_read_feed({name: _number(name, value) for name, value in asdict(outline).items()}))
        except CommandError as error:
            say(f"not imported: {error}")
            refused += 1
    new = add_feeds(config, feeds) if feeds else []
    say(f"{len(new)} feeds added to {config or DEFAULT_CONFIG}, {len(feeds) - len(new)} were there, {refused} refused")
    return refused


def export_opml(feeds: Iterable[FeedSettings]) -> str:
    """Feeds as OPML; headers stay out, since a list is made to be passed on."""
    return write_outlines(map(_as_outline, feeds), title="Feeds of frontwire")


def _read_feed(values: Mapping[str, Any]) -> FeedSettings:
    from flows.addresses import read_target
    from flows.errors import FetchError

    url = str(values["url"])
    try:
        read_target(url)
    except FetchError as error:
        raise CommandError(str(error), status=WRONG_USAGE) from error
    try:
        return read_feed_settings(values, name=url)
    except SettingsError as error:
        raise CommandError(str(error), status=WRONG_USAGE) from error


def _number(name: str, value: str | None) -> object:
    """`0.50` as 0.5; what is no number stays text, which the settings then refuse."""
    if name not in _NUMBERS or value is None:
        return value
    try:
        return float(value) if name == "weight" else int(value)
    except ValueError:
        return value


def _as_outline(feed: FeedSettings) -> Outline:
    said = feed.model_dump(exclude_defaults=True, include={field.name for field in fields(Outline)})
    return Outline(**{name: str(value) for name, value in said.items()})


def _as_row(one: Checked) -> dict[str, object]:
    return asdict(one)
