"""Events with their reports, and the ledger, in; out comes how far each was believed when, and on whose word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from parsers.fusing import LEVELS, STRENGTH, fuse_article, fuse_articles, root_of
from parsers.records import Assertion, LedgerLine, Report, State, Transition

TAKEN_BACK: Final = "taken back by"  # what only former texts told ends with this
RESTORED: Final = "the report that had reversed it was denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What undid an event: the first report of another one."""

    report: Report
    reason: str


def find_transitions(event_id: str, reports: Sequence[Report], ending: Ending | None) -> list[Transition]:
    """The reports of an event in order, and what undid it -> each change of its state, with the words that made it."""
    steps: list[Transition] = []
    verdicts: list[Assertion] = []
    told: list[Report] = []
    for _, own in groupby(reports, key=lambda r: r.mention.article_id):
        article = list(own)
        told += article
        verdicts.append(fuse_article([r.mention for r in article]))
        state = fuse_articles(verdicts)
        if not steps or steps[-1].state != state:
            evidence = _pick(article, verdicts[-1])
            reason = _say_why(state, evidence, first=not steps)
            steps.append(_step(event_id, state, evidence, find_roots(told), reason))
    if ending:
        undone = _step(event_id, "reversed", ending.report, find_roots(told), ending.reason)
        steps.append(replace(undone, known_since=max(undone.known_since, reports[0].published)))
    return _number(steps)


def add_reversals(transitions: Sequence[Transition], ledger: Iterable[LedgerLine]) -> list[Transition]:
    """The province captures among the events end with the next line of the ledger, and live on if that is denied."""
    own: dict[str, list[Transition]] = {}
    for step in transitions:
        own.setdefault(step.event_id, []).append(step)
    standing: dict[str, list[str]] = {}
    for line in ledger:
        stack = standing.setdefault(line.admin1, [])
        if line.change == "denied":
            undone = stack.pop() if stack else None
            if stack and undone != stack[-1]:
                back = next(s.state for s in reversed(own[stack[-1]]) if s.state != "reversed")
                own[stack[-1]].append(_by_line(stack[-1], back, line, RESTORED))
            continue
        if stack and stack[-1] != line.event_id:
            reason = f"{line.holder} was reported to hold it from then on: event {line.event_id}"
            own[stack[-1]].append(_by_line(stack[-1], "reversed", line, reason))
        stack.append(line.event_id)
    return [step for steps in own.values() for step in _number(steps)]


def take_back(event_id: str, last: Report) -> Transition:
    """An event that only former texts tell, and the last of these -> it is believed no more."""
    reason = f"{TAKEN_BACK} {root_of(last)}: the article that told it was changed"
    step = _step(event_id, "denied", last, (), reason)
    return replace(step, known_since=last.retired_at or last.published)


def find_roots(reports: Iterable[Report]) -> tuple[str, ...]:
    """Reports of an event -> the distinct root sources that uphold it, in order; a side's own word is one."""
    return tuple(dict.fromkeys(root_of(r) for r in reports if r.mention.assertion != "denied"))


def last_states(transitions: Iterable[Transition]) -> Mapping[str, State]:
    """Transitions in order -> how far each event is believed now."""
    return {step.event_id: step.state for step in transitions}


def _pick(article: Sequence[Report], verdict: Assertion) -> Report:
    """The mention of an article that says what its verdict says, else its strongest."""
    exact = [r for r in article if r.mention.assertion == verdict]
    return exact[0] if exact else min(article, key=lambda r: STRENGTH.index(r.mention.assertion))


def _say_why(state: Assertion, evidence: Report, *, first: bool) -> str:
    who, said = root_of(evidence), evidence.mention.assertion
    if first:
        return f"first told, {said}, by {who}"
    if state == "denied":
        return f"denied by {who}"
    if state == "contested" and LEVELS[said] == "firm":
        return f"upheld by {who} after the denial"
    return f"{said} by {who}"


def _step(event_id: str, state: State, report: Report, roots: Sequence[str], reason: str) -> Transition:
    return Transition(
        event_id=event_id,
        step=0,
        state=state,
        known_since=report.published,
        article_id=report.mention.article_id,
        root=root_of(report),
        roots=roots,
        quote=report.mention.quote,
        reason=reason,
    )


def _by_line(event_id: str, state: State, line: LedgerLine, reason: str) -> Transition:
    return Transition(
        event_id=event_id,
        step=0,
        state=state,
        known_since=line.known_since,
        article_id=line.article_id,
        root=line.roots[0] if line.roots else None,
        roots=(),
        quote=line.quote,
        reason=reason,
    )


def _number(steps: Iterable[Transition]) -> list[Transition]:
    """Steps in order of time, numbered from 1; what changes nothing is left out, and recaps of what is over."""
    kept: list[Transition] = []
    for step in sorted(steps, key=lambda s: s.known_since):
        if kept and kept[-1].reason.startswith(TAKEN_BACK):
            break
        over = bool(kept) and kept[-1].state == "reversed" and step.state != "denied" and step.reason != RESTORED
        if over or (kept and kept[-1].state == step.state):
            continue
        roots = step.roots or (kept[-1].roots if kept else ())
        kept.append(replace(step, step=len(kept) + 1, roots=roots))
    return kept
