"""Words of a shell in, an exit status out: the commands of `frontwire` (CONTRACT.md, "Commands").

Nothing heavy is imported here: `--help` and `sql` start in a fraction of a second.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from flows.cli_feeds import feeds_app
from flows.cli_rejected import register as register_rejected
from flows.exits import DONE, INTERRUPTED, SOME_REJECTED, Options, complain, guarded

if TYPE_CHECKING:
    from flows.settings import Settings

app = typer.Typer(
    name="frontwire",
    rich_markup_mode=None,  # rich help costs more than all the rest of `--help`
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    epilog="Global options may also stand after the command. Example: frontwire --db news.duckdb run seeds --direct",
)

app.add_typer(feeds_app, name="feeds")

Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="SOURCE", help="File, folder, glob, or http(s) address of a feed or a page."),
]

SomeSources = Annotated[
    list[str], typer.Argument(metavar="SOURCE", help="File, folder, glob, or http(s) address of a feed or a page.")
]


def _print_version(wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import version

    print(f"frontwire {version('frontwire')}")  # noqa: T201
    raise typer.Exit(DONE)


@app.callback()
def frontwire(
    context: typer.Context,
    db: Annotated[
        Path | None, typer.Option("--db", metavar="PATH", help="The warehouse (default data/frontwire.duckdb).")
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="PATH", help="Settings (default frontwire.toml if there is one).")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no hints.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Watches the news for control changing hands and tells people once, with the sentence that says so."""
    context.obj = Options(db=db, config=config, quiet=quiet, debug=debug)


@app.command(epilog="Example: frontwire run seeds/articles https://news.example/world.rss")
@guarded
def run(
    context: typer.Context,
    sources: Sources = None,
    direct: Annotated[bool, typer.Option("--direct", help="Without Prefect: the same steps, a faster start.")] = False,
    backfill: Annotated[
        int | None,
        typer.Option("--backfill", metavar="N", min=0, max=100, help="Also read up to N older pages of each feed."),
    ] = None,
) -> int:
    """The whole pipeline once: read, deduplicate, load, alert. Without SOURCE, the feeds of the configuration."""
    from flows.screen import run_on_screen

    settings = _settings(context)
    if backfill is not None:
        settings = settings.model_copy(update={"backfill": backfill})
    return run_on_screen(sources or [], settings, quiet=_options(context).quiet, direct=direct)


@app.command(epilog="Example: frontwire extract seeds/articles --format jsonl | head -3")
@guarded
def extract(
    context: typer.Context,
    sources: SomeSources,
    format: Annotated[Literal["table", "jsonl"], typer.Option("--format", help="What to print.")] = "table",
) -> int:
    """Text in, mentions out; touches no database and starts no server."""
    from flows.extract import print_mentions
    from flows.show import say_rejected

    rejected = print_mentions(sources, _settings(context), format=format, out=sys.stdout)
    say_rejected(rejected)
    return SOME_REJECTED if rejected else DONE


@app.command(epilog='Example: frontwire sql "select admin1, actor, method, quote from province_captures"')
@guarded
def sql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="One SQL statement; - reads it from stdin.")],
    format: Annotated[
        Literal["table", "csv", "json", "jsonl", "parquet"], typer.Option("--format", help="What to print.")
    ] = "table",
) -> int:
    """Ad hoc SQL, read only, also while a run is writing."""
    from flows.questions import print_answer

    text = sys.stdin.read() if query == "-" else query
    print_answer(_settings(context).db, text, format=format, out=sys.stdout)
    return DONE


@app.command(epilog="Example: frontwire alerts --since 3d --format jsonl")
@guarded
def alerts(
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", help="A day, a time (ISO 8601, UTC) or an age: 2h, 3d.")
    ] = None,
    pending: Annotated[bool, typer.Option("--pending", help="Instead: what the channels were not told yet.")] = False,
    withdrawn: Annotated[
        bool, typer.Option("--withdrawn", help="Instead: alerts that were told and that later articles overruled.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--resend", help="Send what is pending now; with --since also what was sent since then.")
    ] = False,
    format: Annotated[Literal["table", "jsonl"], typer.Option("--format", help="What to print.")] = "table",
) -> int:
    """Alerts raised so far, oldest first."""
    from flows import questions

    settings = _settings(context)
    if again:
        return _resend(settings, since)
    if pending:
        from flows.channels import read_name

        names = [read_name(address) for address in settings.alert.channels]
        questions.print_pending(settings.db, names, format=format, out=sys.stdout)
    else:
        questions.print_alerts(settings.db, since, withdrawn=withdrawn, format=format, out=sys.stdout)
    return DONE


