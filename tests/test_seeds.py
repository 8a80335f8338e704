"""The seeds, run as a user runs them: six provinces, each once, each with its sentence."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).parents[1] / "seeds"
ARTICLE = SEEDS / "articles" / "2021-08-15-jalalabad.txt"
TABLE = tomllib.loads(ARTICLE.with_suffix(".expected.toml").read_text(encoding="utf-8"))["event"]
GAINS = {"territory_captured", "territory_taken_peacefully", "territory_regained"}
CHANGES = GAINS | {"territory_lost_or_withdrawn"}
EXPECTED = [event for event in TABLE if event["type"] in GAINS]
PROVINCES = {"AF-NAN", "AF-BAL", "AF-LOG", "AF-DAY", "AF-PKA", "AF-KNR"}


def frontwire(*words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "flows.cli", *words], check=True, capture_output=True, text=True)
    return done.stdout


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def mentions() -> list[dict[str, Any]]:
    return lines(frontwire("extract", str(ARTICLE), "--format", "jsonl"))


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("seeds") / "f.duckdb")
    frontwire("--db", path, "run", str(SEEDS), "--direct")
    return path


@pytest.mark.parametrize("event", EXPECTED, ids=lambda e: e["place"])
def test_every_expected_event_is_told_by_its_sentence(event: dict[str, Any], mentions: list[dict[str, Any]]) -> None:
    gains = [m for m in mentions if m["type"] in GAINS]
    told = [m for m in gains if m["place"] == event["place"] and m["quote"] == event["evidence"]]
    assert told
    for m in told:
        assert (m["type"], m["actor"], m["admin1"]) == (event["type"], event["actor"], event["admin1"])
        assert (m["date_start"], m["date_end"], m["method"]) == (
            str(event["date_start"]),
            str(event["date_end"]),
            event["method"],
        )
        assert (m["modality"], m["assertion"]) == ("actual", "reported")


def test_no_other_change_of_control_is_told(mentions: list[dict[str, Any]]) -> None:
    changes = [m for m in mentions if m["type"] in CHANGES and m["modality"] == "actual"]
    assert {m["admin1"] for m in changes} == PROVINCES


def test_six_alerts_and_nothing_else(db: str) -> None:
    alerts = lines(frontwire("--db", db, "alerts", "--format", "jsonl"))
    assert {a["admin1"] for a in alerts} == PROVINCES
    assert len(alerts) == len(PROVINCES)
    assert {(a["kind"], a["actor"], a["level"]) for a in alerts} == {("new_capture", "Taliban", "firm")}
    text = ARTICLE.read_text(encoding="utf-8")
    assert all(a["quote"] in text for a in alerts)


def test_the_two_cities_fell_without_a_fight(db: str) -> None:
    query = "select admin1, method from province_captures where basis = 'capital'"
    rows = json.loads(frontwire("--db", db, "sql", query, "--format", "json"))
    assert {(r["admin1"], r["method"]) for r in rows} == {("AF-NAN", "without_fight"), ("AF-BAL", "without_fight")}


def test_a_second_run_changes_nothing_but_the_run_table(db: str) -> None:
    before = counts(db)
    frontwire("--db", db, "run", str(SEEDS), "--direct")
    after = counts(db)
    assert after.pop("run") == before.pop("run") + 1
    assert after == before


def counts(db: str) -> dict[str, int]:
    names = "select table_name from duckdb_tables() where not internal"
    tables = [r["table_name"] for r in json.loads(frontwire("--db", db, "sql", names, "--format", "json"))]
    query = " union all ".join(f"select '{name}' as name, count(*) as n from {name}" for name in tables)  # noqa: S608
    return {r["name"]: r["n"] for r in json.loads(frontwire("--db", db, "sql", query, "--format", "json"))}
