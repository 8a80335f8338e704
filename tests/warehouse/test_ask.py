"""Questions by name: each with its parameters and its columns."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.records import Mention, Quantity, Report, SourceLink
from tests.warehouse.rows import (
    LOADED,
    Row,
    a_story,
    a_writer,
    alert_row,
    article_row,
    delivery_row,
    event_row,
    link_row,
    mention_row,
    put,
    store,
)
from warehouse.ask import as_parameter, ask, ask_sql
from warehouse.connection import Connection, open_reader
from warehouse.errors import QueryError, WarehouseDamaged
from warehouse.load import merge
from warehouse.snapshot import publish

ALERT = {
    *("alert_id", "kind", "admin1", "admin1_name", "country", "actor", "place", "basis", "level", "event_id"),
    *("article_id", "published", "raised_at", "roots", "quote", "url", "reason"),
}


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with a_writer(tmp_path / "w.duckdb") as con:
        yield con


def test_an_unknown_question_lists_the_known_ones(con: Connection) -> None:
    with pytest.raises(QueryError, match="next_seq"):
        ask(con, "../schema/0001_news")


def test_a_wrong_parameter_is_named(con: Connection) -> None:
    with pytest.raises(QueryError, match=r"feed_states: .*urls"):
        ask(con, "feed_states")
    with pytest.raises(QueryError, match=r"next_seq: .*url"):
        ask(con, "next_seq", url="x")


def test_the_next_number_follows_the_last(con: Connection) -> None:
    assert ask(con, "next_seq") == [{"seq": 1}]
    merge(con, "article", [article_row("a", 41)])
    assert ask(con, "next_seq") == [{"seq": 42}]


def duplicates(con: Connection, *candidates: Row) -> list[tuple[str, str, str]]:
    columns = {"article_id": "article_ids", "url": "urls", "text_hash": "text_hashes", "outlet": "outlets"}
    lists = {name: [row[column] for row in candidates] for column, name in columns.items()}
    return [(row["article_id"], row["known_id"], row["reason"]) for row in ask(con, "duplicates_of", **lists)]


def test_duplicates_share_an_id_an_address_or_a_text(con: Connection) -> None:
    known = article_row("a", 1, url="https://example.org/1", text="The same text.", outlet="Post")
    merge(con, "article", [known, article_row("b", 2, url=None, outlet=None, text="Of unknown origin.")])
    other = {"url": None, "outlet": "Post", "text": "Another text."}
    assert duplicates(con, article_row("a", **other)) == [("a", "a", "id")]
    assert duplicates(con, article_row("c", **{**other, "url": "https://example.org/1"})) == [("c", "a", "url")]
    assert duplicates(con, article_row("c", **{**other, "text": "The  same\ntext."})) == [("c", "a", "text")]
    assert duplicates(con, article_row("c", url=None, outlet=None, text="The same text.")) == [("c", "a", "text")]
    assert duplicates(con, article_row("c", url=None, outlet="Post", text="Of unknown origin.")) == [("c", "b", "text")]
    # A wire text in another outlet is a report of its own.
    assert duplicates(con, article_row("c", url=None, outlet="Times", text="The same text.")) == []
    assert duplicates(con, article_row("c", **other), article_row("a", url=None)) == [("a", "a", "id")]
    assert duplicates(con) == []


def test_reports_can_be_rebuilt_from_their_rows(con: Connection) -> None:
    articles = [article_row("a1", 2, published="2021-08-15"), article_row("a2", 1, published=None)]
    killed = Quantity(what="killed", low=3, high=5, op="about", unit="people", quote="three to five")
    said = SourceLink(name="AFP", kind="agency", quote="AFP said")
    mentions = [
        mention_row(articles[0], "m1", quantities=[killed], sources=[said], seat=True),
        mention_row(articles[1], "m2", admin1=None, type="diplomatic_contact"),
        mention_row(articles[1], "m3", admin1=None, country=None),
        mention_row(articles[1], "m4", admin1="AF-HER"),
    ]
    store(con, articles, mentions)
    rows = ask(con, "reports_in_scopes", scopes=["AF-KHO", "AF/diplomatic_contact/2021-09-01", "unplaced"])
    assert [row["mention_id"] for row in rows] == ["m2", "m3", "m1"]
    assert [row["published"] for row in rows] == [LOADED, LOADED, datetime(2021, 8, 15, 12, tzinfo=UTC)]
    row = rows[-1]
    names = ("seq", "published", "outlet", "url", "version", "retired_at", "seen", "next_seen")
    beside = {name: row.pop(name) for name in names}
    assert row.pop("scope") == "AF-KHO"
    row["quantities"] = [Quantity(**quantity) for quantity in row["quantities"]]
    row["sources"] = [SourceLink(**source) for source in row["sources"]]
    report = Report(mention=Mention(**row), **beside)
    assert (report.mention.quantities, report.mention.sources, report.mention.seat) == ([killed], [said], True)
    assert (report.seq, report.outlet) == (2, "Example Post")
    assert ask(con, "reports_in_scopes", scopes=[]) == []


def test_feed_memory_is_found_by_address(con: Connection) -> None:
    state = {"kind": "feed", "outlet": "Post", "etag": '"1"', "last_modified": None, "last_status": 200}
    fares = {"failures": 0, "next_read_at": None, "disabled_at": None, "last_read_at": LOADED}
    said = {"country": "AF", "language": "en", "weight": 0.5}
    merge(con, "source", [{**state, **fares, **said, "url": url, "status": "ok"} for url in ("f1", "f2")])
    item = {"article_id": None, "fingerprint": "p"}
    merge(con, "feed_item", [{"source": f, "item_id": i, **item} for f, i in (("f1", "1"), ("f2", "2"))])
    assert ask(con, "feed_states", urls=["f2", "f3"]) == [{"url": "f2", **state, **fares, **said}]
    assert ask(con, "items_seen", urls=["f1"]) == [{"source": "f1", "item_id": "1", **item}]
    assert ask(con, "items_live", urls=["f1"], since=LOADED) == []


def some_alerts(con: Connection) -> None:
    """Raised together: published, arrival, kind and id decide; x9 was raised before."""
    articles = [article_row("a1", 2, published="2021-08-15"), article_row("a2", 1, published="2021-08-15")]
    articles.append(article_row("a3", 3, published="2021-08-14"))
    mentions = [mention_row(a, f"m{a['article_id']}") for a in articles]
    events = [event_row(a, f"e{a['article_id']}") for a in articles]
    store(con, articles, mentions)
    alerts = [
        alert_row(events[0], "x1", kind="denied"),
        alert_row(events[0], "x2", kind="corroborated"),
        alert_row(events[0], "x3", kind="recaptured"),
        alert_row(events[1], "x4", episode=2),
        alert_row(events[2], "x5", episode=3),
        alert_row(events[2], "x9", episode=4, raised_at=LOADED - timedelta(days=1)),
    ]
    links = [link_row(e, m) for e, m in zip(events, mentions, strict=True)]
    put(con, "AF-KHO", events=events, links=links, alerts=alerts)


def test_alerts_come_oldest_first(con: Connection) -> None:
    some_alerts(con)
    rows = ask(con, "alerts_since", since=None, withdrawn=False)
    assert [row["alert_id"] for row in rows] == ["x9", "x5", "x4", "x3", "x2", "x1"]
    assert rows[0].keys() >= ALERT
    assert len(ask(con, "alerts_since", since=LOADED, withdrawn=False)) == 5
    assert ask(con, "alerts_since", since=LOADED + timedelta(seconds=1), withdrawn=False) == []


def test_pending_alerts_are_those_that_a_channel_still_owes(con: Connection) -> None:
    some_alerts(con)
    merge(
        con,
        "delivery",
        [
            delivery_row("x9", delivered_at=LOADED),
            delivery_row("x5", next_try=LOADED + timedelta(hours=1)),
            delivery_row("x4", attempts=3, next_try=LOADED),
            delivery_row("x2", skipped_at=LOADED),
        ],
    )
    rows = ask(con, "alerts_pending", channel="desk", ids=None, now=LOADED)
    assert [(row["alert_id"], row["attempts"]) for row in rows] == [("x4", 3), ("x3", 0), ("x1", 0)]
    assert rows[0].keys() >= ALERT
    assert len(ask(con, "alerts_pending", channel="phone", ids=None, now=LOADED)) == 6
    assert [row["alert_id"] for row in ask(con, "alerts_pending", channel="desk", ids=["x9"], now=None)] == ["x9"]


def test_an_event_is_explained_by_its_mentions(con: Connection) -> None:
    a_story(con)
    (row,) = ask(con, "explain_event", event_id="e1")
    assert (row["mention_id"], row["root_source"], row["outlet"]) == ("m1", "Reuters", "Example Post")
    assert row["reason"] == "same actor, place and day"
    assert row["quote"] == "The Taliban captured"
    assert ask(con, "explain_event", event_id="nothing") == []


def test_an_event_is_found_by_the_start_of_its_id(con: Connection) -> None:
    a_story(con)
    assert [row["event_id"] for row in ask(con, "event_by_prefix", prefix="e")] == ["e1"]
    assert ask(con, "event_by_prefix", prefix="%") == []


def test_the_latest_runs_come_first(con: Connection) -> None:
    counts = dict.fromkeys(
        "read new updated duplicate rejected events_new events_updated alerts not_read reread".split(), 0
    )
    runs = [
        {"run_id": f"r{n}", "started_at": LOADED + timedelta(hours=n), "ended_at": None, "sources": [], **counts}
        for n in range(3)
    ]
    merge(con, "run", runs)
    assert ask(con, "run_history", count=2) == [runs[2], runs[1]]


def test_damage_is_told_when_it_is_met(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with a_writer(path) as con:
        merge(con, "article", [article_row(f"a{n}", n, url=f"{n}" * 40) for n in range(20_000)])
    publish(path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : -4096] = bytes(len(content) - 4096 - len(content) // 2)
    path.write_bytes(content)
    with pytest.raises(WarehouseDamaged), open_reader(path) as con:
        list(ask_sql(con, "select max(text), max(url), max(article_id) from article").rows)


@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), max_size=5))
def test_a_list_of_texts_reaches_the_database_as_it_is(texts: list[str | None]) -> None:
    with duckdb.connect() as con:
        assert con.execute("select $texts::varchar[]", {"texts": as_parameter(texts)}).fetchone() == (texts,)
