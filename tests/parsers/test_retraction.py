"""What an article took back: told then, withdrawn later, and never told by what remains."""

import random
from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from parsers.records import Plan, Report
from parsers.resolve import resolve
from tests.factories import a_moment, a_report

NOON, EVENING, NEXT = "2021-08-15", "2021-08-15T18:00", "2021-08-16"


def told(article: str, version: int = 1, until: str | None = None, **known: Any) -> Report:
    """A report of the Taliban in Khost by one version of an article; `until` the next version came."""
    end: datetime | None = a_moment(until) if until else None
    fields = {"published": NOON, "seq": version, "outlet": article.title(), "day": "2021-08-15", **known}
    mention_id = f"{article}~{version}~{known.get('start', 0)}"
    return replace(a_report(article_id=article, mention_id=mention_id, **fields), version=version, retired_at=end)


def alerts(plan: Plan) -> list[tuple[str, str, str | None, str]]:
    return [(a.kind, a.actor, a.reason, a.article_id) for a in plan.alerts]


def decide(*reports: Report) -> Plan:
    return resolve(reports, home_state=lambda actor, country: (actor, country) == ("Afghan government", "AF"))


def test_the_only_word_on_a_capture_taken_back_denies_it() -> None:
    plan = decide(told("herald", until=EVENING))
    assert alerts(plan) == [("new_capture", "Taliban", None, "herald"), ("denied", "Taliban", "retracted", "herald")]
    assert plan.alerts[1].published == a_moment(EVENING)
    assert [(line.change, line.holder) for line in plan.ledger] == [("captured", "Taliban"), ("denied", None)]
    assert [event.retracted_at for event in plan.events] == [a_moment(EVENING)]


def test_belief_in_what_was_taken_back_ends_with_the_retraction() -> None:
    plan = decide(told("herald", until=EVENING))
    (event,) = plan.events
    assert (event.state, event.roots) == ("denied", ())
    assert [(step.step, step.state, step.known_since) for step in plan.transitions] == [
        (1, "reported", a_moment(NOON)),
        (2, "denied", a_moment(EVENING)),
    ]
    assert plan.transitions[1].reason == "taken back by Herald: the article that told it was changed"
    assert plan.ledger[1].voids == plan.ledger[0].line_id


def test_the_holder_that_it_had_ended_is_believed_again() -> None:
    army = {"actor": "Afghan government", "type": "territory_regained", "day": "2021-08-16"}
    plan = decide(told("post"), told("courier", published=NEXT, until="2021-08-17", **army))
    states = {event.actor: event.state for event in plan.events}
    assert states == {"Taliban": "reported", "Afghan government": "denied"}
    first = next(event.event_id for event in plan.events if event.actor == "Taliban")
    assert [s.state for s in plan.transitions if s.event_id == first] == ["reported", "reversed", "reported"]


def test_a_capture_that_another_told_stands_and_quotes_it() -> None:
    plan = decide(told("herald", until=NEXT), told("courier", published=EVENING))
    assert [kind for kind, *_ in alerts(plan)] == ["new_capture", "corroborated"]
    assert [(line.holder, line.article_id, line.roots) for line in plan.ledger] == [
        ("Taliban", "courier", ("Courier",))
    ]
    assert {event.event_id for event in plan.events if event.retracted_at is None} == {plan.ledger[0].event_id}


def test_a_copy_that_still_stands_keeps_the_capture() -> None:
    plan = decide(told("herald", until=NEXT, root_source="AFP"), told("post", published=EVENING, root_source="AFP"))
    assert alerts(plan) == [("new_capture", "Taliban", None, "herald")]


def test_after_a_retraction_a_third_source_does_not_corroborate_twice() -> None:
    plan = decide(told("herald", until=NEXT), told("courier", published=EVENING), told("post", published="2021-08-17"))
    assert [kind for kind, *_ in alerts(plan)] == ["new_capture", "corroborated"]


def test_a_capture_told_anew_by_somebody_else_is_new() -> None:
    plan = decide(told("herald", until=EVENING), told("courier", published=NEXT))
    assert [kind for kind, *_ in alerts(plan)] == ["new_capture", "denied", "new_capture"]


def test_what_the_next_version_still_tells_is_told_once_in_its_words() -> None:
    plan = decide(told("herald", until=EVENING), told("herald", 2, published=EVENING, quote="It fell."))
    assert alerts(plan) == [("new_capture", "Taliban", None, "herald")]
    assert (plan.alerts[0].quote, plan.alerts[0].published, plan.alerts[0].roots) == (
        "It fell.",
        a_moment(NOON),
        ("Herald",),
    )
    assert [event.retracted_at for event in plan.events] == [None]


