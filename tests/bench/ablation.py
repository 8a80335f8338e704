"""Which reader brings what: `python -m tests.bench.ablation GOLD_DIR ...` prints one row a reader and gold set."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flows.evaluate import read_articles
from parsers.reading import clues, verdict
from parsers.reading.judge import Label, Verdict
from parsers.reading.mentions import read_mentions
from parsers.reading.verdict import OUTCOMES, Joined

Join = Callable[[Verdict | None, Label | None, frozenset[str]], Joined]


def rules_alone(_: Verdict | None, rule: Label | None, __: frozenset[str]) -> Joined:
    return Joined(rule if rule in OUTCOMES else "nothing", 1.0)  # type: ignore[arg-type]


def judge_alone(seen: Verdict | None, _: Label | None, __: frozenset[str]) -> Joined:
    if seen is None or seen.label not in OUTCOMES:
        return Joined("nothing", 1.0)
    gain = seen.probability("gain", "regain") if seen.label in ("gain", "regain") else max(seen.probabilities)
    return Joined(seen.label, gain)


READERS: dict[str, Join] = {"rules alone": rules_alone, "judge alone": judge_alone, "joined": verdict.join}


def figures(gold: Path, join: Join) -> dict[str, Any]:
    """The scorer's figures with one way of joining."""
    clues.join = join
    scorer = next(p for p in (gold / "score.py", gold.parent / "score.py") if p.exists())
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as found:
        for article in read_articles(gold / "articles.jsonl"):
            found.writelines(json.dumps(asdict(m), default=str) + "\n" for m in read_mentions(article))
        found.flush()
        words = [sys.executable, str(scorer), "mentions", str(gold), found.name, "--json"]
        loaded: dict[str, Any] = json.loads(subprocess.run(words, capture_output=True, check=True, text=True).stdout)
    return loaded


def main() -> None:
    print("| gold | reader | detection P / R / F1 | end to end F1 | province alerts P / R | traps per 100 |")
    print("| --- | --- | --- | --- | --- | --- |")
    for folder in sys.argv[1:]:
        for name, join in READERS.items():
            got = figures(Path(folder), join)
            d, e, a = got["control"]["detection"], got["control"]["end_to_end"], got["province_alerts"]
            traps = got["control"]["traps"]["per_100"] or 0.0
            alerts = f"{a['precision'] or 0:.2f} / {a['recall'] or 0:.2f}"
            scores = f"{d['precision'] or 0:.2f} / {d['recall']:.2f} / {d['f1']:.2f}"
            print(f"| {Path(folder).name} | {name} | {scores} | {e['f1']:.2f} | {alerts} | {traps:.1f} |")


if __name__ == "__main__":
    main()
