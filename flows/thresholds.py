"""Alerts that are due in, those that the configuration wants to be told and those below its thresholds out; pure."""

from collections.abc import Iterable, Mapping, Sequence

from flows.channels import AlertRow
from flows.settings import AlertSettings


def part_by_thresholds(due: Iterable[AlertRow], settings: AlertSettings) -> tuple[list[AlertRow], list[AlertRow]]:
    """Due alerts of one channel, oldest first -> (wanted, below)."""
    wanted: list[AlertRow] = []
    below: list[AlertRow] = []
    told: set[tuple[object, object]] = set()
    for alert in due:
        episode = (alert["thread_id"], alert["episode"])
        if alert["kind"] == "denied":  # whoever was told of a capture is told of its denial, and nobody else
            fits = bool(alert["thread_told"]) or episode in told
        else:
            fits = _is_subject(alert, settings) and _is_strong(alert, settings)
        (wanted if fits else below).append(alert)
        if fits:
            told.add(episode)
    return wanted, below


def _is_subject(alert: AlertRow, settings: AlertSettings) -> bool:
    """True where province, country and actor are among those wanted; an empty list wants all."""
    pairs = ((settings.provinces, "admin1"), (settings.countries, "country"), (settings.actors, "actor"))
    return all(
        not names or str(alert[field] or "").casefold() in {n.casefold() for n in names} for names, field in pairs
    )


def _is_strong(alert: AlertRow, settings: AlertSettings) -> bool:
    """True with sources and confidence enough; a confidence that nobody measured silences nothing."""
    confidence, roots = alert["confidence"], alert["roots"]
    known = roots if isinstance(roots, Sequence) else ()
    if isinstance(confidence, float) and confidence < settings.min_confidence:
        return False
    return weigh(known, settings.weights) >= settings.min_roots


def weigh(roots: Iterable[object], weights: Mapping[str, float]) -> float:
    """Root sources -> how many they count as; without weights each counts one."""
    return sum(weights.get(str(root), 1.0) for root in roots)
