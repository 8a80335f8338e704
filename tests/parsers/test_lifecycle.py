"""Little stories in, how far each event was believed when, and why, out."""

from typing import Any

import pytest

from parsers.records import Plan, Report
from parsers.resolve import resolve
from tests.factories import KHOST_PROVINCE, a_report
from tests.stories import BACK, LEFT, STATE, TOWN

CLAIM = {"assertion": "claimed", "root_source": "claim:Taliban"}


def at(told: int, root: str = "AP", **known: Any) -> Report:
    """Told on that day of August 2021; `day` is the event's, the 10th where nothing else is said."""
    known = {"day": "2021-08-10", "root_source": root, **known}
    return a_report(published=f"2021-08-{told:02}", outlet=f"Outlet of {told}", seq=told, **known)


def plan_of(*reports: Report) -> Plan:
    return resolve(reports, home_state=lambda actor, _: actor == STATE)


def life(plan: Plan, number: int = 0) -> list[str]:
    event = plan.events[number].event_id
    return [step.state for step in plan.transitions if step.event_id == event]


@pytest.mark.parametrize(
    ("story", "states"),
    [
        ([at(10, **CLAIM), at(11, assertion="confirmed")], ["claimed", "confirmed"]),
        ([at(10, **CLAIM), at(11, **CLAIM)], ["claimed"]),
        ([at(10, **CLAIM), at(11, assertion="denied")], ["claimed", "denied"]),
        (
            [at(10, **CLAIM), at(11, assertion="denied"), at(12, assertion="claimed")],
            ["claimed", "denied", "contested"],
        ),
        ([at(10, **CLAIM), at(11, assertion="contested")], ["claimed", "contested"]),
        ([at(10, **CLAIM), at(11), at(12, assertion="confirmed")], ["claimed", "reported", "confirmed"]),
        ([at(10), at(13, actor=STATE, type=BACK, day="2021-08-13")], ["reported", "reversed"]),
        ([at(10, **TOWN), at(13, actor=STATE, type=BACK, day="2021-08-13", **TOWN)], ["reported", "reversed"]),
        ([at(10, **TOWN), at(13, type=LEFT, day="2021-08-13", **TOWN)], ["reported", "reversed"]),
        (
            [at(10), at(13, actor=STATE, type=BACK, day="2021-08-13"), at(14, "BBC", assertion="confirmed")],
            ["reported", "reversed"],
        ),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, list) and isinstance(value[0], str) else "",
)
def test_the_states_of_an_event(story: list[Report], states: list[str]) -> None:
    plan = plan_of(*story)
    assert life(plan) == states
    assert plan.events[0].state == states[-1]
    assert [step.step for step in plan.transitions if step.event_id == plan.events[0].event_id] == list(
        range(1, len(states) + 1)
    )


def test_a_reversal_that_is_denied_is_undone() -> None:
    back = {"actor": STATE, "type": BACK, "day": "2021-08-12"}
    claim = at(12, assertion="claimed", **{**back, "root_source": "claim:Afghan government"})
    plan = plan_of(at(10), claim, at(13, assertion="denied", **back))
    assert life(plan) == ["reported", "reversed", "reported"]
    assert life(plan, 1) == ["claimed", "denied"]


def test_each_step_says_who_when_and_by_which_words() -> None:
    claim, firm = at(10, **CLAIM), at(11, "AFP", quote="They are in the square.")
    first, second = plan_of(claim, firm).transitions
    assert (first.root, first.roots, first.reason) == (
        "claim:Taliban",
        ("claim:Taliban",),
        "first told, claimed, by claim:Taliban",
    )
    assert (second.root, second.roots) == ("AFP", ("claim:Taliban", "AFP"))
    assert (second.article_id, second.quote, second.known_since) == (
        firm.mention.article_id,
        "They are in the square.",
        firm.published,
    )


def test_fifty_copies_and_claims_are_two_roots() -> None:
    copies = [a_report(outlet=f"O{n}", seq=n, root_source="AFP", day="2021-08-15") for n in range(25)]
    claims = [a_report(outlet=f"C{n}", seq=n, day="2021-08-15", **CLAIM) for n in range(25)]
    (event,) = plan_of(*copies, *claims).events
    assert set(event.roots) == {"AFP", "claim:Taliban"}


@pytest.mark.parametrize(
    ("story", "reason"),
    [
        ([at(10), at(12, day="2015-09-28")], "days apart: 10 Aug 2021 and 28 Sep 2015"),
        ([at(10), at(11, actor="ISKP")], "another holder: Taliban, not ISKP"),
        ([at(1, day=None), at(20, day=None)], "a date is unknown, and its last report is 19 days older"),
        ([at(10), at(11, "AFP", **KHOST_PROVINCE)], "this speaks of the province, that of the capital"),
        (
            [at(10, day=None, **CLAIM), at(11, assertion="denied", day=None), at(15, "BBC", day="2021-08-15")],
            "that one had been denied",
        ),
        (
            [
                at(10, day=None, **TOWN),
                at(11, actor=STATE, type=BACK, day=None, **TOWN),
                at(16, day=None, **TOWN),
            ],
            "Afghan government took it in between",
        ),
    ],
    ids=str,
)
def test_a_look_alike_is_refused_for_a_reason(story: list[Report], reason: str) -> None:
    plan = plan_of(*story)
    said = [r.reason for r in plan.refusals if r.event_id == plan.events[-1].event_id]
    assert any(reason in one for one in said), said
