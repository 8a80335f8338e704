"""What README promises, run as it stands there."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r'^frontwire sql "(.+)"$', README, re.MULTILINE)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("readme") / "f.duckdb")
    frontwire("--db", path, "run", str(ROOT / "seeds"), "--direct")
    return path


def frontwire(*words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, "-m", "flows.cli", *words], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done


def test_there_are_five_questions() -> None:
    assert len(QUESTIONS) >= 5


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_questions_have_answers_on_the_seeds(question: str, db: str) -> None:
    answer = frontwire("--db", db, "sql", question, "--format", "csv").stdout
    assert len(answer.splitlines()) > 1


def test_the_commands_of_the_table_exist() -> None:
    named = set(re.findall(r"^\| `frontwire (\w+)", README, re.MULTILINE))
    assert named
    for command in named:
        assert "Example:" in frontwire(command, "--help").stdout


def test_the_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake (\w+)", README)) <= targets


def test_the_files_it_names_are_there() -> None:
    for name in re.findall(r"\]\(([\w/.-]+)\)", README):
        assert (ROOT / name).exists(), name


def test_the_example_configuration_is_accepted(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.+?)```", README, re.DOTALL)
    assert block
    config = tmp_path / "frontwire.toml"
    config.write_text(block[1], encoding="utf-8")
    words = shlex.split(f"--config {config} --db {tmp_path / 'none.duckdb'} alerts")
    done = subprocess.run([sys.executable, "-m", "flows.cli", *words], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, "no warehouse" in done.stderr) == (3, True)
