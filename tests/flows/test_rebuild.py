"""Worked out anew from the mentions alone, events, ledger and alerts are what they were, in any order of arrival."""

import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.rebuild import Rebuilt, rebuild
from parsers.records import Report
from tests.factories import a_report
from tests.readings import LOADED, load_all, read_documents, read_standing, standing_after
from tests.stories import BACK, LAW, STATE, TOWN, some_news
from warehouse.check import find_faults
from warehouse.connection import open_writer
from warehouse.errors import WarehouseMissing
from warehouse.scripts import find_scripts, read_script
from warehouse.snapshot import publish

LEDGER = "select * from control_ledger order by entry"
NOW = "select province, holder, change, article_id from control_now order by province"


def at(published: str, **known: Any) -> Report:
    return a_report(published=published, outlet=f"Outlet of {published}", root_source=f"R{published}", **known)


@settings(max_examples=3, deadline=None, phases=LAW)
@given(some_news(), st.randoms(use_true_random=False))
def test_rebuilt_is_incremental_and_the_ledger_gets_no_entry(reports: list[Report], dice: random.Random) -> None:
    found = read_documents(reports)
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "news.duckdb"
        load_all(db, dice.sample(found, len(found)), size=1)
        if not found:
            return
        with open_writer(db) as con:
            before, ledger = read_standing(con), con.execute(LEDGER).fetchall()
        publish(db)
        done = rebuild(db)
        assert (done.events_new, done.events_updated, done.events_removed, done.alerts_new) == (0, 0, 0, 0)
        with open_writer(db) as con:
            assert read_standing(con) == before
            assert con.execute(LEDGER).fetchall() == ledger
            assert find_faults(con) == []


@pytest.mark.parametrize("table", ["event", "event_mention", "event_transition", "event_refusal", "alert"])
def test_what_was_lost_comes_back(tmp_path: Path, table: str) -> None:
    db = tmp_path / "news.duckdb"
    story = [at("2021-08-10", day="2021-08-10"), at("2021-08-13", day="2021-08-13", actor=STATE, type=BACK)]
    load_all(db, read_documents(story))
    with open_writer(db) as con:
        before = read_standing(con)
        con.execute(f"delete from {table}")  # noqa: S608 - a fixed list
    publish(db)
    rebuild(db)
    with open_writer(db) as con:
        assert read_standing(con) == before


def test_a_later_article_splits_an_event(tmp_path: Path) -> None:
    first, again = at("2021-08-10", **TOWN), at("2021-08-16", **TOWN)
    between = at("2021-08-11", actor=STATE, type=BACK, **TOWN)
    assert len(standing_after(tmp_path / "two.duckdb", read_documents([first, again]), size=9)["event"]) == 1
    load_all(tmp_path / "two.duckdb", read_documents([between]))
    with open_writer(tmp_path / "two.duckdb") as con:
        assert len(read_standing(con)["event"]) == 3
        whole = standing_after(tmp_path / "all.duckdb", read_documents([first, between, again]), size=9)
        assert read_standing(con) == whole


def test_a_later_article_merges_two_events(tmp_path: Path) -> None:
    first, again, between = at("2021-08-10", **TOWN), at("2021-08-20", **TOWN), at("2021-08-15", **TOWN)
    assert len(standing_after(tmp_path / "two.duckdb", read_documents([first, again]), size=9)["event"]) == 2
    load_all(tmp_path / "two.duckdb", read_documents([between]))
    with open_writer(tmp_path / "two.duckdb") as con:
        assert len(read_standing(con)["event"]) == 1
        assert find_faults(con) == []


def test_there_must_be_something_to_rebuild(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissing):
        rebuild(tmp_path / "none.duckdb")


