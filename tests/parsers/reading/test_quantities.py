"""How many of what a text says."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.reading.numbers import read_number
from parsers.reading.quantities import find_quantities


def told(text: str) -> list[tuple[str, int | None, int | None, str]]:
    return [(q.what, q.low, q.high, q.op) for q in (hit.quantity for hit in find_quantities(text))]


ONE = [
    # killed
    ("94 insurgents had been killed", ("killed", 94, 94, "exactly")),
    ("They left behind nine bodies.", ("killed", 9, 9, "exactly")),
    ("killing at least 23.", ("killed", 23, None, "at_least")),
    ("a death toll of 45", ("killed", 45, 45, "exactly")),
    ("More than 1,000 people have been killed in Afghanistan", ("killed", 1000, None, "more_than")),
    ("dozens of soldiers were killed", ("killed", None, None, "about")),
    ("one soldier was killed", ("killed", 1, 1, "exactly")),
    ("Hundreds died when the dam gave way.", ("killed", None, None, "about")),
    ("Scores of villagers were massacred at dawn.", ("killed", None, None, "about")),
    ("The death toll rose to 312 on Friday.", ("killed", 312, 312, "exactly")),
    ("The toll has climbed past 300, the agency said.", ("killed", 300, None, "more_than")),
    ("Doctors put the number of dead at 61.", ("killed", 61, 61, "exactly")),
    ("Known dead: 87.", ("killed", 87, 87, "exactly")),
    ("Civilians killed: 12", ("killed", 12, 12, "exactly")),
    ("Hospital director Abdi Noor gave the dead as 61.", ("killed", 61, 61, "exactly")),
    ("He put rebel deaths at 61, a figure nobody else would sign.", ("killed", 61, 61, "exactly")),
    ("The shelling claimed 23 lives.", ("killed", 23, 23, "exactly")),
    ("The crossing cost the lives of 14 sailors.", ("killed", 14, 14, "exactly")),
    ("with the loss of 71 soldiers", ("killed", 71, 71, "exactly")),
    ("The brigade lost 30 men that night.", ("killed", 30, 30, "exactly")),
    ("The bombing left 12 people dead.", ("killed", 12, 12, "exactly")),
    ("Seven people drowned.", ("killed", 7, 7, "exactly")),
    ("Nearly 40 miners perished underground.", ("killed", 40, 40, "about")),
    ("Twenty-eight terrorists were neutralised.", ("killed", 28, 28, "exactly")),
    ("Rescuers pulled 16 bodies from the rubble.", ("killed", 16, 16, "exactly")),
    ("At least 43 of his men were killed, says a hospital.", ("killed", 43, None, "at_least")),
    ("Seven of the apostates were slain on the road.", ("killed", 7, 7, "exactly")),
    ("They shot dead three of his guards.", ("killed", 3, 3, "exactly")),
    ("no fewer than 19 worshippers were gunned down", ("killed", 19, None, "at_least")),
    ("Upwards of 200 fighters have died since May.", ("killed", 200, None, "more_than")),
    ("As many as 90 people may have been killed.", ("killed", None, 90, "fewer_than")),
    ("Between 20 and 30 people were killed", ("killed", 20, 30, "exactly")),
    ("20 to 30 militants were killed", ("killed", 20, 30, "exactly")),
    ("two or three officers were killed", ("killed", 2, 3, "exactly")),
    ("some 2,000-3,000 people were slaughtered", ("killed", 2000, 3000, "about")),
    ("two to three thousand people were killed", ("killed", 2000, 3000, "exactly")),
    ("An estimated 1.5 million people died in the famine.", ("killed", 1_500_000, 1_500_000, "about")),
    ("At least 500 cops and civilians have been slaughtered", ("killed", 500, None, "at_least")),
    ("Seventeen people, most of whom were troops, were killed.", ("killed", 17, 17, "exactly")),
    ("A dozen or more villagers were killed.", ("killed", 12, None, "at_least")),
    ("100+ soldiers killed", ("killed", 100, None, "at_least")),
    ("a mortar round there killed a girl on Tuesday", ("killed", 1, 1, "exactly")),
    ("An assistant commissioner, Hidayat Noor, died defending his family.", ("killed", 1, 1, "exactly")),
    ("A journalist from Goma was shot dead outside his home.", ("killed", 1, 1, "exactly")),
    ("killing a family of six in a culvert", ("killed", 6, 6, "exactly")),
    ("shot dead one of his captors", ("killed", 1, 1, "exactly")),
    ("Three hundred and twelve people lost their lives.", ("killed", 312, 312, "exactly")),
    ("The 6 heroes who fell will be remembered.", ("killed", 6, 6, "exactly")),
    ("Just over 50 rebels were eliminated, the army boasted.", ("killed", 50, None, "more_than")),
    ("Half a dozen gunmen were killed", ("killed", 6, 6, "exactly")),
    ("nearly 100 dead soldiers", ("killed", 100, 100, "about")),
    ("12 of the 40 passengers died", ("killed", 12, 12, "exactly")),
    ("Clashes killed or wounded 100 people.", ("casualties", 100, 100, "exactly")),
    ("About 60 troops were killed and wounded.", ("casualties", 60, 60, "about")),
    # wounded, missing
    ("Two health staff injured by stray fire", ("wounded", 2, 2, "exactly")),
    ("Thirty others were hurt.", ("wounded", 30, 30, "exactly")),
    ("a bomb disposal technician was wounded at the junction", ("wounded", 1, 1, "exactly")),
    ("wounding more than 150", ("wounded", 150, None, "more_than")),
    ("Some 40 people were treated for burns.", ("wounded", 40, 40, "about")),
    ("Eleven crew members are missing.", ("missing", 11, 11, "exactly")),
    ("up to 60 people remain unaccounted for", ("missing", None, 60, "fewer_than")),
    ("Dozens of children have disappeared.", ("missing", None, None, "about")),
    # displaced, evacuated
    ("Some 26,000 people have fled toward Tawila", ("displaced", 26000, 26000, "about")),
    ("over 5.6 million displaced", ("displaced", 5_600_000, None, "more_than")),
    ("half a million people were uprooted", ("displaced", 500_000, 500_000, "exactly")),
    ("Fighting drove 54,000 people from their villages.", ("displaced", 54000, 54000, "exactly")),
    ("forcing 3,000 families to flee", ("displaced", 3000, 3000, "exactly")),
    ("Displaced: 11,104.", ("displaced", 11104, 11104, "exactly")),
    ("9,400 individuals arrived in Metuge and Pemba.", ("displaced", 9400, 9400, "exactly")),
    ("Two lakh people left their homes.", ("displaced", 200_000, 200_000, "exactly")),
    ("fewer than 900 residents were sheltering in the school", ("displaced", None, 900, "fewer_than")),
    ("12k people have fled", ("displaced", 12000, 12000, "exactly")),
    ("Finland will evacuate 130 Afghans", ("evacuated", 130, 130, "exactly")),
    ("Some 1,120 people have been moved to schools in Jableh.", ("evacuated", 1120, 1120, "about")),
    ("About 300 nationals were airlifted on Monday.", ("evacuated", 300, 300, "about")),
    ("Soldiers flew out 250 staff.", ("evacuated", 250, 250, "exactly")),
    ("A quarter of a million people were evacuated", ("evacuated", 250_000, 250_000, "exactly")),
    # troops, prisoners, districts, provinces and the rest
    ("sent three thousand troops", ("troops", 3000, 3000, "exactly")),
    ("a dozen fighters", ("troops", 12, 12, "exactly")),
    ("The league has put 4,000 police around the ground.", ("troops", 4000, 4000, "exactly")),
    ("a 1,500-strong force", ("troops", 1500, 1500, "exactly")),
    ("Some 20-odd militiamen held the bridge.", ("troops", 20, 20, "about")),
    ("20-30,000 soldiers are massed at the border", ("troops", 20000, 30000, "exactly")),
    ("a couple of commandos stood guard", ("troops", 2, 2, "about")),
    ("at most 80 marines remain", ("troops", None, 80, "fewer_than")),
    ("2000 soldiers crossed the river", ("troops", 2000, 2000, "exactly")),
    ("three hundred prisoners", ("prisoners", 300, 300, "exactly")),
    ("The rebels freed 48 inmates.", ("prisoners", 48, 48, "exactly")),
    ("took 17 soldiers prisoner", ("prisoners", 17, 17, "exactly")),
    ("Police arrested six people", ("prisoners", 6, 6, "exactly")),
    ("Nine aid workers were kidnapped near the lake.", ("prisoners", 9, 9, "exactly")),
    ("captured five districts", ("districts", 5, 5, "exactly")),
    ("The army has lost eleven provinces.", ("provinces", 11, 11, "exactly")),
    ("Fourteen villages changed hands.", ("villages", 14, 14, "exactly")),
    ("seized 23 armoured vehicles", ("vehicles", 23, 23, "exactly")),
    ("two of the bridges were blown", ("bridges", 2, 2, "exactly")),
    ("between 20 and 30 civilians", ("people", 20, 30, "exactly")),
    ("up to 7,000 arrivals", ("arrivals", None, 7000, "fewer_than")),
    ("several hundred families", ("people", None, None, "about")),
    ("Tens of thousands of protesters filled the square.", ("people", None, None, "about")),
    # shares
    ("a third of the country", ("share", 33, 33, "exactly")),
    ("60% of the city", ("share", 60, 60, "exactly")),
    ("most of the town", ("share", 50, None, "more_than")),
    ("less than half of the region", ("share", None, 50, "fewer_than")),
    ("at least two-thirds of the valley", ("share", 67, None, "at_least")),
    ("some 80 per cent of the harvest", ("share", 80, 80, "about")),
]
MANY = [
    ("killed 12 soldiers and wounded 19.", [("killed", 12, 12, "exactly"), ("wounded", 19, 19, "exactly")]),
    ("12 dead and 30 missing", [("killed", 12, 12, "exactly"), ("missing", 30, 30, "exactly")]),
    ("Five agencies have relocated 62 staff", [("agencies", 5, 5, "exactly"), ("evacuated", 62, 62, "exactly")]),
    ("killed 20 and 30 were wounded", [("killed", 20, 20, "exactly"), ("wounded", 30, 30, "exactly")]),
    (
        "killing 12 soldiers, three policemen and two civilians",
        [("killed", 12, 12, "exactly"), ("killed", 3, 3, "exactly"), ("killed", 2, 2, "exactly")],
    ),
    (
        "Seven soldiers and more than 60 attackers died",
        [("killed", 7, 7, "exactly"), ("killed", 60, None, "more_than")],
    ),
    ("14 gunmen killed a soldier", [("troops", 14, 14, "exactly"), ("killed", 1, 1, "exactly")]),
    (
        "Government dead number 163; residents killed, 47.",
        [("killed", 163, 163, "exactly"), ("killed", 47, 47, "exactly")],
    ),
    (
        "190 enemy killed, 20 wounded and five captured",
        [("killed", 190, 190, "exactly"), ("wounded", 20, 20, "exactly"), ("prisoners", 5, 5, "exactly")],
    ),
    ("killed nine people, among them two children", [("killed", 9, 9, "exactly"), ("people", 2, 2, "exactly")]),
    ("left 12 dead and 40 wounded", [("killed", 12, 12, "exactly"), ("wounded", 40, 40, "exactly")]),
    (
        "controls more than half of Afghanistan's 34 provinces",
        [("share", 50, None, "more_than"), ("provinces", 17, None, "more_than")],
    ),
    ("The 12 men killed three of the five guards", [("troops", 12, 12, "exactly"), ("killed", 3, 3, "exactly")]),
]
CHANGES = [
    (
        "increase troop deployment by 2,000 to 5,000 to evacuate civilians",
        [("troops", 2000, 5000, True), ("troops", 2000, 2000, True), ("troops_to", 5000, 5000, True)],
    ),
    (
        "increased its force by 2,000, to 5,000",
        [("troops", 2000, 2000, False), ("troops_from", 3000, 3000, False), ("troops_to", 5000, 5000, False)],
    ),
    (
        "will boost its contingent by 400 soldiers to a total of 1,200",
        [("troops", 400, 400, False), ("troops_from", 800, 800, False), ("troops_to", 1200, 1200, False)],
    ),
    (
        "raise the number of peacekeepers from 900 to 1,500",
        [("troops_from", 900, 900, False), ("troops_to", 1500, 1500, False)],
    ),
    (
        "cut its presence from 4,500 troops to 2,500",
        [("troops_from", 4500, 4500, False), ("troops_to", 2500, 2500, False)],
    ),
    (
        "cut its garrison by 3,000 to 2,500",
        [("troops", 3000, 3000, False), ("troops_from", 5500, 5500, False), ("troops_to", 2500, 2500, False)],
    ),
    (
        "will send 1,000 more troops, bringing the total to 6,000",
        [("troops", 1000, 1000, False), ("troops_to", 6000, 6000, False)],
    ),
    ("The death toll rose from 12 to 15.", [("killed_from", 12, 12, False), ("killed", 15, 15, False)]),
    (
        "The death toll rose by 40 to 312.",
        [("killed_by", 40, 40, False), ("killed_from", 272, 272, False), ("killed", 312, 312, False)],
    ),
    ("increase troop levels by between 2,000 and 5,000", [("troops", 2000, 5000, False)]),
    ("Iran will raise its forces by 500.", [("troops", 500, 500, False)]),
]
WHOLES = [
    ("controls more than half of Afghanistan's 34 provinces", [("share", 34), ("provinces", 34)]),
    ("three of the five districts", [("districts", 5)]),
    ("three districts out of five", [("districts", None)]),
    ("60% of the 400 schools", [("share", 400), ("schools", 400)]),
    ("12 of the 40 passengers died", [("killed", 40)]),
    ("33 of 34 provinces", [("provinces", 34)]),
    ("half of the city", [("share", None)]),
]
PERIODS = [
    ("More than 1,000 people have been killed in Afghanistan in the last month, the BBC reported", "in the last month"),
    ("Some 300 soldiers have died since May.", "since May"),
    ("In the past three days, 40 people were killed.", "In the past three days"),
    ("so far this year 200 people have been kidnapped", "so far this year"),
    ("12,000 people fled within 24 hours.", "within 24 hours"),
    ("Police arrested 40 people over two weeks.", "over two weeks"),
    ("1,659 civilians were killed in 2020.", "in 2020"),
    ("Five people were killed on Monday.", None),
    ("Five people were killed. The army advanced in the last month.", None),
    ("90 people have been killed since the start of the offensive", "since the start of the offensive"),
    ("Between 1 May and 30 June, 80 civilians were killed.", "Between 1 May and 30 June"),
]
SILENT = [
    "On 12 May at 6 o'clock the convoy left.",
    "At 0600 hours, at 15.30, at 3 pm",
    "Abdullah, 45, and his son, 12, were there",
    "aged 34, he is a father",
    "The 45-year-old commander",
    "some 30 kilometres from the front, 200 metres from the gate",
    "a 300-km road and 12 miles of trench",
    "for two decades, over 18 months, in 20 minutes",
    "$5 million, €300, 40 million dollars, 5m rupees, 200 afghanis, USD 400",
    "Call +93 799 123 456 or 0799 123 456.",
    "the 201st Corps, 3rd Division, Brigade 17, the 4th Armoured",
    "Highway 1, Route 5 and Article 5 of Resolution 2593",
    "won 24-17 and lost 2-1 by three goals",
    "beaten by six wickets with 40 runs to spare",
    "in 2001, between 1996 and 2001, the 2014 elections",
    "122 mm rockets, 155mm shells, 7.62 rounds and 12.7 guns",
    "AK-47s, F-16s, Il-76 planes and T-72 tanks",
    "the G7 and MH17 and 9/11",
    "temperatures of 40 degrees, a magnitude of 6.5",
    "one of the largest cities, one day, one another",
    "a 12-hour curfew and a four-day siege",
    "10 tonnes of flour and 300 barrels",
    "Channel 4 said on page 12",
    "34.5 N, 69.2 E; 12:45; 3/4",
    "a number of people were killed",
    "not a single person was killed",
    "Turnout was 45 per cent.",
    "on 6 August 2021 at 15:30, in 2014",
    "a 12-year-old boy; Ahmad, 34, said",
    "for 20 years, 40 km from the city",
    "no one died",
    "$5 million",
    "won 3-1 with 2 goals",
    "Highway 1, M23 and the 201st division",
    "",
]


@pytest.mark.parametrize(("text", "expected"), [*((text, [one]) for text, one in ONE), *MANY])
def test_quantities_are_read(text: str, expected: list[tuple[str, int | None, int | None, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), CHANGES)
def test_changes_keep_every_reading(text: str, expected: list[tuple[str, int | None, int | None, bool]]) -> None:
    assert [(q.what, q.low, q.high, q.ambiguous) for q in (h.quantity for h in find_quantities(text))] == expected


@pytest.mark.parametrize(("text", "expected"), WHOLES)
def test_a_part_knows_its_whole(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert [(h.quantity.what, h.quantity.denominator) for h in find_quantities(text)] == expected


@pytest.mark.parametrize(("text", "period"), PERIODS)
def test_a_period_is_kept_in_its_words(text: str, period: str | None) -> None:
    assert [h.quantity.period for h in find_quantities(text)] == [period]


@pytest.mark.parametrize("text", SILENT)
def test_times_ages_and_distances_count_nobody(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.2 million", 1_200_000),
        ("two hundred and six", 206),
        ("thirty-one", 31),
        ("12k", 12_000),
        ("many", None),
        ("", None),
    ],
)
def test_numbers_are_read(text: str, number: int | None) -> None:
    assert read_number(text) == number


WORDS = [
    "12",
    "1,000",
    "killed",
    "and",
    "wounded",
    "at least",
    "two",
    "hundred",
    "people",
    "of",
    "half",
    "-",
    "\n",
    "dozens",
    "to",
    "%",
]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)))
@settings(max_examples=150, deadline=None)
def test_quotes_are_slices_apart_and_in_order(text: str) -> None:
    last = (0, 0)
    for hit in find_quantities(text):
        q = hit.quantity
        assert text[hit.start : hit.stop] == q.quote
        assert (hit.start, hit.stop) == last or last[1] <= hit.start < hit.stop
        assert q.low is None or q.high is None or q.low <= q.high
        last = (hit.start, hit.stop)


@pytest.mark.parametrize("piece", ["1", "two ", "12 people ", "killed 3 and ", "1.000,"])
def test_long_odd_texts_take_linear_time(piece: str) -> None:
    begun = process_time()
    find_quantities(piece * (100_000 // len(piece)))
    assert process_time() - begun < 8
