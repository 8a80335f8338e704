"""Words of a shell in, an exit status out: `frontwire rejected`."""

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from flows.exits import DONE, Options, guarded

if TYPE_CHECKING:
    from flows.settings import Settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Example: frontwire rejected --code timeout --retry")(rejected)


@guarded
def rejected(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Only these; the first characters of an id are enough.")
    ] = None,
    code: Annotated[str | None, typer.Option("--code", help="Only what was rejected for this reason.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Only what came from this SOURCE.")] = None,
    again: Annotated[bool, typer.Option("--retry", help="Read them again instead of listing them.")] = False,
    format: Annotated[Literal["table", "jsonl"], typer.Option("--format", help="What to print.")] = "table",
) -> int:
    """What could not be read, and why; --retry reads it again, from the archive where its bytes are there."""
    from flows.rejections import find_rejected, print_rejected

    options = context.obj if isinstance(context.obj, Options) else Options()
    settings = _settings(options)
    rows = find_rejected(settings.db, ids or [], code=code, source=source)
    if again:
        from flows.screen import retry_on_screen

        return retry_on_screen(rows, settings, quiet=options.quiet) if rows else DONE
    print_rejected(rows, format=format, out=sys.stdout)
    return DONE


def _settings(options: Options) -> "Settings":
    from flows.settings import load_settings

    return load_settings(options.config, **({} if options.db is None else {"db": options.db}))
