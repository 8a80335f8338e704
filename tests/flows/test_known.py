"""Codes and actors of the parsers: in the warehouse as they are in the code, whoever filled it before."""

from tests.flows.conftest import House
from warehouse.connection import open_writer

FILLED = "select (from crosswalk select count(*)), (from actor select count(*))"
STORY = "The Taliban captured the city of Kunduz on Sunday, residents said."


def test_they_are_filled_in_once_and_again_where_the_code_differs(house: House) -> None:
    story = house.write("a.txt", STORY)
    house.run(story)
    (filled,) = house.ask(FILLED)
    assert min(filled) > 0
    with open_writer(house.db) as con:
        con.execute("update crosswalk set acled_event = 'old' where line = 1")
        con.execute("delete from actor")
        con.execute("update schema_migration set name = 'actor old' where name like 'actor %'")
        con.execute("update schema_migration set name = 'crosswalk old' where name like 'crosswalk %'")
    house.run(story)
    assert house.ask(FILLED) == [filled]
    assert house.ask("select count(*) from crosswalk where acled_event = 'old'") == [(0,)]


def test_what_is_the_same_is_not_written_again(house: House) -> None:
    story = house.write("a.txt", STORY)
    house.run(story)
    with open_writer(house.db) as con:
        con.execute("delete from actor where name = (select min(name) from actor)")
        (left,) = con.execute("select count(*) from actor").fetchone() or (0,)
    house.run(story)
    assert house.ask("select count(*) from actor") == [(left,)]


def test_a_run_that_brings_nothing_new_leaves_all_rows_as_they_are(house: House) -> None:
    story = house.write("a.txt", "---\npublished: 2021-08-15T10:00:00Z\n---\n" + STORY)
    house.run(story)
    before = house.counts()
    again = house.run(story)
    assert (again.duplicate, again.events_new, again.events_updated, again.alerts) == (1, 0, 0, 0)
    assert house.counts() == before
    assert before["event"] == 1
