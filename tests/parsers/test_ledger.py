"""Little stories of one province in, the kinds of alert that they must raise out."""

from itertools import pairwise
from typing import Any

import pytest

from parsers.records import LedgerLine, Plan, Report
from parsers.resolve import resolve
from tests.factories import KHOST_PROVINCE, a_report

STATE = "Afghan government"
TAL, ISKP, NRF = "Taliban", "ISKP", "NRF"
BACK, LEFT, PEACE = "territory_regained", "territory_lost_or_withdrawn", "territory_taken_peacefully"
Story = list[dict[str, Any]]


def is_home(actor: str, country: str) -> bool:
    return (actor, country) == (STATE, "AF")


def told(published: str, actor: str, root: str, day: str | None = None, /, **more: Any) -> dict[str, Any]:
    """One line of a story: `14` or `14T18:00` of August 2021; `day` is the event's, None: not said."""
    day = f"2021-08-{day}" if day else None
    return {
        "published": f"2021-08-{published}",
        "actor": actor,
        "root_source": root,
        "outlet": root,
        "day": day,
        **more,
    }


def reports_of(story: Story) -> list[Report]:
    return [a_report(**{"seq": seq, **line}) for seq, line in enumerate(story)]


def plan_of(story: Story) -> Plan:
    return resolve(reports_of(story), home_state=is_home)


def kinds_of(story: Story) -> list[str]:
    return [f"{a.kind} {a.actor}" for a in plan_of(story).alerts]


