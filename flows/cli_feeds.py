"""Words of a shell in, an exit status out: `frontwire feeds ...`, which keeps the feeds of frontwire.toml.

Nothing heavy is imported here, as in cli.py.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from flows.exits import DONE, SOME_REJECTED, WRONG_USAGE, CommandError, Options, guarded

if TYPE_CHECKING:
    from flows.settings import Settings

feeds_app = typer.Typer(
    help="The feeds of frontwire.toml: add, list, remove, check, enable, import and export them.",
    rich_markup_mode=None,
    no_args_is_help=True,
    epilog="Example: frontwire feeds import seeds/feeds.opml",
)

Format = Annotated[Literal["table", "jsonl"], typer.Option("--format", help="What to print.")]


@feeds_app.command(epilog="Example: frontwire feeds add https://news.example/world.rss --outlet Example --country GB")
@guarded
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of a feed or a news sitemap.")],
    outlet: Annotated[str | None, typer.Option("--outlet", help="Who publishes it.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Of the outlet: two letters, such as GB.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="Of the texts, such as en.")] = None,
    weight: Annotated[float | None, typer.Option("--weight", help="How much the outlet counts, from 0.")] = None,
    full_text: Annotated[
        Literal["page", "feed"], typer.Option("--full-text", help="Where the whole text is.")
    ] = "page",
    interval: Annotated[int | None, typer.Option("--interval", help="Seconds between two questions.")] = None,
    backfill: Annotated[int, typer.Option("--backfill", help="Older pages to read the first time.")] = 0,
    headers: Annotated[
        list[str] | None,
        typer.Option("--header", metavar="NAME=env:VAR", help="A header whose value an environment variable holds."),
    ] = None,
) -> int:
    """Adds a feed; all other lines of the file stay as they are."""
    from flows.feed_commands import add_one

    fields = {
        "outlet": outlet,
        "country": country,
        "language": language,
        "weight": weight,
        "full_text": full_text,
        "interval_seconds": interval,
        "backfill": backfill,
        "headers": _read_pairs(headers or []),
    }
    add_one(_config(context), url, fields)
    return DONE


@feeds_app.command("list", epilog="Example: frontwire feeds list --format jsonl")
@guarded
def list_feeds(context: typer.Context, format: Format = "table") -> int:
    """Lists the feeds with all that is set for them; of headers the names only."""
    from flows.feed_commands import print_feeds

    print_feeds(_settings(context).feeds, format=format, out=sys.stdout)
    return DONE


@feeds_app.command(epilog="Example: frontwire feeds remove https://news.example/world.rss")
@guarded
def remove(
    context: typer.Context,
    urls: Annotated[list[str], typer.Argument(metavar="URL", help="Addresses as `feeds list` shows them.")],
) -> int:
    """Removes feeds; what they have brought stays in the warehouse."""
    from flows.feed_commands import remove_all

    remove_all(_config(context), urls)
    return DONE


@feeds_app.command(epilog="Example: frontwire feeds check --prune")
@guarded
def check(
    context: typer.Context,
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="URL", help="Only these; not named: all of the configuration.")
    ] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove the dead ones from the configuration.")] = False,
    format: Format = "table",
) -> int:
    """Asks each feed once: alive, moved, dead (gone for good), or unreachable (not now, so it is never pruned)."""
    from flows.feed_commands import print_checks, prune_dead

    checked = print_checks(urls or [], _settings(context), format=format, out=sys.stdout)
    pruned = prune_dead(_config(context), checked) if prune else []
    bad = [one for one in checked if one.verdict in ("dead", "unreachable") and one.url not in pruned]
    return SOME_REJECTED if bad else DONE


@feeds_app.command(epilog="Example: frontwire feeds enable https://news.example/world.rss")
@guarded
def enable(
    context: typer.Context,
    urls: Annotated[
        list[str], typer.Argument(metavar="URL", help="Addresses that runs list as `disabled`, `not_due`.")
    ],
) -> int:
    """Lets the next run ask for feeds again that are gone (410) or failed for long."""
    from flows.feed_commands import enable_all

    enable_all(_settings(context).db, urls)
    return DONE


@feeds_app.command("import", epilog="Example: frontwire feeds import seeds/feeds.opml")
@guarded
def import_feeds(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML list, as most feed readers write it.")],
) -> int:
    """Adds the feeds of an OPML list; those that are there already stay as they are."""
    from flows.feed_commands import import_opml

    refused = import_opml(_config(context), file)
    return SOME_REJECTED if refused else DONE


@feeds_app.command(epilog="Example: frontwire feeds export > feeds.opml")
@guarded
def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to; not named: stdout.")] = None,
) -> int:
    """Writes the feeds as an OPML list, without their headers."""
    from flows.feed_commands import export_opml

    text = export_opml(_settings(context).feeds)
    if file is None:
        sys.stdout.write(text)
        return DONE
    file.write_text(text, encoding="utf-8")
    return DONE


def _read_pairs(words: list[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    if all(sign and name.strip() for name, sign, _ in pairs):
        return {name.strip(): value.strip() for name, _, value in pairs}
    # The word itself is not shown: it may be the secret.
    raise CommandError("--header wants NAME=env:VARIABLE, such as Authorization=env:NEWS_TOKEN", status=WRONG_USAGE)


def _config(context: typer.Context) -> Path | None:
    options = context.obj
    return options.config if isinstance(options, Options) else None


def _settings(context: typer.Context) -> "Settings":
    from flows.settings import load_settings

    options = context.obj
    db = options.db if isinstance(options, Options) else None
    return load_settings(_config(context), db=db)
