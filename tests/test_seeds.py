"""The seeds, run as a user runs them: six provinces, each once, each with its sentence."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

TERRITORY = {"territory_captured", "territory_taken_peacefully", "territory_regained", "territory_lost_or_withdrawn"}
SEEDS = Path(__file__).parents[1] / "seeds"
ARTICLE = SEEDS / "articles" / "2021-08-15-jalalabad.txt"
TOLD = tomllib.loads(ARTICLE.with_suffix(".expected.toml").read_text(encoding="utf-8"))
EXPECTED, OTHERS = TOLD["event"], TOLD["other"]
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
    told = [m for m in mentions if m["place"] == event["place"] and m["quote"] == event["evidence"]]
    assert told
    for m in told:
        assert (m["type"], m["actor"], m["admin1"]) == (event["type"], event["actor"], event["admin1"])
        assert (m["date_start"], m["date_end"], m["method"]) == (
            str(event["date"]),
            str(event["date"]),
            event["method"],
        )
        assert (m["modality"], m["assertion"]) == ("actual", "reported")


def is_told(event: dict[str, Any], m: dict[str, Any]) -> bool:
    """All that the table states is in the mention, and no more is claimed of who, whom and when than it states."""
    day = str(event["date"]) if "date" in event else None
    said = {name: event.get(name) for name in ("type", "detail", "actor", "target", "content") if name in event}
    same = all(m[name] == value for name, value in said.items()) and m["quote"].startswith(event["evidence"])
    same &= m["modality"] == event.get("modality", "actual") and m["assertion"] == "reported"
    same &= event.get("actor_text", m["actor_text"]) == m["actor_text"] and event.get("place", m["place"]) == m["place"]
    same &= m["date_end"] == str(event["until"]) if "until" in event else m["date_start"] == day == m["date_end"]
    bounds = {(q["what"], bound) for q in m["quantities"] for bound in (q["low"], q["high"])}
    same &= {tuple(n) for n in event.get("numbers", [])} <= bounds
    chain = " <- ".join(s["quote"] for s in m["sources"])
    return same and all(source in chain for source in event.get("sources", []))


@pytest.mark.parametrize("event", OTHERS, ids=lambda e: f"{e['type']}: {e['evidence'][:30]}")
def test_every_other_event_is_told_once(event: dict[str, Any], mentions: list[dict[str, Any]]) -> None:
    assert len([m for m in mentions if is_told(event, m)]) == 1


def test_nothing_beyond_the_table_is_told(mentions: list[dict[str, Any]]) -> None:
    rest = [m for m in mentions if m["type"] not in TERRITORY and not any(is_told(e, m) for e in OTHERS)]
    assert [(m["type"], m["quote"]) for m in rest] == []


def test_no_other_change_of_control_is_told(mentions: list[dict[str, Any]]) -> None:
    gains = [m for m in mentions if m["type"] in TERRITORY and m["modality"] == "actual"]
    assert {m["admin1"] for m in gains} == PROVINCES


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
