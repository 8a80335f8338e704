"""Ideal mentions of the gold stream give exactly the gold alerts, in whatever order they come."""

import csv
import json
import random
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from parsers.records import Plan, Report
from parsers.resolve import resolve
from tests.factories import a_moment, a_report

GOLD = Path(__file__).parents[2].parent / "shared" / "gold"
STREAM = GOLD / "dev_stream"
TYPES = {"capture": "territory_captured", "handover": "territory_taken_peacefully", "recapture": "territory_regained"}
HOME = {("Ukraine", "UA"), ("Myanmar military", "MM"), ("Syrian government", "SY"), ("Afghan government", "AF")}

pytestmark = pytest.mark.skipif(not STREAM.is_dir(), reason="the gold stream is not on this machine")


def fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if c.isalnum() and not unicodedata.combining(c))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def seats() -> set[tuple[str, str]]:
    with (GOLD / "seats.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    return {(r["iso"], fold(name)) for r in table for name in [r["name"], *r["aliases"].split("|")] if r["iso"]}


@pytest.fixture(scope="module")
def reports(seats: set[tuple[str, str]]) -> list[Report]:
    articles = {a["id"]: (n, a) for n, a in enumerate(rows(STREAM / "stream.jsonl"))}
    found = []
    for gold in rows(STREAM / "stream_gold.jsonl"):
        seq, article = articles[gold["id"]]
        for told in gold["reports"]:
            day = date.fromisoformat(told["date"])
            found.append(
                a_report(
                    article_id=gold["id"],
                    seq=seq,
                    published=a_moment(article["published"]),
                    outlet=article["outlet"],
                    type=TYPES[told["type"]],
                    assertion=told["status"],
                    actor=told["actor"],
                    place=told["place"],
                    place_kind=told["place_kind"],
                    place_id=None,
                    admin1=told["admin1"],
                    country=told["admin1"][:2],
                    seat=told["place_kind"] == "city" and (told["admin1"], fold(told["place"])) in seats,
                    day=day,
                    root_source=told["root"],
                    start=article["text"].index(told["evidence"]),
                    quote=told["evidence"],
                )
            )
    return found


def is_home(actor: str, country: str) -> bool:
    return (actor, country) in HOME


def alerts_of(plan: Plan) -> list[tuple[object, ...]]:
    return sorted((a.kind, a.admin1, a.actor, a.article_id, tuple(a.roots)) for a in plan.alerts)


def test_ideal_mentions_give_the_gold_alerts_in_any_order(reports: list[Report]) -> None:
    gold = rows(STREAM / "alerts_gold.jsonl")
    wanted = sorted((a["kind"], a["admin1"], a["actor"], a["article_id"], tuple(a["roots"])) for a in gold)
    for seed in range(20):
        shuffled = random.Random(seed).sample(reports, len(reports))  # noqa: S311 - a shuffle, no secret
        assert alerts_of(resolve(shuffled, home_state=is_home)) == wanted


def test_the_levels_are_those_of_the_gold(reports: list[Report]) -> None:
    gold = rows(STREAM / "alerts_gold.jsonl")
    wanted = {(a["kind"], a["admin1"], a["article_id"]): a["level"] for a in gold if a["kind"] != "denied"}
    alerts = resolve(reports, home_state=is_home).alerts
    assert {(a.kind, a.admin1, a.article_id): a.level for a in alerts if a.kind != "denied"} == wanted


def test_each_gold_event_is_one_event(reports: list[Report]) -> None:
    events = resolve(reports, home_state=is_home).events
    assert len(events) == len(json.loads((STREAM / "stream_events.json").read_text(encoding="utf-8")))


def test_articles_that_arrive_one_by_one_only_ever_add_alerts(reports: list[Report]) -> None:
    so_far: list[Report] = []
    ids: set[str] = set()
    for report in reports:
        so_far.append(report)
        now = {a.alert_id for a in resolve(so_far, home_state=is_home).alerts}
        assert ids <= now
        ids = now
