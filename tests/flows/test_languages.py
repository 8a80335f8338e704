"""Articles in languages that are not read: stored, marked, counted, and read once somebody can."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.conftest import FALL, House
from tests.parsers.documents.test_language import LONG
from warehouse.check import find_faults
from warehouse.connection import open_reader, open_writer

ROOT = Path(__file__).parents[2]
FOREIGN = ("uk", "ru", "ar", "es", "pt", "tr")


def a_line(code: str, text: str, **known: str) -> str:
    return json.dumps({"id": code, "outlet": "Herald", "published": "2021-08-15", "text": text, **known})


def test_articles_in_other_languages_are_stored_marked_and_counted(house: House) -> None:
    lines = [a_line(code, f"Herat, Kunduz. {LONG[code]} Taliban.", language="en") for code in FOREIGN]
    file = house.write("n.jsonl", "\n".join([*lines, a_line("en", FALL.format(city="Herat")), a_line("none", "Goma")]))
    summary = house.run(file)
    assert (summary.read, summary.new, summary.not_read, summary.rejected, summary.alerts) == (8, 8, 7, 0, 1)
    stored = house.ask("select article_id, language, reading from article where reading = 'not_read' order by all")
    assert stored == [(code, code if code in FOREIGN else None, "not_read") for code in sorted((*FOREIGN, "none"))]
    assert house.ask("select distinct article_id from mention") == [("en",)]
    assert house.ask("select not_read, reread from run") == [(7, 0)]
    again = house.run(file)
    assert (again.new, again.duplicate, again.not_read, again.reread) == (0, 8, 0, 0)


def test_what_was_stored_unread_is_read_once_its_language_can_be(house: House) -> None:
    file = house.write("n.jsonl", a_line("1", FALL.format(city="Herat")))
    with_it = house.run(file)
    assert (with_it.alerts, house.ask("select reading from article")) == (1, [("read",)])
    other = House(house.folder / "other")
    other.folder.mkdir()
    # As a run leaves it that could not read the language: the same rows, without what only a reading gives.
    other.run(other.write("n.jsonl", a_line("1", "Goma")))
    with open_writer(other.db) as con:
        con.execute("update article set language = 'en', text = $1", [FALL.format(city="Herat")])
    summary = other.run(other.write("new.txt", "Sharana"))
    assert (summary.new, summary.not_read, summary.reread, summary.alerts) == (1, 1, 1, 1)
    assert other.ask("select admin1, article_id from alert") == [("AF-HER", "1")]
    assert other.ask("select reading from article order by article_id = '1'") == [("not_read",), ("read",)]
    assert house.ask("select quote, actor from mention") == other.ask("select quote, actor from mention")
    with open_reader(other.db) as con:
        assert find_faults(con) == []
    third = other.run(other.write("new.txt", "Sharana"))
    assert (third.reread, third.alerts) == (0, 0)


@pytest.mark.parametrize("format", ["table", "jsonl"])
def test_extract_says_what_it_does_not_read(tmp_path: Path, format: str) -> None:
    (tmp_path / "a.txt").write_text(LONG["uk"], encoding="utf-8")
    command = [sys.executable, "-m", "flows.cli", "extract", str(tmp_path / "a.txt"), "--format", format]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert f"not read {tmp_path / 'a.txt'}: it is in Ukrainian" in done.stderr
    assert ("not read: it is in Ukrainian" in done.stdout) == (format == "table")


def test_a_correction_in_another_language_takes_its_place_unread(house: House) -> None:
    first = house.write("1.jsonl", a_line("1", FALL.format(city="Herat")))
    second = house.write("2.jsonl", a_line("1", LONG["ar"]))
    house.run(first)
    summary = house.run(second)
    assert (summary.updated, summary.not_read) == (1, 1)
    assert house.ask("select language, reading, version from article") == [("ar", "not_read", 2)]
    assert house.ask("select language, reading from article_version") == [("en", "read")]
