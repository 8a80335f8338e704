"""The real program in processes of its own: exit statuses, sentences, formats, and who waits for whom."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import fields
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.channels import ALERT_FIELDS
from flows.cli import put_globals_first
from flows.exits import CommandError
from flows.questions import name_apart, read_since
from parsers.records import Mention
from tests.flows.conftest import FALL, House
from tests.flows.test_watch import NOW

ROOT = Path(__file__).parents[2]
SEEDS = str(ROOT / "seeds" / "articles")
COMMANDS = ("run", "extract", "sql", "alerts", "explain", "serve")


def frontwire(*words: str, cwd: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A warehouse with the seeds."""
    house = House(tmp_path_factory.mktemp("seeded"))
    house.run(SEEDS)
    return house


def ask(house: House, *words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return frontwire("--db", str(house.db), *words, cwd=house.folder, stdin=stdin)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, tmp_path: Path) -> None:
    done = frontwire(command, "--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Example: " in done.stdout
    assert f"frontwire {command}" in done.stdout


def test_help_lists_the_commands(tmp_path: Path) -> None:
    done = frontwire("--help", cwd=tmp_path)
    assert all(command in done.stdout for command in COMMANDS)


def test_light_commands_import_nothing_heavy(seeded: House) -> None:
    heavy = "{'prefect', 'spacy', 'httpx', 'trafilatura', 'apprise', 'feedparser'} & set(sys.modules)"
    for words in (["--help"], ["sql", "select 1"], ["alerts"]):
        script = (
            f"import sys; from flows.cli import main\nsys.argv = ['', '--db', {str(seeded.db)!r}, *{words!r}]\n"
            f"try: main()\nexcept SystemExit: pass\nprint({heavy}, file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert done.stderr.strip() == "set()", words


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--nonsense"], 2, "No such option"),
        (["sql"], 2, "Missing argument"),
        (["run"], 2, "nothing to read"),
        (["--config", "missing.toml", "alerts"], 2, "missing.toml"),
        (["sql", "select 1"], 3, "run `frontwire run` first"),
        (["alerts"], 3, "run `frontwire run` first"),
        (["explain", "e1"], 3, "run `frontwire run` first"),
        (["serve", "seeds"], 3, "prefect server start"),
        (["extract", "missing.txt"], 1, "missing.txt"),
    ],
)
def test_status_and_sentence_where_there_is_no_warehouse(
    words: list[str], status: int, said: str, tmp_path: Path
) -> None:
    done = frontwire(*words, cwd=tmp_path)
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sql", "from nowhere"], "nowhere"),
        (["sql", "drop table alert"], "only one select statement"),
        (["sql", "copy alert to 'x.csv'"], "only one select statement"),
        (["sql", "from '/etc/passwd'"], "passwd"),
        (["sql", "  "], "empty"),
        (["alerts", "--since", "soon"], "--since 'soon'"),
        (["explain", "zzz"], "no event 'zzz'"),
    ],
)
def test_wrong_question_is_status_2_and_one_sentence(words: list[str], said: str, seeded: House) -> None:
    done = ask(seeded, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_debug_shows_where(seeded: House) -> None:
    done = ask(seeded, "sql", "from nowhere", "--debug")
    assert done.returncode == 2
    assert "Traceback" in done.stderr


def test_damaged_warehouse_is_status_3(tmp_path: Path) -> None:
    (tmp_path / "bad.duckdb").write_bytes(b"no database" * 1000)
    done = frontwire("--db", "bad.duckdb", "sql", "select 1", cwd=tmp_path)
    assert done.returncode == 3
    assert "bad.duckdb" in done.stderr


def test_run_prints_two_tables_and_stderr_stays_empty(tmp_path: Path) -> None:
    done = frontwire("run", SEEDS, "--direct", "--db", "deep/er/n.duckdb", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "documents read" in done.stdout
    assert done.stdout.count("new_capture") == 6
    assert "Nangarhar AF-NAN" in done.stdout
    again = frontwire("--db", "deep/er/n.duckdb", "run", SEEDS, "missing.txt", "--direct", cwd=tmp_path)
    assert again.returncode == 1
    assert "new_capture" not in again.stdout
    assert "rejected missing.txt" in again.stderr


def test_extract_gives_the_fields_of_the_contract_and_no_database(tmp_path: Path) -> None:
    done = frontwire("extract", SEEDS, "--format", "jsonl", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert list(lines[0]) == [field.name for field in fields(Mention) if field.name != "seat"]
    text = (Path(SEEDS) / "2021-08-15-jalalabad.txt").read_text()
    assert all(text[line["start"] : line["stop"]] == line["quote"] for line in lines)
    days = [date.fromisoformat(line["date_end"]) for line in lines if line["date_precision"] == "day"]
    assert date(2021, 8, 15) in days
    assert list(tmp_path.iterdir()) == []


def test_sql_formats_say_the_same(seeded: House) -> None:
    query = "select admin1, roots, published, 'NaN'::double as n, 9007199254740993 as big from alert order by admin1"
    as_json = json.loads(ask(seeded, "sql", query, "--format", "json").stdout)
    as_jsonl = [
        json.loads(line) for line in ask(seeded, "sql", "-", "--format", "jsonl", stdin=query).stdout.splitlines()
    ]
    as_csv = list(csv.DictReader(io.StringIO(ask(seeded, "sql", query, "--format", "csv").stdout)))
    assert as_json == as_jsonl
    assert [row["admin1"] for row in as_json] == [row["admin1"] for row in as_csv]
    assert as_json[0]["published"].endswith("Z")
    assert (as_json[0]["n"], as_csv[0]["n"]) == (None, "")
    assert (as_json[0]["big"], as_csv[0]["big"]) == (9007199254740993, "9007199254740993")
    assert json.loads(as_csv[0]["roots"]) == as_json[0]["roots"]
    table = ask(seeded, "sql", query).stdout
    assert all(row["admin1"] in table for row in as_json)


def test_sql_table_is_complete_in_a_pipe(seeded: House) -> None:
    assert "x" * 500 in ask(seeded, "sql", "select repeat('x', 500)").stdout


def test_sql_parquet_is_a_file_for_other_tools(seeded: House) -> None:
    file = seeded.folder / "a.parquet"
    with file.open("wb") as out:
        words = ["--db", str(seeded.db), "sql", "from alert", "--format", "parquet"]
        subprocess.run([sys.executable, "-m", "flows.cli", *words], cwd=ROOT, stdout=out, check=True, timeout=60)
    answer = duckdb.sql(f"select count(*), any_value(typeof(roots)) from '{file}'").fetchone()  # noqa: S608
    assert answer == (6, "VARCHAR[]")


def test_empty_answers(seeded: House) -> None:
    assert ask(seeded, "sql", "from alert where false", "--format", "json").stdout == "[]\n"
    assert ask(seeded, "sql", "from alert where false", "--format", "jsonl").stdout == ""
    late = ask(seeded, "alerts", "--since", "2999-01-01")
    assert (late.returncode, len(late.stdout.splitlines())) == (0, 2)


def test_alerts_have_the_fields_of_the_contract(seeded: House) -> None:
    done = ask(seeded, "alerts", "--since", "1h", "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 6
    assert all(tuple(line) == ALERT_FIELDS for line in lines)
    assert all(line["raised_at"].endswith("Z") and line["published"].endswith("Z") for line in lines)
    assert lines == sorted(lines, key=lambda line: line["raised_at"])


def test_explain_takes_the_beginning_of_an_id(seeded: House) -> None:
    ((event_id,),) = seeded.ask("select event_id from alert where admin1 = 'AF-NAN'")
    done = ask(seeded, "explain", event_id[:8])
    assert done.returncode == 0
    assert done.stdout.startswith(f"event {event_id}: ")
    for word in (
        "The insurgents captured Jalalabad on Sunday without a fight.",
        "root source: Reuters",
        "joined: ",
        "alert ",
    ):
        assert word in done.stdout


def test_a_reader_that_leaves_is_no_error(seeded: House) -> None:
    shell = f"{sys.executable} -m flows.cli --db {seeded.db} sql 'from range(300000)' --format csv | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", shell], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "range\n", "")


@pytest.mark.parametrize("wait", [0.1, 0.25, 0.5, 0.9])  # in DuckDB, between libraries that load, in a batch
def test_ctrl_c_is_one_line_and_130(new_house: House, wait: float) -> None:
    lines = (json.dumps({"id": str(i), "text": f"{FALL.format(city='Herat')} {i}."}) for i in range(3000))
    words = ["--db", str(new_house.db), "run", new_house.write("n.jsonl", "\n".join(lines)), "--direct"]
    run = subprocess.Popen([sys.executable, "-m", "flows.cli", *words], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    _wait_for_writer(new_house)
    time.sleep(wait)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=30)
    assert run.returncode == 130
    assert len(said.splitlines()) == 1
    assert "interrupted" in said


@pytest.mark.parametrize(("leave", "status"), [("forget_interrupted_exec()", 130), ("pass", -signal.SIGINT)])
def test_status_stands_after_ctrl_c_in_an_executed_text(tmp_path: Path, leave: str, status: int) -> None:
    lines = (
        "import sys",
        "from flows.interrupts import forget_interrupted_exec",
        "try: exec('raise KeyboardInterrupt')",
        f"except KeyboardInterrupt: {leave}",
        "sys.exit(130)",
    )
    (tmp_path / "loading.py").write_text("\n".join(lines))
    path = os.pathsep.join((str(ROOT), str(tmp_path)))
    done = subprocess.run([sys.executable, "-m", "loading"], env={**os.environ, "PYTHONPATH": path}, timeout=30)
    assert done.returncode == status


def test_analyst_and_run_do_not_wait_for_each_other(new_house: House) -> None:
    new_house.run(SEEDS)
    hold = f"import duckdb, sys; c = duckdb.connect({str(new_house.db)!r}, read_only=True); print('open', flush=True)"
    hold += "; sys.stdin.read(); print(c.execute('select count(*) from alert').fetchone()[0])"
    analyst = subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=new_house.folder
    )
    assert analyst.stdout is not None
    assert analyst.stdout.readline() == "open\n"
    lines = [{"id": str(i), "published": "2021-08-16", "text": f"{FALL.format(city='Herat')} {i}."} for i in range(300)]
    file = new_house.write("n.jsonl", "\n".join(map(json.dumps, lines)))
    words = ["--db", str(new_house.db), "run", file, "--direct"]
    run = subprocess.Popen([sys.executable, "-m", "flows.cli", *words], cwd=ROOT, stdout=subprocess.PIPE)
    _wait_for_writer(new_house)
    asked = 0
    while run.poll() is None:
        done = ask(new_house, "sql", "select count(*) from alert", "--format", "jsonl")
        assert done.returncode == 0, done.stderr
        asked += 1
    assert (run.wait(), asked > 0) == (0, True)
    assert analyst.communicate("", timeout=10)[0] == "6\n", "the open session still sees what it opened"
    assert new_house.ask("select count(*) from alert") == [(7,)]


def _wait_for_writer(house: House) -> None:
    lock = house.folder / ".news.duckdb.lock"
    before = lock.stat().st_mtime_ns if lock.exists() else 0
    end = time.monotonic() + 30
    while time.monotonic() < end and (not lock.exists() or lock.stat().st_mtime_ns == before):
        time.sleep(0.01)


def test_global_options_may_stand_after_the_command() -> None:
    assert put_globals_first(["run", "a", "--db", "x", "--quiet", "--config=c"]) == [
        *("--db", "x", "--quiet", "--config=c"),
        *("run", "a"),
    ]
    assert put_globals_first(["sql", "--", "--db"]) == ["sql", "--", "--db"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2h", "2021-08-15T10:00:00+00:00"),
        ("3 d", "2021-08-12T12:00:00+00:00"),
        ("2021-08-15", "2021-08-15T00:00:00+00:00"),
        ("2021-08-15T10:00+02:00", "2021-08-15T10:00:00+02:00"),
        ("2021-08-15T10:00:00Z", "2021-08-15T10:00:00+00:00"),
    ],
)
def test_since_takes_days_times_and_ages(text: str, moment: str) -> None:
    assert read_since(text, now=NOW).isoformat() == moment


@pytest.mark.parametrize("text", ["", "yesterday", "999999w", "-3d"])
def test_since_that_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(CommandError):
        read_since(text, now=NOW)


def test_equal_column_names_are_told_apart() -> None:
    assert name_apart(["a", "b", "a", "a"]) == ["a", "b", "a_1", "a_2"]