def _resend(settings: "Settings", since: str | None) -> int:
    from datetime import UTC, datetime

    from flows.questions import read_since
    from flows.resend import resend
    from flows.show import say

    moment = read_since(since, now=datetime.now(UTC)) if since else None
    sent, failed = resend(settings, since=moment)
    for sentence in failed:
        say(f"alert not delivered: {sentence}; the next run tries again")
    say(f"{sent} sent")
    return SOME_REJECTED if failed else DONE


@app.command(epilog="Example: frontwire explain 4f1c2a (the first characters of an id are enough)")
@guarded
def explain(
    context: typer.Context,
    event_id: Annotated[str, typer.Argument(metavar="EVENT_ID", help="As `alerts` and table `event` show it.")],
) -> int:
    """Every mention behind an event: outlet, root source, quoted evidence, why they were joined."""
    from flows.questions import print_event

    print_event(_settings(context).db, event_id, out=sys.stdout)
    return DONE


@app.command(epilog="Example: frontwire --db data/frontwire.duckdb rebuild")
@guarded
def rebuild(context: typer.Context) -> int:
    """Works out events, ledger and alerts anew from the stored mentions, after an upgrade or to prove them right."""
    from dataclasses import asdict

    from flows.rebuild import rebuild as work_out
    from flows.show import write_table

    done = asdict(work_out(_settings(context).db))
    write_table([name.replace("_", " ") for name in done], [list(done.values())], sys.stdout, title="Rebuilt")
    return DONE


@app.command(epilog="Example: frontwire evaluate tests/gold/tuning --details | less")
@guarded
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="A folder with articles.jsonl and gold.jsonl.")],
    details: Annotated[
        bool, typer.Option("--details", help="Each miss and false alarm, with rule, judge, parse.")
    ] = False,
) -> int:
    """The scorer's figures on a gold set, and what both readers made of each miss and false alarm."""
    from flows.evaluate import print_evaluation

    print_evaluation(gold, details=details, out=sys.stdout)
    return DONE


@app.command(epilog="Example: PREFECT_API_URL=http://127.0.0.1:4200/api frontwire serve")
@guarded
def serve(
    context: typer.Context,
    sources: Sources = None,
) -> int:
    """Scheduled runs, as a Prefect deployment; needs a running Prefect server (`prefect server start`)."""
    from flows.schedule import serve_pipeline

    serve_pipeline(sources or [], _settings(context), config=_options(context).config)
    return DONE


register_rejected(app)


def _options(context: typer.Context) -> Options:
    options = context.obj
    return options if isinstance(options, Options) else Options()


def _settings(context: typer.Context) -> "Settings":
    from flows.settings import load_settings

    options = _options(context)
    return load_settings(options.config, **({} if options.db is None else {"db": options.db}))


def put_globals_first(words: Sequence[str]) -> list[str]:
    """Words of a command line in, the same out with the global options before the command."""
    front: list[str] = []
    rest: list[str] = []
    pending = list(words)
    while pending:
        word = pending.pop(0)
        if word == "--":
            return [*front, *rest, word, *pending]
        if word in ("--db", "--config"):
            front += [word, *pending[:1]]
            pending = pending[1:]
        elif word in ("--quiet", "--debug", "--version") or word.startswith(("--db=", "--config=")):
            front.append(word)
        else:
            rest.append(word)
    return [*front, *rest]


def main() -> None:
    """The console script."""
    try:
        app(put_globals_first(sys.argv[1:]), prog_name="frontwire")
    except KeyboardInterrupt:  # before a command was running
        complain("interrupted")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
