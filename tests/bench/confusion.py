"""Gold folders in, who is taken for what: `python -m tests.bench.confusion GOLD_DIR ...` prints a row a gold type.

"right": a mention of a fitting type touches its sentence. "taken for": what else was read there, where nothing fitting
was and no other gold event of the sentence accounts for it. "beyond": of the type, where no gold event of the sentence
fits (the gold does not claim to name every statement, clash or shortage, so this is an upper bound of the errors).
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flows.evaluate import read_articles
from parsers.reading.mentions import read_mentions
from parsers.records import Article
from tests.gold.score import CONTROL, OTHER_TYPES, overlaps, sentence_span

UNREAL = ("hypothetical", "negated")


@dataclass
class Table:
    """Counts by gold type; `beyond` by read type."""

    gold: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    taken_for: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    beyond: Counter[str] = field(default_factory=Counter)


def fitting(kind: str) -> set[str]:
    """The read types that are right for a gold type; the types that the scorer does not know are their own."""
    return OTHER_TYPES.get(kind, {kind})


def add(table: Table, article: Article, events: list[dict[str, Any]]) -> None:
    """Count one article."""
    text = article.text
    live = [asdict(m) for m in read_mentions(article) if m.type not in CONTROL and m.modality not in UNREAL]
    read = [(m["type"], sentence_span(text, (m["start"], m["stop"]))) for m in live]
    told = [(e["type"], sentence_span(text, _span(text, e["evidence"]))) for e in events]
    for kind, span in told:
        table.gold[kind] += 1
        here = {t for t, other in read if overlaps(span, other)}
        if here & fitting(kind):
            table.right[kind] += 1
            continue
        claimed = set().union(*(fitting(k) for k, other in told if overlaps(span, other)))
        table.taken_for[kind].update(sorted(here - claimed) or ["nothing"])
    for kind, span in read:
        table.beyond[kind] += not any(kind in fitting(k) and overlaps(span, other) for k, other in told)


def _span(text: str, evidence: str) -> tuple[int, int] | None:
    at = text.find(evidence)
    return (at, at + len(evidence)) if at >= 0 else None


def rows(table: Table) -> Iterator[str]:
    """The table as Markdown."""
    yield "| gold type | right | taken for | beyond, as read type |"
    yield "| --- | --- | --- | --- |"
    for kind in sorted(table.gold):
        missed = ", ".join(f"{other} {n}" for other, n in table.taken_for[kind].most_common()) or "-"
        beyond = ", ".join(f"{other} {table.beyond[other]}" for other in sorted(fitting(kind)) if table.beyond[other])
        yield f"| {kind} | {table.right[kind]} of {table.gold[kind]} | {missed} | {beyond or '-'} |"


def main() -> None:
    table = Table()
    for folder in map(Path, sys.argv[1:]):
        named = folder / "gold_ontology.jsonl"
        lines = (named if named.exists() else folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        events = {row["id"]: row["other_events"] for row in map(json.loads, lines)}
        for article in read_articles(folder / "articles.jsonl"):
            add(table, article, events[article.article_id])
    print("\n".join(rows(table)))


if __name__ == "__main__":
    main()
