"""Mentions become events; laws that hold whatever the news brings."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.records import Event, Plan, Report
from parsers.resolve import resolve
from tests.factories import KHOST_PROVINCE, a_report
from tests.stories import BACK, LEFT, PEACE, STATE, TOWN, some_news


def is_home(actor: str, country: str) -> bool:
    return (actor, country) == (STATE, "AF")


def plan_of(*reports: Report) -> Plan:
    return resolve(reports, home_state=is_home)


def event_of(*reports: Report) -> Event:
    (event,) = plan_of(*reports).events
    return event


def at(published: str, **known: Any) -> Report:
    return a_report(published=published, **{"outlet": f"Outlet of {published}", **known})


JOINED: dict[str, list[Report]] = {
    "two outlets": [at("2021-08-15", day="2021-08-15"), at("2021-08-16", day="2021-08-15")],
    "a day apart": [at("2021-08-15", day="2021-08-15"), at("2021-08-16", day="2021-08-14")],
    "an undated one within a week": [at("2021-08-15", day="2021-08-15"), at("2021-08-20")],
    "told as peaceful": [at("2021-08-15", day="2021-08-15"), at("2021-08-16", day="2021-08-15", type=PEACE)],
    "by somebody unnamed": [at("2021-08-15", day="2021-08-15"), at("2021-08-16", day="2021-08-15", actor=None)],
    "without the number of the place": [
        at("2021-08-15", day="2021-08-15"),
        at("2021-08-16", day="2021-08-15", place_id=None),
    ],
    "a month that holds the day": [
        at("2021-08-15", day="2021-08-15"),
        at("2021-08-30", date_start="2021-08-01", date_end="2021-08-31", date_precision="month"),
    ],
    "a claim and its denial": [
        at("2021-08-15", day="2021-08-15", assertion="claimed"),
        at("2021-08-16", day="2021-08-15", assertion="denied"),
    ],
}

APART: dict[str, list[Report]] = {
    "years apart": [at("2015-09-28", day="2015-09-28"), at("2021-08-08", day="2021-08-08")],
    "undated and weeks apart": [at("2021-08-01"), at("2021-08-20")],
    "another holder": [at("2021-08-15", day="2021-08-15"), at("2021-08-16", day="2021-08-15", actor="ISKP")],
    "province and seat": [
        at("2021-08-15", day="2021-08-15"),
        at("2021-08-15", day="2021-08-15", seq=1, **KHOST_PROVINCE),
    ],
    "gain and loss": [at("2021-08-15", day="2021-08-15"), at("2021-08-16", day="2021-08-15", type=LEFT)],
    "a plan and the deed": [at("2021-08-14", modality="planned"), at("2021-08-15", modality="actual")],
    "history and news": [at("2021-08-14", modality="background"), at("2021-08-15", modality="actual")],
    "the deed after its denial": [
        at("2021-08-10", assertion="claimed", root_source="claim:Taliban"),
        at("2021-08-11", assertion="denied"),
        at("2021-08-15", day="2021-08-15"),
    ],
    "another place": [at("2021-08-15"), at("2021-08-15", seq=1, **TOWN)],
}


def real_dates(reports: list[Report]) -> list[Report]:
    """Dates may be written as text in the tables."""

    def day(value: Any) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value

    return [
        replace(r, mention=replace(r.mention, date_start=day(r.mention.date_start), date_end=day(r.mention.date_end)))
        for r in reports
    ]


@pytest.mark.parametrize("name", JOINED)
def test_one_event(name: str) -> None:
    plan = plan_of(*real_dates(JOINED[name]))
    assert len(plan.events) == 1
    assert plan.links[0].reason.startswith("opened it")
    assert plan.links[1].reason.startswith("same place and")


@pytest.mark.parametrize("name", APART)
def test_look_alikes_stay_apart(name: str) -> None:
    assert len(plan_of(*APART[name]).events) == 2


def test_a_recapture_after_a_loss_is_another_event_even_a_day_later() -> None:
    plan = plan_of(
        at("2021-08-10", day="2021-08-10", **TOWN),
        at("2021-08-11", day="2021-08-11", actor=STATE, type=BACK, **TOWN),
        at("2021-08-11T20:00", day="2021-08-11", type=BACK, **TOWN),
        at("2021-08-12", day="2021-08-10", **TOWN),
    )
    assert [e.actor for e in plan.events] == ["Taliban", STATE, "Taliban"]
    links = {link.article_id: link.event_id for link in plan.links}
    assert len(links) == 4
    assert sum(event_id == plan.events[0].event_id for event_id in links.values()) == 2


@pytest.mark.parametrize(("published", "events"), [("2021-08-12", 2), ("2021-08-16", 3)])
def test_an_undated_word_after_the_next_change_is_late_news_for_a_while(published: str, events: int) -> None:
    first, change = at("2021-08-10", **TOWN), at("2021-08-11", actor=STATE, type=BACK, **TOWN)
    assert len(plan_of(first, change, at(published, **TOWN)).events) == events


def test_the_reason_says_why_in_words() -> None:
    plan = plan_of(at("2021-08-15", day="2021-08-15"), at("2021-08-16", day="2021-08-16"))
    assert plan.links[1].reason == "same place and holder, 2 outlets, dates 15 Aug 2021 and 16 Aug 2021"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (["claimed"], "claimed"),
        (["claimed", "reported"], "reported"),
        (["reported", "confirmed"], "confirmed"),
        (["claimed", "denied"], "denied"),
        (["claimed", "denied", "reported"], "contested"),
        (["claimed", "denied", "confirmed"], "confirmed"),
        (["contested"], "contested"),
        (["denied"], "denied"),
    ],
    ids=str,
)
def test_assertions_of_articles_are_fused_in_order(words: list[str], verdict: str) -> None:
    reports = [at(f"2021-08-1{n}", day="2021-08-10", assertion=word) for n, word in enumerate(words)]
    assert event_of(*reports).assertion == verdict


def test_an_event_takes_the_best_of_its_mentions() -> None:
    event = event_of(
        at("2021-08-15", day="2021-08-15", assertion="claimed", extent="unknown"),
        at("2021-08-16", day="2021-08-15", type=BACK, method="fought", extent="full", quote="They are in the square."),
    )
    assert (event.type, event.method, event.extent, event.basis) == (BACK, "fought", "full", "capital")
    assert event.quote == "They are in the square."
    assert event.first_published < event.last_published


def test_a_peaceful_taking_was_without_a_fight_where_nobody_says_more() -> None:
    assert event_of(at("2021-08-15", type=PEACE)).method == "without_fight"


def test_other_types_join_by_type_actor_place_and_date_and_never_alert() -> None:
    plan = plan_of(
        at("2021-08-15", type="attack", day="2021-08-15"),
        at("2021-08-16", type="attack", day="2021-08-15"),
        at("2021-08-16T13:00", type="attack", day="2021-08-16"),
        at("2021-08-16T14:00", type="armed_clash", day="2021-08-15"),
    )
    assert len(plan.events) == 3
    assert not plan.alerts


def test_placeless_talk_of_two_articles_is_two_events() -> None:
    nowhere = dict.fromkeys(["place", "place_text", "place_kind", "place_id", "admin1", "country", "lat", "lon"])
    nobody = {"actor": None, "type": "statement", **nowhere}
    assert len(plan_of(at("2021-08-15", **nobody), at("2021-08-15T13:00", **nobody)).events) == 2


def test_sub_fields_keep_events_apart() -> None:
    same = {"type": "attack", "day": "2021-08-15"}
    assert len(plan_of(at("2021-08-15", detail="air", **same), at("2021-08-16", detail="ied", **same)).events) == 2
    assert event_of(at("2021-08-15", detail="air", **same), at("2021-08-16", detail="air", **same)).detail == "air"


def test_each_statement_is_an_event_of_its_own() -> None:
    said = {"type": "statement", "detail": "vows", "day": "2021-08-15"}
    first, second = at("2021-08-15", quote="We will stay.", **said), at("2021-08-15T13:00", quote="We will go.", **said)
    assert len(plan_of(first, second).events) == 2


def test_what_nobody_is_named_for_is_one_event_an_article() -> None:
    unnamed = {"type": "casualty_report", "actor": None, "actor_text": None, "day": "2021-08-15"}
    assert len(plan_of(at("2021-08-15", **unnamed), at("2021-08-16", **unnamed)).events) == 2


OTHER_TYPES = ("control_status", "surrender", "territory_threatened", "troop_withdrawal", "leader_flight_or_exit")


@pytest.mark.parametrize("kind", OTHER_TYPES)
def test_no_other_type_touches_the_ledger_or_wakes_anybody(kind: str) -> None:
    capture = at("2021-08-15", day="2021-08-15")
    alone, beside = plan_of(capture), plan_of(capture, at("2021-08-16", day="2021-08-16", actor=STATE, type=kind))
    assert (beside.ledger, beside.alerts) == (alone.ledger, alone.alerts)
    assert len(beside.events) == len(alone.events) + 1


def test_fifty_copies_leave_one_root_and_corroborate_nothing() -> None:
    copies = [a_report(outlet=f"Outlet {n}", seq=n, root_source="AFP", day="2021-08-15") for n in range(50)]
    plan = plan_of(*copies)
    assert len(plan.events) == 1
    assert [(a.kind, a.roots) for a in plan.alerts] == [("new_capture", ("AFP",))]


def test_nothing_in_nothing_out() -> None:
    assert plan_of() == Plan(events=[], links=[], ledger=[], alerts=[], transitions=[], refusals=[])


@settings(max_examples=120, deadline=None)
@given(some_news(), st.randoms(use_true_random=False))
def test_order_is_irrelevant_and_twice_is_once(reports: list[Report], dice: Any) -> None:
    plan = plan_of(*reports)
    shuffled = list(reports)
    dice.shuffle(shuffled)
    assert plan_of(*shuffled) == plan
    assert plan_of(*reports, *reports) == plan


@settings(max_examples=120, deadline=None)
@given(some_news())
def test_every_mention_has_one_event_and_every_quote_is_a_mentions_own(reports: list[Report]) -> None:
    plan = plan_of(*reports)
    told = {(r.mention.article_id, r.mention.quote) for r in reports}
    assert sorted(link.mention_id for link in plan.links) == sorted(r.mention.mention_id for r in reports)
    assert {link.event_id for link in plan.links} == {e.event_id for e in plan.events}
    assert len({e.event_id for e in plan.events}) == len(plan.events)
    assert {(a.article_id, a.quote) for a in plan.alerts} <= told
    assert {(line.article_id, line.quote) for line in plan.ledger} <= told
    assert {e.quote for e in plan.events} <= {quote for _, quote in told}


@settings(max_examples=120, deadline=None)
@given(some_news())
def test_each_change_of_holder_is_told_once_and_the_replayed_ledger_is_the_ledger(reports: list[Report]) -> None:
    plan = plan_of(*reports)
    openings = [a for a in plan.alerts if a.kind in ("new_capture", "recaptured", "captured_again")]
    denials = [a for a in plan.alerts if a.kind == "denied"]
    assert len({a.alert_id for a in plan.alerts}) == len(plan.alerts)
    assert len(plan.ledger) == len(openings) + len(denials)
    holder: str | None = None
    for line in plan.ledger:
        assert holder in (None, line.prior_holder)
        holder = line.holder
    for alert in plan.alerts:
        assert len(set(alert.roots)) == len(alert.roots) > 0
        assert (alert.kind != "corroborated") or len(alert.roots) == 2


@settings(max_examples=60, deadline=None)
@given(some_news())
def test_scopes_resolved_together_or_apart_give_the_same(reports: list[Report]) -> None:
    whole = plan_of(*reports)
    placed = plan_of(*(r for r in reports if r.mention.admin1))
    unplaced = plan_of(*(r for r in reports if not r.mention.admin1))
    assert {e.event_id: e for e in whole.events} == {e.event_id: e for e in [*placed.events, *unplaced.events]}
    assert whole.alerts == placed.alerts
    assert whole.ledger == placed.ledger