STORIES: dict[str, tuple[Story, list[str]]] = {
    "one article": ([told("14", TAL, "AFP", "14")], ["new_capture Taliban"]),
    "a second root corroborates once": (
        [told("14", TAL, "AFP", "14"), told("15", TAL, "AP", "14"), told("16", TAL, "BBC", "14")],
        ["new_capture Taliban", "corroborated Taliban"],
    ),
    "a copy does not": (
        [told("14", TAL, "AFP", "14"), told("15", TAL, "AFP", "14", outlet="Post")],
        ["new_capture Taliban"],
    ),
    "a claim is one root, whoever passes it on": (
        [
            told("14", TAL, "claim:Taliban", "14", assertion="claimed", outlet="Post"),
            told("15", TAL, "claim:Taliban", "14", assertion="claimed", outlet="Times"),
        ],
        ["new_capture Taliban"],
    ),
    "without roots the outlets count": (
        [told("14", TAL, "A", "14", root_source=None), told("15", TAL, "B", "14", root_source=None)],
        ["new_capture Taliban", "corroborated Taliban"],
    ),
    "two outlets nobody knows are one": (
        [
            told("14", TAL, "A", "14", root_source=None, outlet=None),
            told("15", TAL, "B", "14", root_source=None, outlet=None),
        ],
        ["new_capture Taliban"],
    ),
    "province and capital are one change": (
        [told("14", TAL, "AFP", "14"), told("15", TAL, "AP", "14", **{**KHOST_PROVINCE, "place": "Khost Province"})],
        ["new_capture Taliban", "corroborated Taliban"],
    ),
    "denied, then true": (
        [
            told("10", TAL, "claim:Taliban", "10", assertion="claimed"),
            told("11", TAL, "AP", "10", assertion="denied"),
            told("15", TAL, "Reuters", "15"),
        ],
        ["new_capture Taliban", "denied Taliban", "new_capture Taliban"],
    ),
    "denied once": (
        [
            told("10", TAL, "claim:Taliban", "10", assertion="claimed"),
            told("11", TAL, "AP", "10", assertion="denied"),
            told("11T18:00", TAL, "AFP", "10", assertion="denied"),
        ],
        ["new_capture Taliban", "denied Taliban"],
    ),
    "a denial of what nobody reported": ([told("11", TAL, "AP", "10", assertion="denied")], []),
    "a stale claim after the denial": (
        [
            told("10", TAL, "claim:Taliban", "10", assertion="claimed"),
            told("11", TAL, "AP", "10", assertion="denied"),
            told("11T18:00", TAL, "claim:Taliban", "10", assertion="claimed", outlet="Post"),
            told("12", TAL, "Times", None, assertion="contested"),
        ],
        ["new_capture Taliban", "denied Taliban"],
    ),
    "a new firm voice upholds what was denied": (
        [
            told("10", TAL, "claim:Taliban", "10", assertion="claimed"),
            told("11", TAL, "AP", "10", assertion="denied"),
            told("11T18:00", TAL, "Reuters", "10", assertion="confirmed"),
        ],
        ["new_capture Taliban", "denied Taliban", "new_capture Taliban"],
    ),
    "an old denial told after the true capture": (
        [
            told("10", TAL, "claim:Taliban", "10", assertion="claimed"),
            told("11", TAL, "AP", "10", assertion="denied"),
            told("15", TAL, "Reuters", "15"),
            told("16", TAL, "Post", "10", assertion="denied"),
            told("16T18:00", TAL, "claim:Taliban", "10", assertion="claimed", outlet="Times"),
        ],
        ["new_capture Taliban", "denied Taliban", "new_capture Taliban"],
    ),
    "claim and denial in one article": (
        [
            told("10", TAL, "claim:Taliban", "10", assertion="claimed", article_id="x"),
            told("10", TAL, "Post", "10", assertion="denied", article_id="x", start=90, seq=0),
        ],
        ["new_capture Taliban"],
    ),
    "the state takes it back": (
        [told("10", TAL, "AFP", "10"), told("13", STATE, "AP", "13")],
        ["new_capture Taliban", "recaptured Afghan government"],
    ),
    "taken back before the first article": ([told("13", ISKP, "AP", "13", type=BACK)], ["recaptured ISKP"]),
    "the state is not the former holder where nobody else is known": (
        [told("13", STATE, "AP", "13")],
        ["new_capture Afghan government"],
    ),
    "the side that the first report names as the loser comes back": (
        [told("10", TAL, "AFP", "10", target=NRF), told("13", NRF, "AP", "13")],
        ["new_capture Taliban", "recaptured NRF"],
    ),
    "the captor returns, whatever the type": (
        [
            told("10", TAL, "AFP", "10"),
            told("13", STATE, "AP", "13", type=BACK),
            told("16", TAL, "AFP", "16", type=BACK),
            told("17", TAL, "BBC", "16"),
            told("18", STATE, "AP", "18", type=BACK),
        ],
        [
            "new_capture Taliban",
            "recaptured Afghan government",
            "captured_again Taliban",
            "corroborated Taliban",
            "recaptured Afghan government",
        ],
    ),
    "a third side": (
        [told("10", TAL, "AFP", "10"), told("15", ISKP, "AP", "15")],
        ["new_capture Taliban", "new_capture ISKP"],
    ),
    "a dated recap of the former holder": (
        [told("10", TAL, "AFP", "10"), told("13", STATE, "AP", "13", type=BACK), told("14", TAL, "BBC", "10")],
        ["new_capture Taliban", "recaptured Afghan government"],
    ),
    "an undated recap of the former holder": (
        [
            told("10", TAL, "AFP"),
            told("13", STATE, "AP", type=BACK),
            told("14", TAL, "BBC"),
            told("18", TAL, "AFP"),
        ],
        ["new_capture Taliban", "recaptured Afghan government"],
    ),
    "an undated return that says so": (
        [told("10", TAL, "AFP"), told("13", STATE, "AP", type=BACK), told("14", TAL, "BBC", type=BACK)],
        ["new_capture Taliban", "recaptured Afghan government", "captured_again Taliban"],
    ),
    "an undated return long after": (
        [told("10", TAL, "AFP"), told("13", STATE, "AP", type=BACK), told("25", TAL, "BBC")],
        ["new_capture Taliban", "recaptured Afghan government", "captured_again Taliban"],
    ),
    "there and back on one day": (
        [told("10T08:00", TAL, "AFP", "10"), told("10T14:00", STATE, "AP", "10"), told("10T20:00", TAL, "BBC", "10")],
        ["new_capture Taliban", "recaptured Afghan government"],
    ),
    "a late article on a still older holder": (
        [told("13", TAL, "AP", "13"), told("14", ISKP, "BBC", "03")],
        ["new_capture Taliban"],
    ),
    "another name for the captor": (
        [told("13", TAL, "AP", "13"), told("13T15:00", "local rebels", "BBC", "13"), told("14", TAL, "AFP", "13")],
        ["new_capture Taliban", "corroborated Taliban"],
    ),
    "a firm word against a claim": (
        [
            told("13", TAL, "claim:Taliban", "13", assertion="claimed"),
            told("13T15:00", ISKP, "BBC", "13", assertion="confirmed"),
        ],
        ["new_capture Taliban", "new_capture ISKP"],
    ),
    "from one to the next on one day": (
        [told("13", TAL, "AP", "13"), told("13T15:00", ISKP, "BBC", "13", target=TAL)],
        ["new_capture Taliban", "new_capture ISKP"],
    ),
    "only the last holder in an article counts": (
        [
            told("10", TAL, "AFP", "10"),
            told("14", TAL, "AP", "10", article_id="x", seq=1),
            told("14", STATE, "AP", "13", article_id="x", start=90, type=BACK, seq=1),
        ],
        ["new_capture Taliban", "recaptured Afghan government"],
    ),
    "of one day the last in the text counts": (
        [
            told("14", STATE, "AP", "13", article_id="x", type=BACK, seq=1),
            told("14", TAL, "AP", "13", article_id="x", start=90, seq=1),
        ],
        ["new_capture Taliban"],
    ),
    "a denied recapture gives it back": (
        [
            told("10", TAL, "AFP", "10"),
            told("12", STATE, "claim:Afghan government", "12", assertion="claimed", type=BACK),
            told("13", STATE, "AP", "12", assertion="denied", type=BACK),
            told("14", TAL, "BBC", "10"),
        ],
        [
            "new_capture Taliban",
            "recaptured Afghan government",
            "denied Afghan government",
            "corroborated Taliban",
        ],
    ),
    "a return after the holder was seen leaving": (
        [told("10", TAL, "AFP", "10"), told("12", TAL, "AP", "12", type=LEFT), told("20", TAL, "BBC", "20")],
        ["new_capture Taliban", "captured_again Taliban"],
    ),
    "the same holder weeks later is no second source": (
        [told("01", TAL, "AFP", "01"), told("25", TAL, "BBC", "25")],
        ["new_capture Taliban"],
    ),
    "an undated headline is of the day that the body gives": (
        [
            told("14", TAL, "AP", article_id="x", seq=1),
            told("14", TAL, "AP", "10", article_id="x", start=90, seq=1),
            told("14", STATE, "AP", "13", article_id="x", start=180, type=BACK, seq=1),
        ],
        ["recaptured Afghan government"],
    ),
    "one article on the false report of then and the true one of now": (
        [
            told("10", TAL, "claim:Taliban", "10", assertion="claimed"),
            told("15", TAL, "AP", "10", assertion="denied", article_id="x", seq=1),
            told("15", TAL, "AP", "15", article_id="x", start=90, seq=1),
        ],
        ["new_capture Taliban", "denied Taliban", "new_capture Taliban"],
    ),
    "a captor known only from the article on its loss returns": (
        [
            told("14", TAL, "AP", "10", article_id="x", seq=1),
            told("14", STATE, "AP", "13", article_id="x", start=90, type=BACK, seq=1),
            told("18", TAL, "BBC", "18", type=BACK, seq=2),
        ],
        ["recaptured Afghan government", "captured_again Taliban"],
    ),
    "told as peaceful by one, as a fight by another": (
        [told("14", TAL, "AFP", "14"), told("15", TAL, "AP", "14", type=PEACE)],
        ["new_capture Taliban", "corroborated Taliban"],
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_story_raises_these_alerts_and_no_others(name: str) -> None:
    story, wanted = STORIES[name]
    assert kinds_of(story) == wanted


@pytest.mark.parametrize(
    "dull",
    [
        {"modality": "planned"},
        {"modality": "hypothetical"},
        {"modality": "negated"},
        {"modality": "background"},
        {"assertion": "denied"},
        {"extent": "partial"},
        {"place_kind": "district", "seat": False},
        {"place_kind": "base", "seat": False},
        {"place_kind": "other", "seat": False},
        {"place_kind": "crossing", "seat": False},
        {"seat": False},
        {"type": LEFT},
        {"type": "control_status"},
        {"actor": None},
        {"admin1": None},
    ],
    ids=str,
)
def test_these_never_alert_and_never_write_the_ledger(dull: dict[str, Any]) -> None:
    plan = plan_of([told("14", TAL, "AFP", "14", **dull), told("15", TAL, "AP", "14", **dull)])
    assert plan.events
    assert not plan.alerts
    assert not plan.ledger


@pytest.mark.parametrize(
    ("assertions", "levels"),
    [
        (["reported"], ["firm"]),
        (["claimed", "confirmed"], ["claim", "firm"]),
        (["reported", "claimed"], ["firm", "firm"]),
        (["contested"], ["contested"]),
        (["claimed", "contested"], ["claim", "contested"]),
    ],
    ids=str,
)
def test_the_level_is_the_best_so_far(assertions: list[str], levels: list[str]) -> None:
    story = [told(str(14 + n), TAL, f"root {n}", "14", assertion=word) for n, word in enumerate(assertions)]
    assert [a.level for a in plan_of(story).alerts] == levels


def test_an_article_is_one_voice_however_many_it_quotes() -> None:
    story = [
        told("14", TAL, "claim:Taliban", "14", assertion="claimed", article_id="x"),
        told("14", TAL, "Post", "14", article_id="x", start=90, seq=0),
    ]
    (alert,) = plan_of(story).alerts
    assert (alert.kind, alert.level, alert.roots) == ("new_capture", "firm", ("Post",))


def test_roots_come_in_order_of_appearance_and_start_anew_with_each_episode() -> None:
    story = [
        told("10", TAL, "AFP", "10"),
        told("11", TAL, "AP", "10"),
        told("13", STATE, "BBC", "13"),
        told("16", TAL, "AP", "16"),
    ]
    assert [a.roots for a in plan_of(story).alerts] == [("AFP",), ("AFP", "AP"), ("BBC",), ("AP",)]


def test_a_denial_names_the_denier_and_gives_the_province_back() -> None:
    story, _ = STORIES["a denied recapture gives it back"]
    plan = plan_of(story)
    denied = plan.alerts[2]
    assert (denied.kind, denied.roots, denied.level) == ("denied", ("AP",), "firm")
    assert [(line.change, line.holder, line.prior_holder) for line in plan.ledger] == [
        ("captured", TAL, None),
        ("regained", STATE, TAL),
        ("denied", TAL, STATE),
    ]


def test_a_denial_with_nobody_known_before_leaves_the_holder_unknown() -> None:
    story, _ = STORIES["denied once"]
    assert plan_of(story).ledger[-1].holder is None


def test_the_ledger_tells_the_day_and_how_and_by_whom() -> None:
    (line,) = plan_of([told("14", TAL, "AFP", "13", target=STATE, method="handover", **KHOST_PROVINCE)]).ledger
    assert (line.since, line.method, line.basis) == (line.known_since.date().replace(day=13), "handover", "province")
    assert line.prior_holder == STATE


def chain(lines: list[LedgerLine]) -> list[str | None]:
    """Holders that a line says were there before, against the holder that the line before it left."""
    return [b.prior_holder for a, b in pairwise(lines) if a.holder not in (None, b.prior_holder)]


@pytest.mark.parametrize("name", STORIES)
def test_each_line_starts_where_the_last_one_ended(name: str) -> None:
    assert chain(list(plan_of(STORIES[name][0]).ledger)) == []


@pytest.mark.parametrize("name", STORIES)
def test_alert_ids_are_unique_and_their_events_exist(name: str) -> None:
    plan = plan_of(STORIES[name][0])
    assert len({a.alert_id for a in plan.alerts}) == len(plan.alerts)
    assert len({line.line_id for line in plan.ledger}) == len(plan.ledger)
    told_of = {a.event_id for a in plan.alerts} | {line.event_id for line in plan.ledger}
    assert told_of <= {e.event_id for e in plan.events}


def test_an_alert_keeps_its_id_when_an_older_article_turns_up() -> None:
    late = told("13", STATE, "AP", "13", type=BACK)
    before = plan_of([late]).alerts
    after = plan_of([told("10", TAL, "AFP", "10"), late]).alerts
    assert [a.alert_id for a in before] == [a.alert_id for a in after if a.kind == "recaptured"]


def test_an_alert_has_the_same_id_whichever_article_tells_it_first() -> None:
    one, other = told("14", TAL, "AFP", "14"), told("15", TAL, "AP", "14")
    ids = [[a.alert_id for a in plan_of(story).alerts] for story in ([one], [other], [one, other])]
    assert ids[0] == ids[1] == ids[2][:1]


def test_a_denial_that_names_no_taker_is_about_the_live_capture() -> None:
    claim = a_report(published="2021-08-15T08:00", day="2021-08-15", assertion="claimed", root_source="claim:Taliban")
    denied = {"assertion": "denied", "actor": None, "article_id": "b", "seq": 2}
    denial = a_report(published="2021-08-15T18:00", day="2021-08-15", **denied)
    assert [a.kind for a in resolve([claim, denial]).alerts] == ["new_capture", "denied"]


def test_a_gain_by_nobody_raises_nothing() -> None:
    assert list(resolve([a_report(actor=None)]).alerts) == []
