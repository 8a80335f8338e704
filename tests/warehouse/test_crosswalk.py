"""View event_crosswalk: the row of table crosswalk that fits best, precision codes, deaths as parsers count."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.known import find_known_actors
from parsers.knowledge.crosswalk import Estimate, estimate_deaths, load_crosswalk
from parsers.reading.quantities import find_quantities
from tests.warehouse.rows import a_writer, article_row, event_row, link_row, mention_row, put, store
from warehouse.check import find_faults
from warehouse.connection import Connection, transaction
from warehouse.load import merge

CODES = "acled_event, acled_sub_event, plover, plover_context, cameo"
ARTICLE = article_row("a1", published="2021-08-15")


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with a_writer(tmp_path / "w.duckdb") as con:
        with transaction(con):
            merge(con, "crosswalk", map(asdict, load_crosswalk()))
            merge(con, "actor", find_known_actors())
        yield con


def exported(con: Connection, columns: str, **event: Any) -> tuple[Any, ...]:
    row = event_row(ARTICLE, "e1", **event)
    put(con, row["scope"], events=[row])
    found = con.execute(f"select {columns} from event_crosswalk").fetchall()  # noqa: S608  our own words
    assert len(found) == 1
    return tuple(found[0])


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            {},
            ("Battles", "Non-state actor overtakes territory", "COERCE-seize", "territory", "192"),
        ),
        (
            {"method": "fought"},
            ("Battles", "Non-state actor overtakes territory", "ASSAULT", None, "192"),
        ),
        (
            {"type": "territory_regained", "actor": "Afghan government"},
            ("Battles", "Government regains territory", "COERCE-seize", "territory", "192"),
        ),
        (
            {"type": "territory_regained", "actor": "Afghan government", "method": "handover"},
            ("Strategic developments", "Non-violent transfer of territory", "COERCE-seize", "territory", "192"),
        ),
        (
            {"actor": "Russia"},  # a foreign state is no government here
            ("Battles", "Non-state actor overtakes territory", "COERCE-seize", "territory", "192"),
        ),
        ({"actor": None}, ("Battles", None, "COERCE-seize", "territory", "192")),
        (
            {"type": "attack", "detail": "drone"},
            ("Explosions/Remote violence", "Air/drone strike", "ASSAULT-drone", None, "195"),
        ),
        (
            {"type": "attack", "detail": "ground", "target": "Afghan government"},
            (None, None, "ASSAULT", None, "180"),
        ),
        (
            {"type": "attack", "detail": "ground", "target": None},
            ("Violence against civilians", "Attack", "ASSAULT", None, "180"),
        ),
        (
            {"type": "troop_deployment", "modality": "planned"},
            ("Strategic developments", "Change to group/activity", "MOBILIZE-troops", None, "0334"),
        ),
        ({"type": "embassy_status", "detail": "open"}, (None,) * 5),
        ({"type": "control_status"}, (None,) * 5),
        ({"type": "a_type_of_tomorrow"}, (None,) * 5),
    ],
)
def test_the_row_with_most_conditions_counts(con: Connection, event: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert exported(con, CODES, **event) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2021, 8, 14), date(2021, 8, 14), (1, 1)),
        (date(2021, 8, 14), date(2021, 8, 15), (2, 2)),
        (date(2021, 8, 9), date(2021, 8, 15), (2, 3)),
        (date(2021, 8, 1), date(2021, 8, 31), (3, 4)),
        (date(2021, 1, 1), date(2021, 12, 31), (None, 5)),
        (None, None, (None, None)),
    ],
)
def test_days_have_precision_codes(con: Connection, start: date | None, end: date | None, expected: object) -> None:
    found = exported(con, "acled_time_precision, ucdp_date_prec", date_start=start, date_end=end)
    assert found == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("city", (1, 1)), ("base", (1, 1)), ("district", (2, 3)), ("province", (3, 4)), ("country", (None, 6))],
)
def test_places_have_precision_codes(con: Connection, kind: str, expected: object) -> None:
    assert exported(con, "acled_geo_precision, ucdp_where_prec", place_kind=kind) == expected


def test_no_place_has_no_precision(con: Connection) -> None:
    nowhere = dict.fromkeys(("place", "place_kind", "place_id", "admin1", "country"))
    found = exported(con, "acled_geo_precision, ucdp_where_prec", **nowhere, scope="unplaced")
    assert found == (None, None)


DEATHS = "ucdp_low, ucdp_best, ucdp_high"


@pytest.mark.parametrize(
    "text",
    [
        "More than 1,000 people were killed.",
        "Between 20 and 30 people were killed.",
        "Up to 90 people were killed.",
        "Dozens of people were killed.",
        "The raid killed 23 people. The fire killed five children.",
        "At least 12 people died and 30 were wounded. Another 7 drowned.",
        "Two people were wounded.",
    ],
)
def test_deaths_are_what_parsers_count(con: Connection, text: str) -> None:
    quantities = [hit.quantity for hit in find_quantities(text)]
    mention = mention_row(ARTICLE, "m1", type="casualty_report", quantities=quantities)
    event = event_row(ARTICLE, "e1", type="casualty_report")
    store(con, [ARTICLE], [mention])
    put(con, "AF-KHO", events=[event], links=[link_row(event, mention)])
    (found,) = con.execute(f"select {DEATHS} from event_crosswalk").fetchall()  # noqa: S608
    low, best, high = found
    assert Estimate(low=low, best=best, high=high) == estimate_deaths(quantities)


def test_a_toll_that_grows(con: Connection) -> None:
    later = article_row("a2", 2, published="2021-08-17")
    mentions = [
        mention_row(article, name, quantities=[hit.quantity for hit in find_quantities(text)])
        for article, name, text in (
            (ARTICLE, "m1", "At least 12 people were killed."),
            (later, "m2", "40 people were killed."),
        )
    ]
    event = event_row(ARTICLE, "e1", type="casualty_report")
    store(con, [ARTICLE, later], mentions)
    put(con, "AF-KHO", events=[event], links=[link_row(event, mention) for mention in mentions])
    assert con.execute(f"select {DEATHS}, acled_fatalities from event_crosswalk").fetchall() == [(12, 40, None, 12)]  # noqa: S608
    assert find_faults(con) == []


def test_a_new_release_replaces_the_codes(con: Connection) -> None:
    with transaction(con):
        merge(con, "crosswalk", [asdict(load_crosswalk()[0])])
    assert con.execute("select line from crosswalk").fetchall() == [(1,)]
