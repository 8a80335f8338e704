"""Corrections and silent edits: the text of an article changes, and with it what stands; nothing is lost."""

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.questions import print_event
from flows.rebuild import rebuild
from parsers.records import Report
from tests.factories import a_moment, a_report
from tests.flows.conftest import FALL, House
from tests.readings import load_all, read_documents, read_standing, standing_after
from tests.stories import BACK, STATE
from warehouse.check import find_faults
from warehouse.connection import open_reader, open_writer
from warehouse.snapshot import publish

QUIET = "Shops in the city of {city} were open on Sunday and nothing was heard of any fighting, residents said."
ALERTS = "select kind, admin1, reason, article_id from alert order by published, kind"
DAY, LATER = "2021-08-15T10:00:00Z", "2021-08-15T12:00:00Z"


def write(house: House, name: str, *lines: dict[str, Any]) -> str:
    same = {"id": "n1", "outlet": "Herald", "published": DAY}
    return house.write(name, "\n".join(json.dumps({**same, **line}) for line in lines))


def faults(house: House) -> list[str]:
    with open_reader(house.db) as con:
        return find_faults(con)


def told(house: House) -> list[tuple[Any, ...]]:
    return house.ask(ALERTS)


def test_what_a_correction_takes_back_is_withdrawn_and_kept(house: House) -> None:
    first = write(house, "1.jsonl", {"text": FALL.format(city="Herat")})
    second = write(house, "2.jsonl", {"text": QUIET.format(city="Herat")})
    assert house.run(first).alerts == 1
    summary = house.run(second)
    assert (summary.new, summary.updated, summary.duplicate, summary.rejected, summary.alerts) == (0, 1, 0, 0, 1)
    assert told(house) == [("new_capture", "AF-HER", None, "n1"), ("denied", "AF-HER", "retracted", "n1")]
    assert house.ask("select text, version from article") == [(QUIET.format(city="Herat"), 2)]
    former = (
        "select contains(text, 'captured'), version, retired_at = (select loaded_at from article) from article_version"
    )
    assert house.ask(former) == [(True, 1, True)]
    assert house.ask("select count(*) from mention where type like 'territory%'") == [(0,)]
    assert house.ask("select count(*) from retired_mention semi join article_version using (article_id, seq)") >= [(1,)]
    assert house.ask("select change, holder from control_now") == [("denied", None)]
    assert house.ask("select retracted_at is not null from event where type like 'territory%'") == [(True,)]
    coverage = "select root_source_list, retracted_at is not null from event_coverage where type like 'territory%'"
    assert house.ask(coverage) == [(["Herald"], True)]  # who told it; event.roots: who upholds it
    assert house.ask("select updated from run order by started_at") == [(0,), (1,)]
    assert faults(house) == []


def test_a_run_over_both_texts_again_changes_nothing(house: House) -> None:
    first = write(house, "1.jsonl", {"text": FALL.format(city="Herat")})
    second = write(house, "2.jsonl", {"text": QUIET.format(city="Herat")})
    house.run(first, second)
    before = (told(house), house.counts(), house.ask("from article"), house.ask("from article_version"))
    for sources in ([first, second], [second, first], [first]):
        summary = house.run(*sources)
        assert (summary.new, summary.updated, summary.alerts) == (0, 0, 0)
        assert (told(house), house.counts(), house.ask("from article"), house.ask("from article_version")) == before


def test_white_space_makes_no_version(house: House) -> None:
    house.run(write(house, "1.jsonl", {"text": FALL.format(city="Herat")}))
    summary = house.run(write(house, "2.jsonl", {"text": FALL.format(city="Herat").replace(" ", "  ") + "\n"}))
    assert (summary.updated, summary.duplicate) == (0, 1)


def test_an_edit_that_still_tells_it_raises_nothing(house: House) -> None:
    house.run(write(house, "1.jsonl", {"text": FALL.format(city="Herat")}))
    edited = FALL.format(city="Herat") + "Three people were hurt."
    summary = house.run(write(house, "2.jsonl", {"text": "By our staff. " + edited}))
    assert (summary.updated, summary.alerts) == (1, 0)
    assert told(house) == [("new_capture", "AF-HER", None, "n1")]
    assert house.ask("select roots from alert") == [(["Herald"],)]
    assert house.ask("select contains(text, quote) from alert join article using (article_id)") == [(True,)]
    assert house.ask("select count(*) from event where retracted_at is not null") == [(0,)]
    assert faults(house) == []


