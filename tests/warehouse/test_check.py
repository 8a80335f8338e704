"""The check: quiet about a sound warehouse, plain about each fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.rows import a_story, a_writer
from warehouse.check import find_faults
from warehouse.connection import Connection, open_reader
from warehouse.snapshot import publish


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with a_writer(tmp_path_factory.mktemp("check") / "w.duckdb") as con:
        a_story(con)
        yield con


@pytest.fixture
def con(story: Connection) -> Iterator[Connection]:
    story.begin()
    yield story
    story.rollback()


def test_a_sound_warehouse_has_no_faults(con: Connection) -> None:
    assert find_faults(con) == []


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("insert into article from article", "article a1 occurs 2 times"),
        ("insert into mention from mention", "mention m1 occurs 2 times"),
        ("insert into event_mention from event_mention", "event_mention e1 m1 occurs 2 times"),
        ("insert into control_ledger from control_ledger", "control_ledger 1 occurs 2 times"),
        (
            "insert into alert select * replace ('x2' as alert_id) from alert",
            "alert thread AF-KHO Taliban 1 new_capture occurs 2 times",
        ),
        ("delete from article", "mention m1 names article a1, which does not exist"),
        ("delete from event", "alert x1 names event e1, which does not exist"),
        ("delete from mention", "event_mention e1 names mention m1, which does not exist"),
        ("delete from event_mention", "event e1 names mention of it e1, which does not exist"),
        ('update mention set "start" = 1', "mention m1 quotes what its article does not say there"),
        ('update mention set "start" = -1', "mention m1 quotes what its article does not say there"),
        ("update mention set stop = 10000", "mention m1 quotes what its article does not say there"),
        ("update alert set quote = 'Made up.'", "alert x1 quotes what its article does not say there"),
        ("update control_ledger set scope = 'AF'", "control_ledger l1 is of scope AF, its event of scope AF-KHO"),
    ],
)
def test_each_fault_is_told(con: Connection, damage: str, fault: str) -> None:
    con.execute(damage)
    assert fault in find_faults(con)


def test_a_snapshot_can_be_checked_too(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with a_writer(path) as con:
        a_story(con)
    publish(path)
    with open_reader(path) as con:
        assert find_faults(con) == []
