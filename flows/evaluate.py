"""A gold folder in; the scorer's figures, and for each miss and false alarm what both readers made of the passage."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO

from flows.errors import FlowError
from parsers.documents.articles import read_published
from parsers.reading.judge import LABELS
from parsers.reading.mentions import read_mentions
from parsers.reading.readers import Both, read_both
from parsers.records import Article

ERROR = re.compile(r"^(missed|wrong type|false alarm|trap|no alert|false alert)\s+(\S+)\s+(.*)$")
QUOTED = re.compile(r"['\"](.+)['\"]$")


def print_evaluation(gold: Path, *, details: bool, out: IO[str]) -> None:
    """Scores the reader on `gold` (articles.jsonl, gold.jsonl; score.py there or one folder up)."""
    scorer = next((p for p in (gold / "score.py", gold.parent / "score.py") if p.exists()), None)
    if scorer is None or not (gold / "articles.jsonl").exists():
        raise FlowError(f"{gold}: no gold folder: it needs articles.jsonl, and score.py in it or one folder up")
    articles = {a.article_id: a for a in read_articles(gold / "articles.jsonl")}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as found:
        for article in articles.values():
            found.writelines(json.dumps(asdict(m), default=str) + "\n" for m in read_mentions(article))
        found.flush()
        words = [sys.executable, str(scorer), "mentions", str(gold), found.name, "--errors"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603  our own scorer
    if done.returncode != 0:
        raise FlowError(f"{scorer}: {done.stderr.strip().splitlines()[-1]}")
    out.write(done.stdout)
    if details:
        out.writelines(_explained(done.stderr, articles))


def read_articles(path: Path) -> Iterator[Article]:
    """Articles of a gold set, as `frontwire extract` would read them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Article(
            article_id=row["id"],
            title=row.get("title") or "",
            text=row["text"],
            outlet=row.get("outlet"),
            url=row.get("url"),
            published=read_published(row.get("published"), name=f"{path}: {row['id']}"),
            language=row.get("language"),
        )


def _explained(errors: str, articles: Mapping[str, Article]) -> Iterator[str]:
    """Each error of the scorer, and under it what rules and judge said of the places near its evidence."""
    for line in errors.splitlines():
        match = ERROR.match(line)
        if match is None or match[2] not in articles:
            continue
        yield f"\n{line}\n"
        both = read_both(articles[match[2]])
        quote = QUOTED.search(match[3])
        if both is not None and quote is not None:
            yield from _seen(both, quote[1][:40])


def _seen(both: Both, evidence: str) -> Iterator[str]:
    at = both.context.text.find(evidence, both.context.body)
    for start, verdict in sorted(both.verdicts.items()):
        if at < 0 or not at - 120 <= start <= at + 200:
            continue
        top = sorted(zip(verdict.probabilities, LABELS, strict=True), reverse=True)[:3]
        said = ", ".join(f"{label} {p:.2f}" for p, label in top)
        rule = next((f"{r.pattern.id} ({r.label})" for r in both.rulings if r.found.start == start), "silent")
        shape = " ".join(sorted(both.shape(start, verdict.hit)))
        yield f"    {verdict.hit.text}: judge {said}; rules {rule}; shape {shape}\n"
    parsed = next((p for p in both.parses if p.token_at(at)), None) if at >= 0 else None
    token = parsed.token_at(at) if parsed else None
    if token is not None:
        yield "    parse " + " ".join(f"{t.text}/{t.dep_}>{t.head.text}" for t in token.sent) + "\n"
