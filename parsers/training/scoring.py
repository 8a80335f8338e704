"""A network and passages that it has not seen in, figures of each of its heads out."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from parsers.reading.judge import ASSERTIONS, LABELS, METHODS
from parsers.reading.windows import Encode
from parsers.training.data import IGNORE, Example, Passage, find_examples
from parsers.training.network import Network
from parsers.training.stacking import stack

GAIN = (LABELS.index("gain"), LABELS.index("regain"))
THRESHOLDS = (0.3, 0.5, 0.7, 0.8)


def read_examples(network: Network, examples: Sequence[Example], *, size: int = 16) -> list[list[NDArray[np.float32]]]:
    """Probabilities of label, method, assertion, actor's start and stop: a list of heads, each a list of slots."""
    heads: list[list[NDArray[np.float32]]] = [[], [], [], [], []]
    for at in range(0, len(examples), size):
        with torch.no_grad():
            reading = network(*stack(examples[at : at + size]))
        for head, logits in zip(
            heads, (reading.label, reading.method, reading.assertion, reading.start, reading.stop), strict=True
        ):
            head += list(torch.softmax(logits, -1).numpy())
    return heads


def score(network: Network, passages: Sequence[Passage], encode: Encode) -> dict[str, Any]:
    """Figures of a network on passages, as they go into the model card."""
    examples = [e for p in passages for e in find_examples(p, encode)]
    return figures(examples, read_examples(network, examples))


def figures(examples: Sequence[Example], heads: Sequence[Sequence[NDArray[np.float32]]]) -> dict[str, Any]:
    """Targets and probabilities -> precision, recall, F1 of gains, F1 of each label, shares right of other heads."""
    right = np.array([x for e in examples for x in e.labels])
    label = np.stack(list(heads[0]))
    gained = np.isin(right, GAIN)
    sure = label[:, GAIN].sum(1)
    said = label.argmax(1)
    confusion = Counter(zip((LABELS[i] for i in right), (LABELS[i] for i in said), strict=True))
    return {
        "places": len(right),
        "gain_or_regain": {str(t): _prf(gained, sure >= t) for t in THRESHOLDS},
        "f1": {name: _prf(right == i, said == i)[2] for i, name in enumerate(LABELS)},
        "accuracy": round(float((right == said).mean()), 3),
        "method": _share([x for e in examples for x in e.methods], heads[1], METHODS),
        "assertion": _share([x for e in examples for x in e.assertions], heads[2], ASSERTIONS),
        "actor": _actors(examples, heads[3], heads[4], gained),
        "confusion": {f"{a} as {b}": n for (a, b), n in confusion.most_common() if a != b and n > 2},
    }


def _prf(right: NDArray[np.bool_], said: NDArray[np.bool_]) -> tuple[float, float, float]:
    hits = int((right & said).sum())
    precision, recall = hits / max(int(said.sum()), 1), hits / max(int(right.sum()), 1)
    return round(precision, 3), round(recall, 3), round(2 * precision * recall / max(precision + recall, 1e-9), 3)


def _share(wanted: Sequence[int], said: Sequence[NDArray[np.float32]], names: Sequence[str]) -> dict[str, Any]:
    pairs = [(w, int(s.argmax())) for w, s in zip(wanted, said, strict=True) if w != IGNORE]
    shares = {}
    for i, name in enumerate(names):
        said_of = [s for w, s in pairs if w == i]
        shares[name] = (round(said_of.count(i) / max(len(said_of), 1), 3), len(said_of))
    return {"right": round(sum(w == s for w, s in pairs) / max(len(pairs), 1), 3), "recall and number": shares}


def _actors(
    examples: Sequence[Example],
    starts: Sequence[NDArray[np.float32]],
    stops: Sequence[NDArray[np.float32]],
    gained: NDArray[np.bool_],
) -> dict[str, float]:
    """Of gains with a printed actor: the last token right (the head of the name); of those without: nobody said."""
    some: list[bool] = []
    nobody: list[bool] = []
    wanted = [(a, b) for e in examples for a, b in zip(e.starts, e.stops, strict=True)]
    for (_, right_stops), _start, stop, gain in zip(wanted, starts, stops, gained, strict=True):
        if not gain or not right_stops:
            continue
        said = int(stop.argmax())
        (nobody if right_stops == (0,) else some).append(said in right_stops)
    return {"named": round(float(np.mean(some)), 3), "nobody": round(float(np.mean(nobody)), 3)}
