"""The place of the warehouse in, Prefect's environment out: set before `import prefect`, never over the user's own."""

import os
from pathlib import Path


def prepare_prefect(db: Path) -> None:
    """Keeps Prefect's own files beside the warehouse, its server patient, its logs quiet, and nothing phones home."""
    home = (db.parent / ".prefect").absolute()
    profiles = Path.home() / ".prefect" / "profiles.toml"
    for name, value in {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "60",  # 13-15 s at the first run: migrations
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",  # else 0.4 MB a run, for ever
        "PREFECT_LOGGING_LEVEL": "WARNING",
    }.items():
        os.environ.setdefault(name, value)
    if profiles.is_file():  # `prefect config set PREFECT_API_URL=...` of the user holds in our home too
        os.environ.setdefault("PREFECT_PROFILES_PATH", str(profiles))
    Path(os.environ["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)  # without it the server times out, misleadingly
