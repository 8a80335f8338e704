"""One text in many papers is one source: real runs, whatever comes first."""

import json
import random
from typing import Any

import pytest

from tests.flows.conftest import FILLER, House
from warehouse.check import find_faults
from warehouse.connection import open_reader, open_writer

STORY = (
    "The Taliban captured the city of Herat on Sunday after the governor and his guards had left for the airport. "
    "Fighters on motorcycles rode past the citadel in the early afternoon and took down the flag of the republic. "
    "Traders in the covered bazaar said that they had been told to keep their shops open and to fear nothing. "
    "By the evening loudspeakers called on soldiers to hand in their rifles at the police headquarters."
)
OTHER = (
    "Herat fell to the Taliban on Sunday, as our reporter in the city saw with her own eyes from the roof of the hotel."
)
ROOTS = "select kind, roots from alert order by published, kind"


def write(house: House, *lines: dict[str, Any], name: str = "news.jsonl") -> str:
    rows = [{"published": "2021-08-15T10:00:00Z", **line} for line in lines]
    return house.write(name, "\n".join(json.dumps(row) for row in rows))


def printings(count: int) -> list[dict[str, Any]]:
    """One text as some papers print it: with another first line and an hour later each."""
    return [
        {
            "id": f"p{n:02}",
            "outlet": f"Paper {n}",
            "text": f"Herat, seen by the desk of paper {n}. {STORY}",
            "published": f"2021-08-15T{10 + n // 6:02}:{n % 6}0:00Z",
        }
        for n in range(count)
    ]


def faults(house: House) -> list[str]:
    with open_reader(house.db) as con:
        return find_faults(con)


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_fifty_papers_with_one_text_are_one_source(house: House, seed: int | None) -> None:
    papers = printings(50)
    order = random.Random(seed).sample(papers, 50) if seed else papers  # noqa: S311
    for first in range(0, 50, 20):
        house.run(write(house, *order[first : first + 20]))
    assert house.ask(ROOTS) == [("new_capture", ["Paper 0"])]
    assert house.ask("select distinct copy_group, group_root from article_copy") == [("p00", "Paper 0")]
    covered = "select distinct outlets, root_sources, root_source_list from event_coverage where outlets > 1"
    assert house.ask(covered) == [(50, 1, ["Paper 0"])], "each event of the story, whatever its type"
    assert house.ask("select roots from control_now") == [(["Paper 0"],)]
    assert house.ask("select count(distinct root_source) from mention") == [(50,)], "its own word stays as it was"
    assert faults(house) == []


def test_the_agency_that_one_of_them_credits_gathered_it(house: House) -> None:
    papers = printings(3)
    papers[2]["text"] = f"HERAT, Aug 15 (Reuters) - {STORY}"
    house.run(write(house, *papers[:2]))
    assert house.ask(ROOTS) == [("new_capture", ["Paper 0"])]
    house.run(write(house, papers[2]))
    assert house.ask(ROOTS) == [("new_capture", ["Reuters"])], "what stood before is resolved again"
    house.run(write(house, {"id": "x", "outlet": "Courier", "text": OTHER, "published": "2021-08-15T20:00:00Z"}))
    assert house.ask(ROOTS) == [("new_capture", ["Reuters"]), ("corroborated", ["Reuters", "Courier"])]


def test_a_bridge_joins_two_groups_into_one_source(house: House) -> None:
    sentences = STORY.replace(". ", ".|").split("|")
    extra = (
        "Aid workers spoke of long queues at the bakeries, of empty wards and of families on the road to the border. "
    )
    first = {"id": "a", "outlet": "Post", "text": STORY + " " + FILLER[:90]}
    last = {
        "id": "c",
        "outlet": "Globe",
        "published": "2021-08-15T12:00:00Z",
        "text": sentences[0] + " " + extra * 1 + FILLER,
    }
    bridge = {"id": "b", "outlet": "Mail", "published": "2021-08-15T11:00:00Z", "text": STORY + " " + extra + FILLER}
    house.run(write(house, first, last))
    assert [row[0] for row in house.ask(ROOTS)] == ["new_capture", "corroborated"]
    house.run(write(house, bridge))
    assert house.ask("select distinct copy_group, group_root from article_copy") == [("a", "Post")]
    assert house.ask("select roots from control_now") == [(["Post"],)]


def test_a_claim_stays_the_word_of_one_side_in_every_copy(house: House) -> None:
    claim = "The Taliban said on Sunday that their fighters had captured the city of Herat. " + FILLER
    lines = [{**one, "text": f"From paper {n}. {claim}"} for n, one in enumerate(printings(2))]
    house.run(write(house, *lines))
    assert house.ask("select distinct root_source from mention_root where type like 'territory%'") == [
        ("claim:Taliban",)
    ]


def test_a_copy_that_is_rewritten_leaves_its_group(house: House) -> None:
    papers = printings(3)
    house.run(write(house, *papers))
    rewritten = {**papers[0], "text": OTHER + " " + FILLER}
    house.run(write(house, rewritten))
    groups = house.ask("select article_id, copy_group, group_root from article_copy order by all")
    assert groups == [("p00", "p00", "Paper 0"), ("p01", "p01", "Paper 1"), ("p02", "p01", "Paper 1")]
    assert house.ask("select len(roots) from control_now") == [(2,)]
    assert faults(house) == []


def test_a_warehouse_from_before_is_grouped_by_the_next_run(house: House) -> None:
    house.run(write(house, *printings(3)))
    with open_writer(house.db) as con:
        con.execute("delete from article_copy; delete from copy_sketch; delete from copy_band")
    house.run(write(house, {"id": "x", "outlet": "Courier", "text": "Nothing was heard of any fighting."}))
    assert house.ask("select count(*), count(distinct copy_group) from article_copy") == [(4, 2)]
    assert house.ask(ROOTS) == [("new_capture", ["Paper 0"])]
    assert faults(house) == []
