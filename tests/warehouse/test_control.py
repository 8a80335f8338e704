"""The ledger in two times: what was true on a day, what was recorded at a moment; what articles claim of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from parsers.records import Quantity, stable_id
from tests.warehouse.rows import (
    LOADED,
    a_story,
    a_writer,
    article_row,
    event_row,
    line_row,
    link_row,
    mention_row,
    put,
    store,
)
from warehouse.connection import Connection, open_writer, transaction
from warehouse.load import replace_scopes
from warehouse.migrate import migrate
from warehouse.scripts import find_scripts, read_script

FIRST_RELEASE = """
insert into article by name
select 'a1' as article_id, '' as title, 'Taken.' as text, 'h' as text_hash, 1 as seq, now() as loaded_at;
insert into control_ledger by name
select 'l1' as line_id, 'AF-KHO' as admin1, 'Taliban' as holder, 'captured' as change, date '2021-08-15' as since,
    now() as known_since, 'capital' as basis, 'fought' as method, 'reported' as assertion, 'e1' as event_id,
    'a1' as article_id, 'Taken.' as quote, 'AF-KHO' as scope;
insert into alert by name
select 'x1' as alert_id, 'new_capture' as kind, 'AF-KHO' as admin1, 'Taliban' as actor, 'capital' as basis,
    'firm' as level, 'e1' as event_id, 'a1' as article_id, now() as published, now() as raised_at, ['AFP'] as roots,
    'Taken.' as quote, 1 as episode, 'AF-KHO' as scope;
"""
STATE, TAL = "Afghan government", "Taliban"


def ask(con: Connection, query: str, *parameters: object) -> list[tuple[Any, ...]]:
    return con.execute(query, list(parameters)).fetchall()


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    """Khost: taken between the 10th and the 12th, a return on the 14th that is denied, taken back on the 17th."""
    with a_writer(tmp_path / "w.duckdb") as con:
        articles = [article_row(f"a{n}", n, published=f"2021-08-{day}") for n, day in enumerate((13, 15, 16, 18), 1)]
        mentions = [mention_row(a, f"m{a['article_id']}") for a in articles]
        events = [
            event_row(a, f"e{a['seq']}", actor=who) for a, who in zip(articles, (TAL, STATE, STATE, STATE), strict=True)
        ]
        store(con, articles, mentions)
        put(
            con,
            "AF-KHO",
            events=events,
            links=[link_row(e, m) for e, m in zip(events, mentions, strict=True)],
            ledger=[
                line_row(events[0], "l1", since=date(2021, 8, 10), since_end=date(2021, 8, 12), prior_holder=STATE),
                line_row(events[1], "l2", since=date(2021, 8, 14), since_end=date(2021, 8, 14), prior_holder=TAL),
                line_row(events[2], "l3", change="denied", holder=TAL, prior_holder=STATE, voids="l2", since=None),
                line_row(events[3], "l4", since=date(2021, 8, 17), since_end=date(2021, 8, 17), prior_holder=TAL),
            ],
        )
        yield con


@pytest.mark.parametrize(
    ("day", "holder", "certain", "change"),
    [
        ("2021-08-09", STATE, False, "before"),
        ("2021-08-10", TAL, False, "captured"),
        ("2021-08-12", TAL, True, "captured"),
        ("2021-08-14", TAL, True, "captured"),  # the return was denied
        ("2021-08-17", STATE, True, "captured"),
    ],
)
def test_who_held_it_on_a_day_by_all_that_is_known(
    con: Connection, day: str, holder: str, certain: bool, change: str
) -> None:
    assert ask(con, "select holder, certain, change from control_on(?)", day) == [(holder, certain, change)]


def test_the_ledger_is_only_ever_appended_to(tmp_path: Path) -> None:
    with a_writer(tmp_path / "w.duckdb") as con:
        _, mention, event = a_story(con)
        first = ask(con, "from control_ledger")
        given: dict[str, Any] = {"events": [event], "links": [link_row(event, mention)], "alerts": []}
        steps: list[list[dict[str, Any]]] = [
            [line_row(event, "l1")],  # as before
            [line_row(event, "l1", method="fought")],
            [],
            [line_row(event, "l1", method="fought")],
        ]
        seen = []
        for hours, ledger in enumerate(steps, 1):
            with transaction(con):
                replace_scopes(con, ["AF-KHO"], **given, ledger=ledger, now=LOADED + timedelta(hours=hours))
            assert ask(con, "from control_ledger order by entry")[: len(first)] == first
            seen.append(ask(con, "select count(*) from control_ledger")[0][0])
        assert seen == [1, 2, 3, 4]
        assert ask(con, "select entry, withdrawn, method from control_ledger order by entry") == [
            (1, False, "unknown"),
            (2, False, "fought"),
            (3, True, "fought"),
            (4, False, "fought"),
        ]
        holders = [
            ask(con, "select method from control_recorded(?)", LOADED + timedelta(hours=h, minutes=1)) for h in range(5)
        ]
        assert holders == [[("unknown",)], [("unknown",)], [("fought",)], [], [("fought",)]]


def said(what: str, low: int | None, high: int | None, op: Any) -> Quantity:
    return Quantity(what=what, low=low, high=high, op=op, unit=what, quote="so many")


@pytest.mark.parametrize(
    ("quantities", "expected"),
    [
        ([said("share", 50, None, "more_than"), said("provinces", 34, 34, "exactly")], (18, None, 34, 1, 17, 0)),
        ([said("provinces", 1, 1, "exactly")], (1, 1, None, 1, 0, 0)),
        ([said("capitals", 12, None, "at_least")], (12, None, None, 1, 11, 0)),
        ([said("provinces", 0, 0, "exactly")], (0, 0, None, 1, 0, 1)),
        ([said("share", 50, 50, "exactly")], None),  # of how many is not said
        ([said("killed", 50, 50, "exactly")], None),
    ],
    ids=str,
)
def test_what_articles_say_of_the_whole_is_held_against_the_ledger(
    con: Connection, quantities: list[Quantity], expected: tuple[int | None, ...] | None
) -> None:
    article = article_row("s", 9, published="2021-08-13T18:00")
    stock = {"type": "control_status", "place_kind": "country", "place": "Afghanistan", "admin1": None}
    store(con, [article], [mention_row(article, "ms", quantities=quantities, **stock)])
    columns = "claimed_low, claimed_high, total, held, lacking, surplus"
    assert ask(con, f"select {columns} from control_gap") == ([expected] if expected else [])  # noqa: S608


def test_a_warehouse_of_the_first_release_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with open_writer(path) as con:
        con.execute(read_script("session", "make_migrations"))
        for name in find_scripts("schema")[:2]:
            con.execute(read_script("schema", name))
            con.execute(read_script("session", "mark_migration"), {"name": name})
        con.execute(FIRST_RELEASE)
    with open_writer(path) as con:
        migrate(con)
        assert ask(con, "select holder, since from control_now") == [("Taliban", date(2021, 8, 15))]
        assert ask(con, "select entry, withdrawn from control_ledger") == [(1, False)]
        ((thread,),) = ask(con, "select thread_id from alert")
        assert thread == stable_id("thread", "AF-KHO", "Taliban")
