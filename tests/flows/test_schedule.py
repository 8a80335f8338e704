"""`serve` refuses where nothing would ever run."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from flows.errors import SettingsError
from flows.exits import COULD_NOT_RUN, CommandError
from flows.schedule import require_server, serve_pipeline
from flows.settings import load_settings
from tests.flows.conftest import FALL, House
from tests.loopback import wait_until

ROOT = Path(__file__).parents[2]


def test_serve_refuses_without_anything_to_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nothing to read"):
        serve_pipeline([], load_settings(None, db=tmp_path / "n.duckdb"), config=None)


@pytest.mark.usefixtures("prefect")
def test_server_that_answers_is_taken() -> None:
    assert require_server().startswith("http://127.0.0.1:")


@pytest.mark.usefixtures("prefect")
def test_no_server_is_refused_with_the_mend() -> None:
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with temporary_settings({PREFECT_API_URL: None}), pytest.raises(CommandError, match="prefect server start") as none:
        require_server()
    closed = {PREFECT_API_URL: "http://127.0.0.1:9/api"}
    with temporary_settings(closed), pytest.raises(CommandError, match="does not answer") as dead:
        require_server()
    assert none.value.status == dead.value.status == COULD_NOT_RUN


@pytest.mark.slow
def test_served_runs_come_by_the_clock_of_a_real_server(house: House) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    api = f"http://127.0.0.1:{port}/api"
    env = {**os.environ, "PREFECT_HOME": str(house.folder / "server"), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    config = house.write("frontwire.toml", "[schedule]\ninterval_seconds = 10\n")
    program = [sys.executable, "-m", "flows.cli", "--config", config, "--db", str(house.db), "serve"]
    server = subprocess.Popen([sys.executable, "-m", "prefect", "server", "start", "--port", port], env=env)
    serving = None
    try:
        assert wait_until(lambda: _answers(api), seconds=90)
        file = house.write("herat.txt", FALL.format(city="Herat"))
        serving = subprocess.Popen([*program, file], cwd=ROOT, env={**env, "PREFECT_API_URL": api})
        assert wait_until(house.db.exists, seconds=120), "no run came: does the server's scheduler work?"
        assert house.ask("select new from run where ended_at is not null limit 1") == [(1,)]
    finally:
        for process in filter(None, (serving, server)):
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _answers(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=2).is_success
    except httpx.HTTPError:
        return False
