"""The interval of the settings in, runs on time out: the pipeline as a Prefect deployment, one run at a time."""

from collections.abc import Sequence
from pathlib import Path

from flows.errors import SettingsError
from flows.exits import COULD_NOT_RUN, CommandError
from flows.prefect_home import prepare_prefect
from flows.settings import Settings
from flows.show import say

DEPLOYMENT = "frontwire"
MEND = "start one with `prefect server start` and set PREFECT_API_URL, e.g. http://127.0.0.1:4200/api"


def serve_pipeline(sources: Sequence[str], settings: Settings, *, config: Path | None) -> None:
    """Serves until it is stopped; refuses where no Prefect server answers, since nothing would ever run."""
    if not sources and not settings.feeds:
        raise SettingsError("nothing to read: name a SOURCE, or put feeds into frontwire.toml")
    prepare_prefect(settings.db)
    url = require_server()
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.types.entrypoint import EntrypointType

    from flows.prefect_flow import pipeline

    seconds = settings.schedule.interval_seconds
    say(f"serving {pipeline.name}/{DEPLOYMENT} every {seconds} s on {url}; stop with Ctrl-C")
    pipeline.serve(
        name=DEPLOYMENT,
        interval=seconds,
        parameters={
            "sources": list(sources),
            "db": str(settings.db.absolute()),
            "config": str(config.absolute()) if config else None,
        },
        # A run that is due while one is still at work is dropped: the next one reads what it would have read.
        global_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        limit=1,
        print_starting_message=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def require_server() -> str:
    """The address of the configured Prefect server out, once it has answered; CommandError where there is none."""
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL

    url = PREFECT_API_URL.value()
    if not url:
        raise CommandError(
            f"serve needs a running Prefect server, and none is configured: {MEND}", status=COULD_NOT_RUN
        )
    with get_client(sync_client=True) as client:
        error = client.api_healthcheck()
    if error is not None:
        raise CommandError(f"the Prefect server at {url} does not answer: {MEND}", status=COULD_NOT_RUN)
    return str(url)
