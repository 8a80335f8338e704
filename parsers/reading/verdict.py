"""What the rules say and what the judge says of one place -> one label and how sure we are of it."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from parsers.reading.judge import LABELS, Label, Verdict

Outcome = Literal["gain", "regain", "withdrawal", "background", "denied", "partial", "unreal", "nothing"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
ALONE = 0.75  # confidence of a rule in a language that the judge does not read
GAIN: frozenset[Outcome] = frozenset({"gain", "regain"})
TOLD: frozenset[Outcome] = frozenset({"gain", "regain", "withdrawal", "background", "denied", "partial"})


@dataclass(frozen=True, slots=True)
class Joined:
    """The label that both readers together support, and its probability."""

    outcome: Outcome
    confidence: float


def trust(rule: Label) -> Joined:
    """What the rules say where nobody else reads the language."""
    return Joined(next((o for o in OUTCOMES if o == rule), "nothing"), ALONE)


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Per outcome the weight of each feature, learnt on our own passages (parsers/training/joining.py)."""
    loaded: dict[str, dict[str, float]] = json.loads(
        (files("parsers.knowledge.judge") / "joiner.json").read_text(encoding="utf-8")
    )
    return loaded


def features(verdict: Verdict | None, rule: Label | None, shape: frozenset[str]) -> dict[str, float]:
    """The numbers that the joiner weighs: the judge's log probabilities, the label of the rules, the surroundings."""
    found = {"bias": 1.0, f"rule.{rule or 'silent'}": 1.0, **{f"shape.{name}": 1.0 for name in sorted(shape)}}
    if verdict is None:
        return found | {"judge.absent": 1.0}
    for label, p in zip(LABELS, verdict.probabilities, strict=True):
        found[f"judge.{label}"] = math.log(max(p, 1e-4))
    return found


def join(verdict: Verdict | None, rule: Label | None, shape: frozenset[str]) -> Joined:
    """Multinomial logistic regression over both readers."""
    given = features(verdict, rule, shape)
    scores = {o: sum(weights()[o].get(name, 0.0) * value for name, value in given.items()) for o in OUTCOMES}
    top = max(scores.values())
    shares = {o: math.exp(s - top) for o, s in scores.items()}
    total = sum(shares.values())
    best = max(OUTCOMES, key=lambda o: shares[o])
    # Whether it was taken or retaken is a second question: the first is how sure we are of a gain.
    alike = GAIN if best in GAIN else frozenset({best})
    return Joined(best, sum(shares[o] for o in alike) / total)
