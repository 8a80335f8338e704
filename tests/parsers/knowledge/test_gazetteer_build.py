"""The data files: how names become keys, and that what is written is what was read."""

from pathlib import Path
from typing import Any

import pytest

from parsers.knowledge.places.atlas import load_atlas
from parsers.knowledge.places.build import Row, enrich, merge, read_present, write
from parsers.knowledge.places.romanise import romanise
from parsers.knowledge.places.spelling import fold, sound


def test_names_fold_to_plain_letters() -> None:
    assert fold("Sar-e Pul") == "sarepul"
    assert fold("Ḩalab") == "halab"


@pytest.mark.parametrize(("one", "other"), [("nimroz", "nimruz"), ("qalat", "kalat"), ("daykundi", "daikondi")])
def test_romanisations_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_cyrillic_names_are_romanised_as_newspapers_do() -> None:
    assert "klishchiivka" in romanise("Кліщіївка")
    assert "zaporizhzhia" in romanise("Запоріжжя")
    assert romanise("Kabul") == []


def a_town(gid: str = "1", iso: str = "", name: str = "Al Bab", **rest: Any) -> Row:
    return Row("T", gid, iso, "SY", name, **({"lat": 36.4, "lon": 37.5} | rest))


def test_towns_get_the_nearest_province_and_a_name_without_article() -> None:
    near = a_town(gid="2", iso="SY-HL", name="Azaz", lat=36.5, lon=37.4, names={"azaz": True})
    town = a_town(name="Al Qusayr", names={"alqusayr": True})
    enrich([near, town])
    assert town.iso == "SY-HL"
    assert town.names == {"alqusayr": True, "qusayr": True}


def test_merging_adds_names_and_keeps_what_is_known() -> None:
    rows: dict[str, Row] = {}
    merge(rows, a_town(iso="SY-HL", names={"albab": True}))
    merge(rows, a_town(name="El Bab", pop=5, names={"elbab": False}))
    (row,) = rows.values()
    assert (row.name, row.iso, row.pop, row.names) == ("Al Bab", "SY-HL", 5, {"albab": True, "elbab": False})


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    country = Row("C", "163843", "", "SY", "Syria", names={"syria": True, "~syrian": False})
    town = a_town(iso="SY-HL", pop=63069, seat="PPLA", names={"albab": True})
    write([town, country], tmp_path)
    assert read_present(tmp_path) == {"C:SY": country, "T:1": town}


def test_alias_lines_reach_their_places() -> None:
    atlas = load_atlas()
    assert {reading.entry.iso for reading in atlas.readings("ningarhar") if reading.entry.cc == "AF"} == {"AF-NAN"}
    assert {reading.entry.iso for reading in atlas.readings("snakeisland")} == {"UA-51"}
    unplaced = [e.name for e in map(atlas.entry, atlas.seats.values()) if e.iso not in atlas.provinces and e.cc == "AF"]
    assert unplaced == []
