"""What a text names: spans, readings, roles, and what is none of it."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.knowledge.gazetteer import load_gazetteer
from parsers.records import ActorHit, PlaceHit

SPELLINGS = Path(__file__).parent / "place_spellings.csv"


def hits(text: str, actors: list[ActorHit] | None = None) -> list[PlaceHit]:
    return load_gazetteer().find_places(text, actors=actors or [])


def brief(text: str) -> list[tuple[str, str, str | None]]:
    return [(hit.text, hit.place.kind, hit.place.admin1 or hit.place.country) for hit in hits(text)]


def test_every_known_spelling_is_read_right() -> None:
    missing, wrong = [], []
    for row in csv.DictReader(SPELLINGS.open(encoding="utf-8")):
        codes = row["iso_3166_2"].split(";")
        country = codes[0].removeprefix("gn:")[:2]
        noun = " province" if row["level"] == "admin1" else ""
        text = f"Fighters entered {row['spelling']}{noun} in {load_gazetteer().country_name(country)}."
        at = text.index(row["spelling"])
        found = [hit for hit in hits(text) if at <= hit.start < at + len(row["spelling"])]
        if not found:
            missing.append(row["spelling"])
        elif found[0].place.admin1 not in codes:
            wrong.append((row["spelling"], found[0].place))
    assert not wrong
    assert len(missing) <= 3, missing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kunduz province and Kunduz city fell; Kunduz burned, Afghanistan said.",
            [
                ("Kunduz", "province", "AF-KDZ"),
                ("Kunduz", "city", "AF-KDZ"),
                ("Kunduz", "city", "AF-KDZ"),
                ("Afghanistan", "country", "AF"),
            ],
        ),
        (
            "In Afghanistan, the Logar, Daykundi, Patika and Kunar provinces were quiet.",
            [
                ("Afghanistan", "country", "AF"),
                ("Logar", "province", "AF-LOG"),
                ("Daykundi", "province", "AF-DAY"),
                ("Patika", "province", "AF-PKA"),
                ("Kunar", "province", "AF-KNR"),
            ],
        ),
        ("Zaranj, capital of Nimroz, fell.", [("Zaranj", "city", "AF-NIM"), ("Nimroz", "province", "AF-NIM")]),
        ("Sudan's army left el-Fasher.", [("Sudan", "country", "SD"), ("el-Fasher", "city", "SD-DN")]),
        ("Syria's army left Deir ez-Zor.", [("Syria", "country", "SY"), ("Deir ez-Zor", "city", "SY-DY")]),
        ("Pul-i-Khumri and Sar-e Pul fell.", [("Pul-i-Khumri", "city", "AF-BGL"), ("Sar-e Pul", "city", "AF-SAR")]),
        ("Tripoli, Lebanon, was calm.", [("Tripoli", "city", "LB-AS"), ("Lebanon", "country", "LB")]),
        ("Libyan forces hold Tripoli.", [("Tripoli", "city", "LY-TB")]),
        ("Kyrgyz police closed the city of Jalalabad.", [("Jalalabad", "city", "KG-J")]),
        ("Afghan police closed Jalalabad.", [("Jalalabad", "city", "AF-NAN")]),
        ("Atlanta, Georgia, votes.", [("Atlanta", "city", "US-GA"), ("Georgia", "province", "US-GA")]),
        ("They bombed Gori, Georgia.", [("Gori", "city", "GE-SK"), ("Georgia", "country", "GE")]),
        ("Ukraine holds the Kyiv region.", [("Ukraine", "country", "UA"), ("Kyiv", "province", "UA-32")]),
        ("Shelling in Damascus, Syria.", [("Damascus", "city", "SY-DI"), ("Syria", "country", "SY")]),
        ("Kyiv has Snake Island.", [("Kyiv", "city", "UA-30"), ("Snake Island", "other", "UA-51")]),
        ("Nigeria's army left Niger state.", [("Nigeria", "country", "NG"), ("Niger", "province", "NG-NI")]),
        ("AFGHAN REBELS SEIZE HERAT AND FARAH", [("HERAT", "city", "AF-HER"), ("FARAH", "city", "AF-FRA")]),
    ],
)  # fmt: skip
def test_names_are_read_by_their_context(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert brief(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "kind", "admin1"),
    [
        ("Rockets hit Kandahar airport in Afghanistan.", "Kandahar airport", "other", "AF-KAN"),
        ("Syrian rebels left Mennagh air base near Azaz.", "Mennagh air base", "base", "SY-HL"),
        ("Afghans hold the Hairatan border crossing.", "Hairatan border crossing", "crossing", "AF-BAL"),
        ("They took the village of Zor Kalay in Helmand province.", "Zor Kalay", "city", "AF-HEL"),
    ],
)  # fmt: skip
def test_facilities_and_unknown_names_stand_for_themselves(text: str, name: str, kind: str, admin1: str | None) -> None:
    found = [hit.place for hit in hits(text) if hit.place.name == name]
    assert [(place.kind, place.admin1, place.place_id, place.seat) for place in found] == [(kind, admin1, None, False)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They took towns, among them Maar Shamarin, Dayr Zeina and Kafr Ruma, in Syria.", "Maar Shamarin,Kafr Ruma"),
        ("Fighters took Hulunde and Tarmiyo, two villages near Makurdi in Nigeria's Benue state.", "Hulunde,Tarmiyo"),
        ("In Somalia they seized Baidoa, Qansoxle and Berdaale.", "Baidoa,Qansoxle"),
    ],
)  # fmt: skip
def test_a_list_of_towns_makes_a_town_of_each_name(text: str, names: str) -> None:
    assert set(names.split(",")) <= {hit.text for hit in hits(text) if hit.place.kind == "city"}


def test_an_unknown_place_lies_in_the_province_beside_it() -> None:
    found = {
        hit.text: hit.place.admin1 for hit in hits("Gunmen took the village of Tajori near Lakki Marwat in Pakistan.")
    }
    assert found["Tajori"] == "PK-KP"


def test_names_that_may_be_places_are_kept_apart() -> None:
    read = load_gazetteer().read_places("The RSF overran Sarafumra in Sudan on Friday, and residents of Nyala fled.")
    assert ("Sarafumra", "SD") in {(hit.text, hit.place.country) for hit in read.guesses}
    assert "Nyala" in {hit.text for hit in read.hits}
    assert not {hit.text for hit in read.guesses} & {"Friday", "RSF", "The"}


def test_a_city_has_its_geonames_id_and_tells_that_it_is_the_capital() -> None:
    (kabul,) = hits("Kabul fell.")
    assert (kabul.place.place_id, kabul.place.seat, kabul.place.country) == ("1138958", True, "AF")
    assert kabul.place.lat == pytest.approx(34.5, abs=0.1)


@pytest.mark.parametrize(
    "text",
    [
        "President Ashraf Ghani met Abdul Rashid Dostum.",
        "Mr Wardak thanked Colonel Logar and Ahmad Wali of the Afghan army.",
        "General Haftar spoke for Libyan officers.",
        "Austin Hale scored for Marwick; Paris Hilton watched. In March, Trident rose on Page 52.",
        "Rashid bags three as Superchargers march on. A Nice evening, said Reading fans.",
        "Jordan Henderson met Chad Smith.",
        "The Kabul Times and the Sudan Tribune reported it.",
    ],
)
def test_people_papers_and_plain_words_are_no_places(text: str) -> None:
    assert brief(text) == []


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("KABUL, Aug 6 (Reuters) - The Taliban overran Zaranj.", ["dateline", ""]),
        ("Port Sudan (AFP) – Fighters took Nyala.", ["dateline", ""]),
        ("DAMASCUS, Syria (AP) — The army left Hama.", ["dateline", "dateline", ""]),
        ("AMMAN/BEIRUT, Dec 5 (Reuters) - Rebels took Hama.", ["dateline", "dateline", ""]),
        ("Kabul said it would fight.", ["metonym"]),
        ("Kabul fell.", [""]),
        ("Afghanistan accused Islamabad.", ["metonym", "metonym"]),
        ("Moscow's defence ministry spoke; Kyiv reacted with suspicion.", ["metonym", "metonym"]),
        ("Baghdad was said to be calm.", [""]),
        ("Moscow-backed forces entered Kyiv.", ["metonym", ""]),
    ],
)
def test_datelines_and_governments_are_told_apart(text: str, roles: list[str]) -> None:
    assert [hit.role for hit in hits(text)] == roles


def test_small_places_need_evidence_for_their_country() -> None:
    assert brief("They met in Goma.") == [("Goma", "city", "CD-NK")]
    assert brief("They met in Page.") == []


def test_actors_speak_for_their_country_and_are_no_places() -> None:
    text = "Islamic State of Iraq fighters left; the RSF took Bara."
    actors = [
        ActorHit(start=0, stop=21, text=text[:21], actor="ISIS", side="armed_group"),
        ActorHit(start=40, stop=43, text="RSF", actor="RSF", side="armed_group", country="SD"),
    ]
    assert [(hit.text, hit.place.country) for hit in hits(text, actors)] == [("Bara", "SD")]


def test_codes_lead_to_names() -> None:
    gazetteer = load_gazetteer()
    seat = gazetteer.seat_of("AF-NAN")
    province = gazetteer.province("AF-NAN")
    assert seat is not None
    assert province is not None
    assert (seat.name, seat.seat, province.kind) == ("Jalalabad", True, "province")
    assert gazetteer.admin1_name("SY-HL") == "Aleppo"
    assert gazetteer.country_name("CD") == "Democratic Republic of the Congo"
    assert gazetteer.demonyms["afghan"] == ("AF",)
    assert gazetteer.admin1_name("XX-YY") is None
    assert gazetteer.seat_of("XX-YY") is None


_PARTS = "Kabul KABUL, el- Fasher ez-Zor Deir province provinces of and . 's - – ( ) Syria Syrian General Ghani Zor"
_WORDS = st.sampled_from([*_PARTS.split(), "\n\n"])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.lists(_WORDS, max_size=25).map(" ".join), st.text(max_size=80)))
def test_spans_are_exact_sorted_and_apart(text: str) -> None:
    found = hits(text)
    assert all(text[hit.start : hit.stop] == hit.text != "" for hit in found)
    assert all(one.stop <= other.start for one, other in pairwise(found))


def test_a_name_has_one_reading_in_a_text() -> None:
    text = "Fighters in Mali took Gao. Gao is quiet.\n\nGao holds."
    assert {hit.place.place_id for hit in hits(text) if hit.text == "Gao"} == {"2457163"}