def test_what_another_outlet_tells_stands_on_it(house: House) -> None:
    other = "Herat, the western city, was captured by the Taliban on Sunday, a reporter of the Courier saw."
    house.run(
        write(house, "1.jsonl", {"text": FALL.format(city="Herat")}),
        write(house, "o.jsonl", {"id": "n2", "outlet": "Courier", "published": "2021-08-15T12:00:00Z", "text": other}),
    )
    assert [row[0] for row in told(house)] == ["new_capture", "corroborated"]
    summary = house.run(write(house, "2.jsonl", {"text": QUIET.format(city="Herat")}))
    assert (summary.updated, summary.alerts) == (1, 0)
    assert [row[0] for row in told(house)] == ["new_capture", "corroborated"], "what was told stays"
    assert house.ask("select holder, article_id, roots from control_now") == [("Taliban", "n2", ["Courier"])]
    assert faults(house) == []


def test_a_corrected_place_is_retracted_there_and_told_here(house: House) -> None:
    house.run(write(house, "1.jsonl", {"text": FALL.format(city="Herat")}))
    later = "2021-08-15T11:00:00Z"
    house.run(write(house, "2.jsonl", {"text": FALL.format(city="Kunduz"), "published": later}))
    assert sorted(told(house)) == sorted(
        [
            ("new_capture", "AF-HER", None, "n1"),
            ("denied", "AF-HER", "retracted", "n1"),
            ("new_capture", "AF-KDZ", None, "n1"),
        ]
    )
    assert house.ask("select published = timestamptz '2021-08-15 11:00:00+00' from alert where reason is not null") == [
        (True,)
    ]


VERSIONS = [
    {"text": FALL.format(city="Herat"), "published": "2021-08-15T10:00:00Z"},
    {"text": QUIET.format(city="Herat"), "published": "2021-08-15T12:00:00Z"},
    {"text": FALL.format(city="Herat") + "It is certain now.", "published": "2021-08-16T10:00:00Z"},
]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (0, 2, 1)])
@pytest.mark.parametrize("at_once", [True, False], ids=["one batch", "runs"])
def test_versions_count_in_the_order_of_their_publication(house: House, order: Sequence[int], at_once: bool) -> None:
    files = [write(house, f"{n}.jsonl", VERSIONS[n]) for n in order]
    for sources in [files] if at_once else [[file] for file in files]:
        house.run(*sources)
    kinds = [(kind, reason) for kind, _, reason, _ in told(house)]
    assert kinds == [("new_capture", None), ("denied", "retracted"), ("new_capture", None)]
    assert house.ask("select version, contains(text, 'certain') from article") == [(3, True)]
    spans = "select version, retired_at::varchar from article_version order by version"
    assert house.ask(spans) == [(1, "2021-08-15 12:00:00+00"), (2, "2021-08-16 10:00:00+00")]
    assert faults(house) == []


def test_a_page_is_known_by_its_address(house: House) -> None:
    url = "https://example.org/herat"
    house.run(write(house, "1.jsonl", {"id": "a", "url": url, "text": FALL.format(city="Herat")}))
    second = {"id": "b", "url": url, "text": QUIET.format(city="Herat"), "outlet": None, "published": None}
    assert house.run(write(house, "2.jsonl", second)).updated == 1
    kept = house.ask("select article_id, outlet, published is not null from article")
    assert kept == [("a", "Herald", True)], "what the new text does not state it keeps"
    assert faults(house) == []


