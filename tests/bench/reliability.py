"""Gold folders in, whether confidence means what it says: `python -m tests.bench.reliability GOLD_DIR ...`.

Prints a row a bin of confidence (how many mentions of control, how many of them tell an event of the gold in place and
type) and a row a country (gold events found, mentions right). A mention is right by itself here; the scorer counts
events, so its precision is another.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flows.evaluate import read_articles
from parsers.reading.mentions import read_mentions
from tests.gold.score import CONTROL, LOST, Scorer, load

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
Row = dict[str, Any]


def is_right(scorer: Scorer, event: Row, mention: Row) -> bool:
    """Does a mention tell this event: its place, and gained or lost as it was?"""
    same_side = (event["type"] == "withdrawal") == (mention["type"] == LOST)
    return same_side and scorer.same_place(event, mention)


def find_pairs(folder: Path) -> Iterator[tuple[Scorer, list[Row], list[Row]]]:
    """Per article the events of the gold and the mentions that say something happened."""
    scorer = Scorer(folder)
    gold = {row["id"]: row["control_events"] for row in load(folder / "gold.jsonl")}
    for article in read_articles(folder / "articles.jsonl"):
        told = [asdict(m) for m in read_mentions(article) if m.type in CONTROL]
        live = [m for m in told if m["modality"] in ("actual", "background") and m["assertion"] != "denied"]
        yield scorer, gold[article.article_id], [m for m in live if m["extent"] != "partial"]


def main(folders: Sequence[str]) -> None:
    said, right = Counter[int](), Counter[int]()
    events, found = Counter[str](), Counter[str]()
    told, true = Counter[str](), Counter[str]()
    for folder in folders:
        for scorer, gold, mentions in find_pairs(Path(folder)):
            for event in (e for e in gold if not e["optional"]):
                events[event["country"]] += 1
                found[event["country"]] += any(is_right(scorer, event, m) for m in mentions)
            for mention in mentions:
                good = any(is_right(scorer, event, mention) for event in gold)
                step = next(i for i, edge in enumerate(EDGES[1:]) if mention["confidence"] < edge)
                said[step], right[step] = said[step] + 1, right[step] + good
                country = mention["country"] or "?"
                told[country], true[country] = told[country] + 1, true[country] + good
    print("| confidence | mentions | right | share |\n| --- | --- | --- | --- |")
    for step in sorted(said):
        low, high = EDGES[step], min(EDGES[step + 1], 1.0)
        print(f"| {low:.2f}-{high:.2f} | {said[step]} | {right[step]} | {right[step] / said[step]:.2f} |")
    print("\n| country | events | found | mentions | right |\n| --- | --- | --- | --- | --- |")
    for country, count in events.most_common():
        print(f"| {country} | {count} | {found[country]} | {told[country]} | {true[country]} |")


if __name__ == "__main__":
    main(sys.argv[1:])
