"""Loading: rows come back as they went in, once."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.records import Quantity, SourceLink
from tests.warehouse.rows import (
    LOADED,
    a_writer,
    alert_row,
    article_row,
    delivery_row,
    event_row,
    link_row,
    mention_row,
    names_in,
    place_row,
    put,
    rejected_row,
    store,
)
from warehouse.check import find_faults
from warehouse.connection import Connection
from warehouse.errors import RowError
from warehouse.load import MERGED, merge, replace_scopes


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with a_writer(tmp_path_factory.mktemp("load") / "w.duckdb") as con:
        yield con


@pytest.fixture(autouse=True)
def _empty(con: Connection) -> None:
    for table in (*MERGED, "event", "event_mention", "control_ledger", "alert"):
        con.execute(f"delete from {table}")  # noqa: S608 - names of our own


def rows_of(con: Connection, table: str) -> list[dict[str, Any]]:
    cursor = con.table(table)
    return [dict(zip(cursor.columns, row, strict=True)) for row in cursor.fetchall()]


def test_a_mention_comes_back_as_it_went_in(con: Connection) -> None:
    killed = Quantity(what="killed", low=1000, high=None, op="more_than", unit=None, quote="more than 1,000")
    said = SourceLink(name="BBC", kind="outlet", quote="the BBC said")
    article = article_row("a1", published=datetime(2021, 8, 15, 10, 0, 0, 123456, timezone(timedelta(hours=4.5))))
    mention = mention_row(
        article, "m1", quantities=(killed,), sources=[said, said], day=date(2021, 8, 15), lat=33.12345678901234
    )
    store(con, [article], [mention])
    (back,) = rows_of(con, "mention")
    assert back == {**mention, "quantities": list(mention["quantities"])}
    assert rows_of(con, "article")[0] == article


def test_known_rows_stay_as_they_are(con: Connection) -> None:
    assert merge(con, "article", [article_row("a1", title="one"), article_row("a2", 2)]) == 2
    assert merge(con, "article", [article_row("a1", title="two"), article_row("a3", 3), article_row("a3", 4)]) == 1
    assert con.execute("select title, seq from article order by article_id").fetchall()[0] == ("one", 1)
    assert merge(con, "place", [place_row(name="a")]) == 1
    assert merge(con, "place", [place_row(name="b")]) == 0
    assert [row["name"] for row in rows_of(con, "place")] == ["a"]


def test_no_rows_are_no_work(con: Connection) -> None:
    assert merge(con, "article", []) == 0


def test_the_last_state_of_a_source_counts(con: Connection) -> None:
    def state(etag: str) -> dict[str, Any]:
        return {
            "url": "https://example.org/feed",
            "kind": "feed",
            "outlet": None,
            "etag": etag,
            "last_modified": None,
            "last_status": 200,
            "last_read_at": LOADED,
            "status": "failing",
            "failures": 3,
            "next_read_at": LOADED,
            "disabled_at": None,
            "country": None,
            "language": None,
            "weight": 0.5,
        }

    assert merge(con, "source", [state("1"), state("2")]) == 1
    assert rows_of(con, "source")[0]["etag"] == "2"
    assert merge(con, "source", [state("3"), state("4")]) == 0
    assert rows_of(con, "source") == [state("4")]


def test_a_rejected_document_counts_its_tries(con: Connection) -> None:
    later = LOADED + timedelta(days=1)
    assert merge(con, "rejected", [rejected_row("x", detail="first")]) == 1
    assert merge(con, "rejected", [rejected_row("x", detail="again", first_seen=later, last_seen=later)]) == 0
    (row,) = rows_of(con, "rejected")
    assert (row["tries"], row["first_seen"], row["last_seen"], row["detail"]) == (2, LOADED, later, "again")


def test_a_delivery_and_a_run_are_brought_up_to_date(con: Connection) -> None:
    assert merge(con, "delivery", [delivery_row("x", last_error="500")]) == 1
    assert merge(con, "delivery", [delivery_row("x", attempts=2, delivered_at=LOADED)]) == 0
    assert [(row["attempts"], row["last_error"]) for row in rows_of(con, "delivery")] == [(2, None)]
    counts = dict.fromkeys(
        "read new updated duplicate rejected events_new events_updated alerts not_read reread".split()
    )
    run = {"run_id": "r", "started_at": LOADED, "ended_at": None, "sources": ["a", "b"], **counts}
    assert (merge(con, "run", [run]), merge(con, "run", [{**run, "ended_at": LOADED, "read": 3}])) == (1, 0)
    assert [(row["ended_at"], row["read"], row["sources"]) for row in rows_of(con, "run")] == [(LOADED, 3, ["a", "b"])]


def test_a_feed_item_may_get_its_article_later(con: Connection) -> None:
    item = {"source": "f", "item_id": "1", "article_id": None, "fingerprint": None}
    assert merge(con, "feed_item", [item]) == 1
    assert merge(con, "feed_item", [{**item, "article_id": "a"}]) == 0
    assert merge(con, "feed_item", [item]) == 0
    assert rows_of(con, "feed_item") == [{**item, "article_id": "a"}]


def test_a_feed_item_has_the_fingerprint_that_it_was_last_settled_with(con: Connection) -> None:
    item = {"source": "f", "item_id": "1", "article_id": "a", "fingerprint": "old"}
    unknown = {**item, "article_id": None, "fingerprint": None}
    merge(con, "feed_item", [item])
    merge(con, "feed_item", [{**unknown, "fingerprint": "new"}])
    merge(con, "feed_item", [unknown])
    assert rows_of(con, "feed_item") == [{**item, "fingerprint": "new"}]


def without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**article_row("a"), "titel": "x"}, "article: unknown field titel"),
        (without(article_row("a"), "outlet"), "article: missing field outlet"),
        ({**article_row("a"), "published": datetime(2021, 8, 15)}, "without a time zone"),  # noqa: DTZ001
        ({**article_row("a"), "seq": "many"}, "does not fit"),
        ({**article_row("a"), "seq": float("nan")}, "cannot be stored"),
        ({**article_row("a"), "text": "half \ud83d"}, "cannot be stored"),
        ({**article_row("a"), "text": b"bytes"}, "bytes is no value"),
        ({**article_row("a"), "text": None}, "NOT NULL"),
    ],
)
def test_a_row_that_does_not_fit_is_named(con: Connection, row: dict[str, Any], message: str) -> None:
    with pytest.raises(RowError, match=message):
        merge(con, "article", [row])
    assert rows_of(con, "article") == []


def test_a_misspelt_field_inside_a_list_is_named(con: Connection) -> None:
    mention = mention_row(article_row("a1"), "m1")
    with pytest.raises(RowError, match=r"mention\.sources: unknown field nam; missing field name"):
        merge(con, "mention", [{**mention, "sources": [{"nam": "BBC", "kind": "outlet", "quote": "q"}]}])


def test_an_unknown_table_is_named(con: Connection) -> None:
    for table in ("nothing", "event", "article; drop table article"):
        with pytest.raises(RowError, match="not a table to merge into"):
            merge(con, table, [{}])


def test_a_long_article_fits(con: Connection) -> None:
    long = article_row("long", text="\u0001" * 4_000_000)  # six bytes each in JSON: beyond DuckDB's own 16 MB
    merge(con, "article", [long])
    assert con.execute("select length(text) from article").fetchone() == (4_000_000,)


def test_no_temporary_file_is_left(tmp_path: Path) -> None:
    with a_writer(tmp_path / "w.duckdb") as con:
        (tmp_path / ".w.duckdb.writer.jsonl").write_text("half a row, of a run that was killed")
        merge(con, "article", [article_row("a1")])
        with pytest.raises(RowError):
            merge(con, "article", [{}])
        assert not [name for name in names_in(tmp_path) if name.endswith(".jsonl")]


NASTY = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("e\u0301\u200d\U0001f468\U0001f469\U0001f1e6\U0001f1eb\ufe0f\r\n\x00\u2028\u0627\u064b"),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=NASTY, data=st.data())
def test_a_quote_is_a_slice_of_its_text_in_sql_too(con: Connection, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    con.execute("delete from mention; delete from article")
    article = article_row("a1", text=text)
    mention = {**mention_row(article_row("a1"), "m1"), "start": start, "stop": stop, "quote": text[start:stop]}
    store(con, [article], [mention])
    assert con.execute("select text from article").fetchone() == (text,)
    assert find_faults(con) == []
    con.execute("update mention set quote = quote || 'x'")
    assert len(find_faults(con)) == 1


def a_scope(scope: str, *names: str) -> tuple[list[dict[str, Any]], ...]:
    """Articles, mentions, events, links and alerts of one scope."""
    articles = [article_row(f"a{name}", int(name), published="2021-08-15") for name in names]
    where = {"admin1": scope}
    mentions = [mention_row(a, f"m{n}", **where) for a, n in zip(articles, names, strict=True)]
    events = [event_row(a, f"e{n}", **where) for a, n in zip(articles, names, strict=True)]
    links = [link_row(e, m) for e, m in zip(events, mentions, strict=True)]
    alerts = [alert_row(e, f"x{n}", episode=int(n)) for e, n in zip(events, names, strict=True)]
    return articles, mentions, events, links, alerts


def test_a_scope_becomes_equal_to_what_is_given(con: Connection) -> None:
    articles, mentions, events, links, alerts = a_scope("AF-KHO", "1", "2", "3")
    other = a_scope("AF-HER", "4")
    store(con, articles + other[0], mentions + other[1])
    first = put(con, "AF-KHO", events=events[:2], links=links[:2], alerts=alerts[:2])
    put(con, "AF-HER", events=other[2], links=other[3], alerts=other[4])
    assert (first.events_new, first.events_updated, first.events_removed, first.alerts_new) == (2, 0, 0, 2)
    again = put(con, "AF-KHO", events=events[:2], links=links[:2], alerts=alerts[:2])
    assert (again.events_new, again.events_updated, again.events_removed, again.alerts_new) == (0, 0, 0, 0)

    changed = {**events[1], "assertion": "contested"}
    last = put(con, "AF-KHO", events=[changed, events[2]], links=links[1:], alerts=alerts[2:])
    assert (last.events_new, last.events_updated, last.events_removed, last.alerts_new) == (1, 1, 1, 1)
    assert sorted(rows_of(con, "event"), key=lambda r: r["event_id"]) == [changed, events[2], other[2][0]]
    assert [row["alert_id"] for row in rows_of(con, "alert")] == ["x4", "x3"]
    assert sorted(row["event_id"] for row in rows_of(con, "event_mention")) == ["e2", "e3", "e4"]
    assert find_faults(con) == []


def test_a_known_alert_keeps_its_time_and_takes_the_rest(con: Connection) -> None:
    articles, mentions, events, links, alerts = a_scope("AF-KHO", "1")
    store(con, articles, mentions)
    put(con, "AF-KHO", events=events, links=links, alerts=alerts)
    later = {**alerts[0], "raised_at": LOADED + timedelta(days=9), "level": "claim", "admin1_name": "Khost Province"}
    assert put(con, "AF-KHO", events=events, links=links, alerts=[later]).alerts_new == 0
    assert rows_of(con, "alert") == [{**later, "raised_at": LOADED}]


def test_a_scope_without_rows_is_emptied(con: Connection) -> None:
    articles, mentions, events, links, alerts = a_scope("AF-KHO", "1")
    store(con, articles, mentions)
    put(con, "AF-KHO", events=events, links=links, alerts=alerts)
    assert put(con, "AF-KHO").events_removed == 1
    assert [rows_of(con, table) for table in ("event", "event_mention", "control_ledger", "alert")] == [[], [], [], []]


def test_rows_of_another_scope_and_rows_given_twice_are_refused(con: Connection) -> None:
    event = event_row(article_row("a1", published="2021-08-15"), "e1")
    with pytest.raises(RowError, match="e1 is of scope AF-KHO, which is not being replaced"):
        put(con, "AF-HER", events=[event])
    with pytest.raises(RowError, match="e1 was given twice"):
        put(con, "AF-KHO", events=[event, event])


def test_a_failed_replacement_leaves_the_scope_as_it_was(con: Connection) -> None:
    articles, mentions, events, links, alerts = a_scope("AF-KHO", "1")
    store(con, articles, mentions)
    put(con, "AF-KHO", events=events, links=links, alerts=alerts)
    with pytest.raises(RowError):
        put(con, "AF-KHO", events=[], alerts=[{**alerts[0], "quote": None}])
    assert [len(rows_of(con, table)) for table in ("event", "event_mention", "alert")] == [1, 1, 1]


def test_replacing_is_part_of_the_callers_transaction(con: Connection) -> None:
    event = event_row(article_row("a1", published="2021-08-15"), "e1")
    con.begin()
    replace_scopes(con, ["AF-KHO"], events=[event], links=[], ledger=[], alerts=[], now=LOADED)
    con.rollback()
    assert rows_of(con, "event") == []


def test_moments_far_away_survive(con: Connection) -> None:
    for moment in (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)):
        merge(con, "article", [article_row(str(moment.year), moment.year, published=moment)])
    assert [row["published"].year for row in rows_of(con, "article")] == [1, 9999]
