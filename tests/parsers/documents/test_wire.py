"""Which agency wrote an article, where its dateline ends, whose report a passage is."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.documents.wire import Credit, agency_of, find_datelines, media_of, read_credit, root_of
from parsers.records import SourceKind, SourceLink

DATELINES = [  # text before the body, agency, places, date
    ("KABUL, Aug 6 (Reuters) - ", "Reuters", ["KABUL"], "Aug 6"),
    ("Port Sudan (AFP) – ", "AFP", ["Port Sudan"], None),
    ("DAMASCUS, Syria (AP) — ", "AP", ["DAMASCUS", "Syria"], None),
    ("AMMAN/BEIRUT/CAIRO, Dec 8 (Reuters) - ", "Reuters", ["AMMAN", "BEIRUT", "CAIRO"], "Dec 8"),
    ("Mykolaiv (Ukraine) (AFP) – ", "AFP", ["Mykolaiv", "Ukraine"], None),
    ("BENGHAZI, Libya, June 21 (Reuters) - ", "Reuters", ["BENGHAZI", "Libya"], "June 21"),
    ("MOSCOW. Oct 1. KAZINFORM ", "Kazinform", ["MOSCOW"], "Oct 1"),
    ("BEIJING, Aug. 6 (Xinhua) -- ", "Xinhua", ["BEIJING"], "Aug. 6"),
    ("NEW DELHI: ", None, ["NEW DELHI"], None),
    ("KUNDUZ, Afghanistan - ", None, ["KUNDUZ", "Afghanistan"], None),
    ("PORT-AU-PRINCE — ", None, ["PORT-AU-PRINCE"], None),
    ("By Jane Roe\n\nKABUL (Reuters) - ", "Reuters", ["KABUL"], None),
]
CREDITS = [
    ("By John Smith, Reuters\n\nThe city fell.", "Reuters"),
    ("By Jane Roe\nAssociated Press\n\nThe city fell.", "AP"),
    ("The city fell. (Reuters)", "Reuters"),
    ("The city fell.\n\n— AFP", "AFP"),
    ("The city fell.\nSource: Reuters", "Reuters"),
    ("The city fell.\n(Reporting by A. B. in Kabul; Editing by C. D.)", "Reuters"),
    ("The city fell. (With input from AFP)", "AFP"),
    ("The city fell.\nThe Associated Press contributed to this report.", "AP"),
    ("An official told Reuters that it fell, reported AFP on Sunday. AFP could not verify that.", None),
    ("The city fell. Photo: Reuters", None),
    ("FLASH: The city fell. (map)", None),
    ("Kabul - the city - fell.", None),
    ("GUN-TOTING fanatics have stormed the town – and posed.", None),
    ("", None),
]


@pytest.mark.parametrize(("head", "agency", "places", "date"), DATELINES)
def test_a_dateline_is_read(head: str, agency: str | None, places: list[str], date: str | None) -> None:
    text = f"{head}Insurgents took the city on Friday."
    credit = read_credit(text, outlet=None)
    assert credit.agency == agency
    assert text[credit.dateline_stop :].startswith("Insurgents")
    assert [text[start:stop] for start, stop in credit.dateline_places] == places
    assert (credit.dateline_date and text[slice(*credit.dateline_date)]) == date


@pytest.mark.parametrize(("text", "agency"), CREDITS)
def test_a_credit_without_dateline_is_read(text: str, agency: str | None) -> None:
    credit = read_credit(text, outlet=None)
    assert (credit.agency, credit.dateline, credit.dateline_stop) == (agency, None, 0)


def test_an_agency_that_speaks_of_itself_is_a_hint_only() -> None:
    credit = read_credit("The city fell. Reuters could not verify that.", outlet="Great Lakes Monitor")
    assert (credit.agency, credit.hint) == (None, "Reuters")


def test_an_agency_as_outlet_is_its_own_credit() -> None:
    assert read_credit("The city fell.", outlet="Agence France-Presse").agency == "AFP"


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("the Associated Press", "AP"),
        ("Agence France-Presse", "AFP"),
        ("state news agency SANA", "SANA"),
        ("Tass", "TASS"),
        ("the Anadolu Agency", "Anadolu"),
        ("dpa", "DPA"),
        ("map", None),
        ("BBC", None),
        ("", None),
    ],
)
def test_an_agency_goes_by_one_name(name: str, agency: str | None) -> None:
    assert agency_of(name) == agency


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("the BBC", "BBC"),
        ("BBC Persian", "BBC"),
        ("The Daily Clarion", "Daily Clarion"),
        ("local media", None),
        ("State TV", None),
    ],
)
def test_media_are_named_or_vague(name: str, media: str | None) -> None:
    assert media_of(name) == media


def link(name: str, kind: SourceKind) -> SourceLink:
    return SourceLink(name=name, kind=kind, quote=name)


ROOTS: list[tuple[list[SourceLink], str | None, str | None, str | None]] = [  # sources, agency, outlet, root
    ([], None, "Dabanga Courier", "Dabanga Courier"),
    ([], "AFP", "Indus Evening Mail", "AFP"),
    ([], None, None, None),
    ([], None, "Reuters", "Reuters"),
    ([link("Reuters", "agency")], None, "Scroll", "Reuters"),
    ([link("Agence France-Presse", "agency"), link("a resident", "resident")], None, "Scroll", "AFP"),
    ([link("the BBC", "media"), link("the United Nations", "organisation")], None, "Scroll", "BBC"),
    ([link("the BBC", "media"), link("Reuters", "agency")], None, "Scroll", "Reuters"),
    ([link("local media", "media")], None, "Scroll", "Scroll"),
    ([link("officials", "official")], "AP", "Scroll", "AP"),
    ([link("AFP", "agency")], "Reuters", "Scroll", "AFP"),
    ([link("the Courier", "media")], None, "Dabanga Courier", "Dabanga Courier"),
    ([link("state media", "media")], "Reuters", "Scroll", "Reuters"),
    ([link("Our correspondent", "media")], None, "Brackwater Review", "Brackwater Review"),
    ([link("A reporter for this site", "media")], None, "Golden Lotus News", "Golden Lotus News"),
    ([link("This Day", "media")], None, "Herald", "This Day"),
]


@pytest.mark.parametrize(("sources", "agency", "outlet", "root"), ROOTS)
def test_the_root_is_who_gathered_it(
    sources: list[SourceLink], agency: str | None, outlet: str | None, root: str | None
) -> None:
    assert root_of(sources, credit=Credit(agency=agency), outlet=outlet) == root


PIECES = ["KABUL", ", ", "Aug 6 ", "(Reuters)", " - ", "\n", "By ", "AP", "/", ": ", "(", ")", "Source: ", "— "]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
@settings(max_examples=150, deadline=None)
def test_spans_stay_inside_any_text(text: str) -> None:
    for credit in [read_credit(text, outlet=None), *find_datelines(text)]:
        assert 0 <= credit.dateline_stop <= len(text)
        assert all(0 <= start < stop <= credit.dateline_stop for start, stop in credit.dateline_places)


@pytest.mark.parametrize("piece", ["A", "A ", "KABUL, ", "By A", "(", "- ", "\n", "Reuters could "])
def test_long_odd_texts_take_linear_time(piece: str) -> None:
    begun = process_time()
    read_credit(piece * (200_000 // len(piece)), outlet=None)
    assert process_time() - begun < 4