@settings(max_examples=2, deadline=None, phases=LAW)
@given(some_news(), st.integers(12, 16), st.randoms(use_true_random=False))
def test_the_ledger_answers_what_it_would_have_answered_then(
    reports: list[Report], day: int, dice: random.Random
) -> None:
    """By what had been published then, and by what had been recorded here then."""
    found = read_documents(reports)
    mixed = dice.sample(found, len(found))
    with tempfile.TemporaryDirectory() as folder:
        db, answers = Path(folder) / "news.duckdb", []
        for number, one in enumerate(mixed):
            moment = LOADED + timedelta(hours=number)
            load_all(db, [one], now=moment)
            with open_writer(db) as con:
                answers.append((moment, con.execute(NOW).fetchall()))
        for moment, answer in answers:
            with open_writer(db) as con:
                then = con.execute(NOW.replace("control_now", "control_recorded($t)"), {"t": moment}).fetchall()
            assert then == answer
        early = [one for one in found if one.article.published and one.article.published.day <= day]
        if not early:
            return
        load_all(Path(folder) / "past.duckdb", early)
        with open_writer(db) as con, open_writer(Path(folder) / "past.duckdb") as other:
            moment = datetime(2021, 8, day, 12, tzinfo=UTC)
            then = con.execute(NOW.replace("control_now", "control_as_of($t)"), {"t": moment}).fetchall()
            assert then == other.execute(NOW).fetchall()


def test_rebuilt_counts_its_scopes(tmp_path: Path) -> None:
    db = tmp_path / "news.duckdb"
    load_all(db, read_documents([at("2021-08-10"), at("2021-08-11", admin1="AF-HER")]))
    publish(db)
    assert rebuild(db) == Rebuilt(scopes=2, events_new=0, events_updated=0, events_removed=0, alerts_new=0)


COMMON = """
select string_agg(format('"{}"', new.column_name), ', ')
from duckdb_columns() new
join duckdb_columns() old using (table_name, column_name)
where new.database_name = 'fresh' and old.database_name = current_database() and table_name = $t
"""
SEVENTH = """
update retired_mention set mention_id = split_part(mention_id, '~', 1) || '~' || seq;
update event_mention
set mention_id = r.mention_id
from retired_mention r
where r.article_id = event_mention.article_id
  and split_part(r.mention_id, '~', 1) = split_part(event_mention.mention_id, '~', 1)
  and contains(event_mention.mention_id, '~');
update event set scope = coalesce(admin1, country, 'unplaced');
update event_mention set scope = event.scope from event where event.event_id = event_mention.event_id;
"""


def _write_seventh(old: Path, fresh: Path) -> None:
    """The file that the schema of seven scripts would hold of these articles."""
    with open_writer(old) as con:
        con.execute(read_script("session", "make_migrations"))
        for name in find_scripts("schema")[:7]:
            con.execute(read_script("schema", name))
            con.execute(read_script("session", "mark_migration"), {"name": name})
        con.execute(f"attach '{fresh}' as fresh (read_only)")
        for (table,) in con.execute("select table_name from duckdb_tables() where database_name <> 'fresh'").fetchall():
            ((columns,),) = con.execute(COMMON, {"t": table}).fetchall()
            source = "control_line" if table == "control_ledger" else table
            if table != "schema_migration":
                con.execute(f"insert into {table} ({columns}) select {columns} from fresh.{source}")  # noqa: S608
        con.execute("detach fresh")
        con.execute(SEVENTH)


def test_a_warehouse_of_the_seventh_schema_is_as_a_new_one_once_it_is_rebuilt(tmp_path: Path) -> None:
    story = [
        at("2021-08-10", day="2021-08-10", article_id="a"),
        at("2021-08-11", article_id="a", modality="negated", quote="It has not."),
        at("2021-08-13", day="2021-08-13", actor=STATE, type=BACK),
        at("2021-08-14", type="attack"),
        at("2021-08-15", **TOWN),
    ]
    found = [read_documents([report])[0] for report in story]
    fresh, old = tmp_path / "fresh.duckdb", tmp_path / "old.duckdb"
    whole = standing_after(fresh, found, size=1)
    with open_writer(fresh) as con:
        assert con.execute("select count(*) from retired_mention").fetchall() == [(1,)]
    publish(fresh)
    _write_seventh(old, fresh)
    publish(old)
    done = rebuild(old)
    with open_writer(old) as con:
        assert read_standing(con) == whole
        assert find_faults(con) == []
    assert (done.events_new, done.events_removed, done.alerts_new) == (0, 0, 0)
