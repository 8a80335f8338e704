"""`frontwire evaluate` scores a real gold folder and explains what went wrong."""

import io
import json
import shutil
from pathlib import Path

import pytest

from flows.errors import FlowError
from flows.evaluate import print_evaluation

GOLD = Path(__file__).parents[1] / "gold"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    for name in ("score.py", "seats.csv", "actors.json"):
        shutil.copy(GOLD / name, tmp_path / name)
    folder = tmp_path / "two"
    folder.mkdir()
    text = "The Taliban captured Kunduz on Saturday. Herat stands."
    event = {
        "type": "capture",
        "actor": "Taliban",
        "place": "Herat",
        "place_norm": "Herat",
        "place_kind": "city",
        "admin1": "AF-HER",
        "country": "AF",
        "event_date": "2021-08-14",
        "date_precision": "day",
        "status": "reported",
        "fight": "unknown",
        "attribution": [],
        "background": False,
        "evidence": "Herat stands",
        "optional": False,
        "extent": "full",
    }
    article = {"id": "a", "outlet": "x", "title": "", "published": "2021-08-15T00:00:00Z", "text": text}
    gold = {"id": "a", "control_events": [event], "province_alerts": [], "other_events": [], "non_events": []}
    (folder / "articles.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    (folder / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    return folder


def test_figures_and_each_error_with_both_readers(small: Path) -> None:
    out = io.StringIO()
    print_evaluation(small, details=True, out=out)
    told = out.getvalue()
    assert "detection" in told
    assert "missed      a capture Herat by Taliban" in told
    assert "Herat: judge " in told
    assert "false alarm a territory_captured Kunduz by Taliban" in told


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(FlowError, match="no gold folder"):
        print_evaluation(tmp_path, details=False, out=io.StringIO())
