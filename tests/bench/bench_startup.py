"""How long a person waits for a command that does little: `make bench` prints it."""

import subprocess
import sys
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "f.duckdb"
    frontwire("--db", str(path), "--quiet", "run", str(SEEDS), "--direct")
    return path


def frontwire(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "flows.cli", *words], check=True, capture_output=True)


def test_help(benchmark) -> None:  # type: ignore[no-untyped-def]
    benchmark.pedantic(frontwire, args=("--help",), rounds=5, warmup_rounds=1)


def test_sql(benchmark, warehouse: Path) -> None:  # type: ignore[no-untyped-def]
    benchmark.pedantic(frontwire, args=("--db", str(warehouse), "sql", "from control_now"), rounds=5, warmup_rounds=1)


def test_run_direct(benchmark, warehouse: Path) -> None:  # type: ignore[no-untyped-def]
    words = ("--db", str(warehouse), "run", str(SEEDS), "--direct")
    benchmark.pedantic(frontwire, args=words, rounds=3, warmup_rounds=1)
