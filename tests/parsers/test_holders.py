"""One capture told as that of a side and as that of a group of it: one event, one episode, one more root."""

from dataclasses import replace

from parsers.fusing import in_order
from parsers.records import Plan, Report
from parsers.resolve import resolve
from tests.factories import a_moment, a_report

HOMS = {
    "place": "Homs",
    "place_text": "Homs",
    "place_id": "169577",
    "place_kind": "city",
    "admin1": "SY-HI",
    "country": "SY",
    "seat": True,
}
GENERIC, STATE = "Syrian insurgents", "Syrian government"


def told(published: str, actor: str, root: str, **more: object) -> Report:
    given = {**HOMS, "published": published, "actor": actor, "root_source": root, "outlet": root, "day": "2024-12-08"}
    return a_report(**{**given, **more})


def kinds_of(plan: Plan) -> list[tuple[str, str, list[str]]]:
    return [(a.kind, a.actor, list(a.roots)) for a in plan.alerts]


def test_the_side_corroborates_its_group() -> None:
    plan = resolve([told("2024-12-08T06:00", "HTS", "AP"), told("2024-12-08T09:00", GENERIC, "Reuters")])
    assert kinds_of(plan) == [("new_capture", "HTS", ["AP"]), ("corroborated", "HTS", ["AP", "Reuters"])]
    (event,) = plan.events
    assert (event.actor, event.roots) == ("HTS", ("AP", "Reuters"))
    assert plan.links[1].reason.startswith("same place and holder (HTS, Syrian insurgents), 2 outlets")


def test_the_group_corroborates_its_side_and_the_thread_keeps_the_name_that_was_told() -> None:
    plan = resolve([told("2024-12-08T06:00", GENERIC, "Reuters"), told("2024-12-08T09:00", "HTS", "AP")])
    assert [alert.kind for alert in plan.alerts] == ["new_capture", "corroborated"]
    assert {alert.actor for alert in plan.alerts} == {GENERIC}
    assert len({alert.thread_id for alert in plan.alerts}) == 1
    assert [event.actor for event in plan.events] == ["HTS"]


def test_once_the_group_is_known_another_group_of_the_side_is_another_holder() -> None:
    plan = resolve(
        [
            told("2024-12-08T06:00", GENERIC, "Reuters"),
            told("2024-12-08T09:00", "HTS", "AP"),
            told("2024-12-12T09:00", "Free Syrian Army", "AFP", day="2024-12-12"),
        ]
    )
    assert [(a.kind, a.actor) for a in plan.alerts][-1] == ("new_capture", "Free Syrian Army")
    assert [event.actor for event in plan.events] == ["HTS", "Free Syrian Army"]


def test_a_denial_that_names_the_side_ends_the_capture_of_the_group() -> None:
    claim = told("2024-12-01T06:00", "HTS", "claim:HTS", assertion="claimed", day="2024-12-01")
    denial = told("2024-12-01T09:00", GENERIC, "AP", assertion="denied", day="2024-12-01")
    plan = resolve([claim, denial, told("2024-12-08T09:00", GENERIC, "Reuters")])
    assert [(a.kind, a.actor) for a in plan.alerts] == [
        ("new_capture", "HTS"),
        ("denied", "HTS"),
        ("new_capture", "HTS"),
    ]


def test_who_comes_back_under_the_name_of_the_side_is_the_earlier_captor() -> None:
    plan = resolve(
        [
            told("2024-12-01T06:00", "HTS", "AP", day="2024-12-01"),
            told("2024-12-04T06:00", STATE, "AP", day="2024-12-04", type="territory_regained"),
            told("2024-12-08T06:00", GENERIC, "AP"),
        ]
    )
    assert [(a.kind, a.actor) for a in plan.alerts] == [
        ("new_capture", "HTS"),
        ("recaptured", STATE),
        ("captured_again", "HTS"),
    ]
    assert len(plan.events) == 3


def test_a_year_later_nobody_knows_who_the_rebels_are() -> None:
    first = told("2023-12-08T06:00", "HTS", "AP", day="2023-12-08")
    lost = told("2023-12-10T06:00", STATE, "AP", day="2023-12-10", type="territory_regained")
    plan = resolve([first, lost, told("2024-12-08T06:00", GENERIC, "AP")])
    assert [a.actor for a in plan.alerts] == ["HTS", STATE, GENERIC]


def test_one_article_with_both_names_has_one_holder() -> None:
    both = [
        told("2024-12-08T06:00", "HTS", "AP", article_id="a", start=0),
        told("2024-12-08T06:00", GENERIC, "AP", article_id="a", start=90),
    ]
    plan = resolve(both)
    assert kinds_of(plan) == [("new_capture", "HTS", ["AP"])]
    assert len(plan.events) == 1


def test_a_corrected_text_that_says_rebels_for_the_group_takes_nothing_back() -> None:
    first = told("2024-12-08T06:00", "HTS", "AP", article_id="a", mention_id="m~1")
    first = replace(first, version=1, retired_at=a_moment("2024-12-08T08:00"))
    second = replace(told("2024-12-08T06:00", GENERIC, "AP", article_id="a", mention_id="m", seq=1), version=2)
    assert kinds_of(resolve([first, second])) == [("new_capture", "HTS", ["AP"])]


def test_the_order_of_arrival_changes_nothing() -> None:
    story = [
        told("2024-12-08T06:00", GENERIC, "Reuters", seq=0),
        told("2024-12-08T07:00", "HTS", "AP", seq=1),
        told("2024-12-08T08:00", "local rebels", "AFP", seq=2),
        told("2024-12-08T09:00", "Syrian rebels", "BBC", seq=3),
    ]
    assert sorted(story, key=in_order) == story
    assert resolve(story) == resolve(story[::-1])
