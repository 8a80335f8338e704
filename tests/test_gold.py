"""The floor under the development gold: raised on purpose when reading gets better, never lowered."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

GOLD = Path(__file__).parents[2] / "shared" / "gold"
pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="../shared/gold is not on this machine")

# Rules and judge together; see docs/extraction.md.
FLOOR = {"detection": 0.90, "with_actor": 0.81, "end_to_end": 0.72}
PROVINCE_ALERTS = 0.88
OTHER = {"recall": 0.85, "precision": 0.90}  # the 22 other types
QUANTITIES = 0.95


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    found = tmp_path_factory.mktemp("gold") / "mentions.jsonl"
    words = [sys.executable, "-m", "flows.cli", "extract", str(GOLD / "dev" / "articles.jsonl"), "--format", "jsonl"]
    with found.open("wb") as out:
        subprocess.run(words, check=True, stdout=out)
    scorer = [sys.executable, str(GOLD / "score.py"), "mentions", str(GOLD / "dev"), str(found), "--json"]
    done = subprocess.run(scorer, check=True, capture_output=True, text=True)
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


@pytest.mark.parametrize("figure", FLOOR)
def test_control_events_stay_above_the_floor(score: dict[str, Any], figure: str) -> None:
    assert score["control"][figure]["f1"] >= FLOOR[figure]


def test_province_alerts_stay_above_the_floor(score: dict[str, Any]) -> None:
    assert score["province_alerts"]["f1"] >= PROVINCE_ALERTS


@pytest.mark.parametrize("figure", OTHER)
def test_other_events_stay_above_the_floor(score: dict[str, Any], figure: str) -> None:
    assert score["other"][figure] >= OTHER[figure]


def test_their_numbers_stay_above_the_floor(score: dict[str, Any]) -> None:
    right, stated = score["other"]["quantities_found"]
    assert right >= QUANTITIES * stated


def test_every_quote_is_evidence(score: dict[str, Any]) -> None:
    assert score["evidence"]["share"] == 1.0


def test_traps_stay_closed(score: dict[str, Any]) -> None:
    assert score["control"]["traps"]["per_100"] <= 2.0