def test_a_version_that_tells_of_a_later_holder_takes_nothing_back() -> None:
    army = {"actor": "Afghan government", "type": "territory_regained", "day": "2021-08-16", "start": 500}
    second = [told("herald", 2, published=NEXT), told("herald", 2, published=NEXT, **army)]
    plan = decide(told("herald", until=NEXT), *second)
    assert [(kind, actor) for kind, actor, *_ in alerts(plan)] == [
        ("new_capture", "Taliban"),
        ("recaptured", "Afghan government"),
    ]


def test_an_old_capture_taken_back_tells_nobody_and_is_nobodys_to_go_back_to() -> None:
    army = {"actor": "Afghan government", "type": "territory_regained", "day": "2021-08-16"}
    plan = decide(
        told("herald", until="2021-08-18"),
        told("courier", published=NEXT, **army),
        told("post", published="2021-08-19", assertion="denied", **army),
    )
    assert [kind for kind, *_ in alerts(plan)] == ["new_capture", "recaptured", "denied"]
    assert plan.ledger[-1].holder != "Taliban"


def test_a_denial_taken_back_lets_the_capture_stand_again() -> None:
    denial = told("post", published=EVENING, until=NEXT, assertion="denied")
    plan = decide(told("herald"), denial)
    assert [kind for kind, *_ in alerts(plan)] == ["new_capture", "denied", "new_capture"]
    assert plan.alerts[-1].published == a_moment(NEXT)
    assert plan.ledger[-1].holder == "Taliban"


def test_said_again_after_it_was_taken_back_is_news() -> None:
    plan = decide(told("herald", until=EVENING), told("herald", 3))
    assert [kind for kind, *_ in alerts(plan)] == ["new_capture", "denied", "new_capture"]


ARTICLES = st.lists(
    st.tuples(
        st.sampled_from(["herald", "courier", "post"]),
        st.sampled_from(["Taliban", "Afghan government"]),
        st.sampled_from(["reported", "denied", "claimed"]),
        st.integers(0, 5),
        st.none() | st.integers(1, 6),
    ),
    max_size=8,
)


def reports_of(articles: list[tuple[str, str, str, int, int | None]]) -> list[Report]:
    return [
        told(
            f"{name}-{n}",
            outlet=name,
            actor=actor,
            assertion=assertion,
            published=f"2021-08-{10 + 2 * day}",
            day=f"2021-08-{10 + 2 * day}",
            until=None if after is None else f"2021-08-{10 + 2 * day + after:02}T15:00",
            seq=n,
        )
        for n, (name, actor, assertion, day, after) in enumerate(articles)
    ]


@given(ARTICLES, st.integers(0, 1000))
@settings(max_examples=150, deadline=None)
def test_the_order_in_which_reports_come_is_irrelevant(articles: list[Any], seed: int) -> None:
    reports = reports_of(articles)
    mixed = random.Random(seed).sample(reports, len(reports))  # noqa: S311 - a shuffle, no secret
    assert decide(*mixed) == decide(*reports)


@given(ARTICLES)
@settings(max_examples=150, deadline=None)
def test_a_retraction_never_unsays_what_was_told_before_it(articles: list[Any]) -> None:
    reports = reports_of(articles)
    plan = decide(*reports)
    for end in sorted({r.retired_at for r in reports if r.retired_at}):
        then = [told for told in reports if told.published <= end]
        as_known = [
            told if told.retired_at and told.retired_at < end else replace(told, retired_at=None) for told in then
        ]  # at this moment nobody knew of later retractions
        before = {a.alert_id for a in decide(*as_known).alerts if a.published < end}
        assert before <= {a.alert_id for a in plan.alerts}


@example(
    [
        ("herald", "Taliban", "reported", 0, 1),
        ("herald", "Afghan government", "reported", 0, 1),
        ("herald", "Taliban", "reported", 1, None),
    ]
)
@given(ARTICLES)
@settings(max_examples=100, deadline=None)
def test_every_alert_and_line_names_an_event_with_a_mention(articles: list[Any]) -> None:
    plan = decide(*reports_of(articles))
    events = {event.event_id for event in plan.events}
    assert {link.event_id for link in plan.links} == events
    assert {a.event_id for a in plan.alerts} | {line.event_id for line in plan.ledger} <= events
    assert {step.event_id for step in plan.transitions} == events
    assert {one.event_id for one in plan.refusals} | {one.refused_id for one in plan.refusals} <= events
    last = {step.event_id: step.state for step in plan.transitions}
    assert {event.event_id: event.state for event in plan.events} == last
    assert all(last[event.event_id] == "denied" and not event.roots for event in plan.events if event.retracted_at)
    assert len({a.alert_id for a in plan.alerts}) == len(plan.alerts)
    assert len({line.line_id for line in plan.ledger}) == len(plan.ledger)
