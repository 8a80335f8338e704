"""Labelled passages the judge has not seen in, the joiner's weights out.

`python -m parsers.training.joining --data DIR --out FILE`.

Multinomial logistic regression over the judge's log probabilities and the label of the rules, read off the whole reader
as it runs, gazetteer included: a place that nobody labelled counts as "nothing".
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from parsers.reading.judge import Label
from parsers.reading.readers import read_both
from parsers.reading.verdict import OUTCOMES, Outcome, features
from parsers.records import Article
from parsers.training.data import Labelled, Passage, read_passages


def outcome_of(label: str) -> Outcome:
    """A passage's label as the joiner's outcome."""
    return label if label in OUTCOMES else "nothing"  # type: ignore[return-value]


def find_rows(passage: Passage) -> Iterator[tuple[dict[str, float], Outcome]]:
    """Features and truth of every named place that either reader speaks of."""
    # Fresh dates of the passage read "Friday" already, as the judge is shown them: no day of publication is needed.
    article = Article(article_id=passage.ident, title=passage.title, text=passage.text)
    both = read_both(article)
    if both is None:
        return
    spoken: dict[int, Label] = {r.found.start: r.label for r in both.rulings}
    shift = both.context.body
    truth = [*passage.title_places, *(_moved(p, shift) for p in passage.places)]
    for at, verdict in both.verdicts.items():
        if verdict.hit.match == "coreference":
            continue  # what "the city" means has no label of its own
        place = next((p for p in truth if p.start <= at < p.stop), None)
        yield (
            features(verdict, spoken.get(at), both.shape(at, verdict.hit)),
            outcome_of(place.label if place else "nothing"),
        )


def _moved(place: Labelled, by: int) -> Labelled:
    return Labelled(
        place.start + by, place.stop + by, place.text, place.label, place.actor, place.method, place.assertion
    )


def fit(rows: Sequence[tuple[dict[str, float], Outcome]]) -> dict[str, dict[str, float]]:
    """Rows -> weights per outcome and feature."""
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([given for given, _ in rows])
    model = LogisticRegression(C=0.3, max_iter=2000).fit(matrix, [truth for _, truth in rows])
    names = vectorizer.get_feature_names_out()
    found: dict[str, dict[str, float]] = {}
    for outcome, row, bias in zip(model.classes_, model.coef_, model.intercept_, strict=True):
        given = {str(name): round(float(w), 4) for name, w in zip(names, row, strict=True)}
        given["bias"] = round(given.get("bias", 0.0) + float(bias), 4)
        found[str(outcome)] = given
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write; prints how often the fit is right on its own rows and on each held-out fifth."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args(arguments)
    rows = [row for passage in read_passages(given.data) for row in find_rows(passage)]
    folds = np.arange(len(rows)) * 5 // len(rows)  # whole writers stay mostly together
    for fold in range(5):
        weights = fit([r for r, f in zip(rows, folds, strict=True) if f != fold])
        held = [r for r, f in zip(rows, folds, strict=True) if f == fold]
        right = sum(best_of(weights, g) == truth for g, truth in held)
        print(f"fold {fold}: {right / len(held):.3f} of {len(held)} right")  # noqa: T201
    given.out.write_text(json.dumps(fit(rows), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def best_of(weights: dict[str, dict[str, float]], given: dict[str, float]) -> str:
    """The likeliest outcome under some weights."""
    return max(weights, key=lambda o: sum(weights[o].get(name, 0.0) * value for name, value in given.items()))


if __name__ == "__main__":
    main()