def test_explain_tells_what_was_taken_back(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.run(write(house, "1.jsonl", {"title": "Herat has fallen", "text": FALL.format(city="Herat")}))
    house.run(write(house, "2.jsonl", {"title": "Correction", "text": QUIET.format(city="Herat"), "published": LATER}))
    ((event_id,),) = house.ask("select distinct event_id from alert")
    print_event(house.db, event_id, out=sys.stdout)
    story = capsys.readouterr().out
    for words in (
        "state: denied; root sources that uphold it: 0 (none)",
        "Herald  root source: Herald  reported",
        "   taken back 2021-08-15 12:00Z: the article was changed",
        "   Herat has fallen  ",
        "denied since 2021-08-15 12:00Z: taken back by Herald: the article that told it was changed",
        "denied Herat (AF-HER) Taliban, firm, taken back by the article itself, raised",
    ):
        assert words in story, words
    assert "Correction" not in story


def test_a_correction_dated_next_century_takes_it_back_when_it_came(house: House) -> None:
    house.run(write(house, "1.jsonl", {"text": FALL.format(city="Herat")}))
    house.run(write(house, "2.jsonl", {"text": QUIET.format(city="Herat"), "published": "2121-08-15T12:00:00Z"}))
    assert house.ask("select kind, published <= now() from alert order by published") == [
        ("new_capture", True),
        ("denied", True),
    ]


def test_a_text_with_its_date_put_right_follows_the_one_with_the_wrong_date(house: House) -> None:
    house.run(write(house, "1.jsonl", {"text": FALL.format(city="Herat"), "published": "2121-08-15T10:00:00Z"}))
    house.run(write(house, "2.jsonl", {"text": QUIET.format(city="Herat"), "published": str(datetime.now(UTC))}))
    assert house.ask("select version, text like 'Shops%' from article") == [(2, True)]


def a_version(outlet: str, published: str, **known: Any) -> Report:
    """A report of the Taliban in Khost; its sentence tells the versions of an article apart."""
    quote = f"{outlet} of {published}"
    return a_report(article_id=outlet, outlet=outlet, published=published, day="2021-08-10", quote=quote, **known)


EDITED = [
    a_version("Herald", "2021-08-10"),
    a_version("Herald", "2021-08-12", modality="negated"),
    a_version("Courier", "2021-08-11", assertion="denied"),
    a_version("Courier", "2021-08-13", type="attack"),
    a_version("Post", "2021-08-14", actor=STATE, type=BACK),
    a_version("Post", "2021-08-15", type="attack"),
]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("size", [1, 4])
def test_texts_in_any_order_and_worked_out_anew_give_the_same_rows(tmp_path: Path, seed: int, size: int) -> None:
    found = [read_documents([report])[0] for report in EDITED]
    whole = standing_after(tmp_path / "whole.duckdb", found, size=1)
    assert [row[0] for row in whole["control_line"]] != []
    assert len(whole["alert"]) >= 3
    db = tmp_path / "mixed.duckdb"
    mixed = random.Random(seed).sample(found, len(found))  # noqa: S311 - a shuffle, no secret
    assert standing_after(db, mixed, size=size) == whole
    publish(db)
    done = rebuild(db)
    assert (done.events_new, done.events_updated, done.events_removed, done.alerts_new) == (0, 0, 0, 0)
    with open_writer(db) as con:
        assert read_standing(con) == whole
        assert find_faults(con) == []


def test_what_was_taken_back_was_never_true(tmp_path: Path) -> None:
    """Also where another holder had ended it before: no line of the ledger denies it then."""
    army = read_documents([a_report(article_id="a", published="2021-08-13", day="2021-08-13", actor=STATE, type=BACK)])
    texts = [read_documents([report])[0] for report in EDITED[:2]]
    later = replace(texts[1], article=replace(texts[1].article, published=a_moment("2021-08-16")))
    load_all(tmp_path / "w.duckdb", [texts[0], *army])
    on = "select holder from control_on(date '2021-08-11')"
    with open_writer(tmp_path / "w.duckdb") as con:
        assert con.execute(on).fetchall() == [("Taliban",)]
    load_all(tmp_path / "w.duckdb", [later])
    with open_writer(tmp_path / "w.duckdb") as con:
        assert con.execute(on).fetchall() != [("Taliban",)]
        assert con.execute("select change from control_history").fetchall() == [("captured",), ("regained",)]
        assert find_faults(con) == []
