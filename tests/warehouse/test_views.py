"""Views and control_as_of: who holds what, by what was known when."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.rows import (
    a_writer,
    article_row,
    event_row,
    line_row,
    link_row,
    mention_row,
    place_row,
    put,
    store,
)
from warehouse.check import find_faults
from warehouse.connection import Connection
from warehouse.load import merge


def ask(con: Connection, query: str, *parameters: object) -> list[tuple[Any, ...]]:
    return con.execute(query, list(parameters)).fetchall()


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    """Khost: taken on the 14th (two roots, the second on the 16th), denied on the 15th, taken again on the 17th."""
    with a_writer(tmp_path / "w.duckdb") as con:
        days = {"a1": "2021-08-14", "a2": "2021-08-15", "a3": "2021-08-16", "a4": "2021-08-17"}
        outlets = {"a1": "Post", "a2": "Times", "a3": "Herald", "a4": None}
        articles = {
            name: article_row(name, seq, published=day, outlet=outlets[name])
            for seq, (name, day) in enumerate(days.items(), 1)
        }
        roots = {"a1": "AFP", "a2": "Times", "a3": "Reuters", "a4": None}
        mentions = {name: mention_row(a, f"m{name}", root_source=roots[name]) for name, a in articles.items()}
        taken, denied, again = (event_row(articles[a], e) for a, e in (("a1", "e1"), ("a2", "e2"), ("a4", "e4")))
        store(con, list(articles.values()), list(mentions.values()))
        merge(con, "place", [place_row(), place_row("1", name="Khost", kind="city", admin1_name="Khowst")])
        put(
            con,
            "AF-KHO",
            events=[taken, denied, again],
            links=[
                link_row(taken, mentions["a1"]),
                link_row(taken, mentions["a3"]),
                link_row(denied, mentions["a2"]),
                link_row(again, mentions["a4"]),
            ],
            ledger=[
                line_row(taken, "l1", since=date(2021, 8, 13)),
                line_row(denied, "l2", change="denied", holder="Afghan government", prior_holder="Taliban"),
                line_row(again, "l4", change="captured_again", method="without_fight"),
            ],
        )
        assert find_faults(con) == []
        yield con


def test_control_now_is_the_latest_line(con: Connection) -> None:
    query = "select province, name, holder, since, method, roots, place, outlet, url from control_now"
    assert ask(con, query) == [
        ("AF-KHO", "Khost", "Taliban", date(2021, 8, 15), "without_fight", [], "Khost", None, "https://example.org/a4")
    ]


def test_control_history_knows_how_long_a_line_stood(con: Connection) -> None:
    rows = ask(con, "select line, holder, day(known_since), day(known_until), roots, outlet from control_history")
    assert rows == [
        (1, "Taliban", 14, 15, ["AFP", "Reuters"], "Post"),
        (2, "Afghan government", 15, 17, ["Times"], "Times"),
        (3, "Taliban", 17, None, [], None),
    ]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2021-08-14 11:59:59+00", []),
        ("2021-08-14 12:00:00+00", [("Taliban", ["AFP"])]),  # the second root was not known yet
        ("2021-08-16 00:00:00+00", [("Afghan government", ["Times"])]),
        ("2021-08-17 16:30:00+04:30", [("Taliban", [])]),
    ],
)
def test_control_as_of_knows_what_was_known_then(con: Connection, moment: str, expected: list[Any]) -> None:
    assert ask(con, "select holder, roots from control_as_of(?::timestamptz)", moment) == expected


def test_control_as_of_the_end_of_time_is_control_now(con: Connection) -> None:
    (columns,) = ask(
        con, "select list(column_name order by column_index) from duckdb_columns() where table_name='control_now'"
    )
    assert [row[0] for row in ask(con, "describe from control_as_of('2100-01-01'::timestamptz)")] == columns[0]
    assert ask(con, "from control_as_of('2100-01-01 00:00:00+00')") == ask(con, "from control_now")


def test_province_captures_has_a_row_per_change(con: Connection) -> None:
    rows = ask(con, "select admin1, actor, method, quote from province_captures")
    assert [row[:3] for row in rows] == [("AF-KHO", "Taliban", "unknown"), ("AF-KHO", "Taliban", "without_fight")]
    assert ask(con, "select admin1_name, prior_holder, extent, day(denied_at), roots from province_captures") == [
        ("Khost", "Afghan government", "unknown", 15, ["AFP", "Reuters"]),
        ("Khost", "Afghan government", "unknown", None, []),
    ]


def test_event_coverage_counts_outlets_and_roots(con: Connection) -> None:
    query = """select event_id, mentions, articles, outlets, root_sources, outlet_list, root_source_list
        from event_coverage order by event_id"""
    assert ask(con, query) == [
        ("e1", 2, 2, 2, 2, ["Herald", "Post"], ["AFP", "Reuters"]),
        ("e2", 1, 1, 1, 1, ["Times"], ["Times"]),
        ("e4", 1, 1, 0, 0, [], []),
    ]


def test_articles_per_outlet_keeps_the_unknown_one(con: Connection) -> None:
    rows = ask(con, "select outlet, articles, mentions, day(first_published) from articles_per_outlet")
    assert rows == [("Herald", 1, 1, 16), ("Post", 1, 1, 14), ("Times", 1, 1, 15), (None, 1, 1, 17)]


def test_a_denial_with_nobody_before_leaves_the_holder_unknown(con: Connection) -> None:
    article = article_row("b1", 9, published="2021-08-20")
    mention = mention_row(article, "mb", admin1="AF-HER")
    event = event_row(article, "eb", admin1="AF-HER")
    store(con, [article], [mention])
    line = line_row(event, "lb", change="denied", holder=None, prior_holder="Taliban")
    put(con, "AF-HER", events=[event], links=[link_row(event, mention)], ledger=[line])
    assert ask(con, "select holder, name from control_now where province = 'AF-HER'") == [(None, None)]


def test_of_two_lines_of_one_article_the_report_outlasts_the_denial(con: Connection) -> None:
    article = article_row("c1", 10, published="2021-08-20")
    mention = mention_row(article, "mc", admin1="AF-KAN")
    event = event_row(article, "ec", admin1="AF-KAN")
    store(con, [article], [mention])
    for ids in ("ab", "ba"):
        denied = line_row(event, ids[0], change="denied", holder="X", prior_holder="Taliban")
        taken = line_row(event, ids[1], holder="Y")
        put(con, "AF-KAN", events=[event], links=[link_row(event, mention)], ledger=[denied, taken])
        assert ask(con, "select holder from control_now where province = 'AF-KAN'") == [("Y",)]
        assert ask(con, "select holder from control_as_of('2100-01-01') where province = 'AF-KAN'") == [("Y",)]
