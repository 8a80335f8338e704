"""Event types in the codes of other data sets: every code is one of the code books, every type has a row."""

import pytest

from parsers.knowledge.crosswalk import Code, Estimate, estimate, estimate_deaths, load_crosswalk
from parsers.reading.quantities import find_quantities

# A copy of the code table: by type the ACLED event and sub-event types, PLOVER types and modes, CAMEO codes.
SD, BATTLES, REMOTE, CIVILIANS = (
    "Strategic developments",
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
)
TRANSFER, CHANGE, DEAL = (
    f"{SD} / Non-violent transfer of territory",
    f"{SD} / Change to group/activity",
    f"{SD} / Agreement",
)
CONTROL = f"{BATTLES} / Government regains territory|{BATTLES} / Non-state actor overtakes territory|{BATTLES}"
STRIKES = "|".join(
    f"{REMOTE} / {kind}"
    for kind in (
        "Air/drone strike",
        "Shelling/artillery/missile attack",
        "Suicide bomb",
        "Remote explosive/landmine/IED",
        "Grenade",
        "Chemical weapon",
    )
)
WEAPONS = (
    "ASSAULT ASSAULT-aerial ASSAULT-drone ASSAULT-heavy-weapons ASSAULT-explosives ASSAULT-suicide-attack"
    " ASSAULT-targeted ASSAULT-unconventional"
)
TABLE = {
    "territory_captured": (CONTROL, "ASSAULT ASSAULT-firearms ASSAULT-heavy-weapons COERCE-seize", "192 190 193 194"),
    "territory_taken_peacefully": (TRANSFER, "COERCE-seize", "192"),
    "territory_regained": (
        f"{CONTROL}|{TRANSFER}",
        "ASSAULT ASSAULT-firearms ASSAULT-heavy-weapons COERCE-seize",
        "192",
    ),
    "territory_lost_or_withdrawn": (f"{CHANGE}|{TRANSFER}", "RETREAT-withdraw", "087 0874"),
    "territory_threatened": (
        f"{BATTLES} / Armed clash|{CHANGE}",
        "COERCE-restrict MOBILIZE-troops THREATEN-territory",
        "191 154 1382",
    ),
    "control_status": ("", "", ""),
    "armed_clash": (f"{BATTLES} / Armed clash", "ASSAULT-firearms", "190 193"),
    "attack": (
        f"{STRIKES}|{CIVILIANS} / Attack",
        WEAPONS,
        "194 195 183 1831 1833 180 200",
    ),
    "casualty_report": ("", "", ""),
    "ceasefire": (DEAL, "RETREAT-ceasefire CONCEDE ASSAULT", "0871 0356 196"),
    "detention_or_release": (
        f"{SD} / Arrests|{CIVILIANS} / Abduction/forced disappearance|{DEAL}",
        "COERCE-arrest ASSAULT-abduct RETREAT-release",
        "173 181 0841",
    ),
    "troop_deployment": (CHANGE, "MOBILIZE-troops AID", "154 0332 0334"),
    "troop_withdrawal": (CHANGE, "RETREAT-withdraw CONCEDE", "087 1661"),
    "mobilisation_or_security_measure": (
        CHANGE,
        "MOBILIZE-troops MOBILIZE-police MOBILIZE-militia COERCE-curfew COERCE-martial-law COERCE-restrict",
        "152 153 154 1723 1724 191",
    ),
    "agreement": (DEAL, "AGREE CONCEDE RETREAT-access", "0356 057 0872"),
    "surrender": (DEAL, "RETREAT RETREAT-disarm RETREAT-withdraw", "0874"),
    "leader_flight_or_exit": (f"{SD} / Other", "RETREAT-resign SANCTION-expel", "0831"),
    "diplomatic_contact": (
        DEAL,
        "CONSULT CONSULT-phone CONSULT-visit CONSULT-third-party CONSULT-multilateral",
        "041 042 043 044 046 040",
    ),
    "statement": (
        "",
        "THREATEN-violence REJECT REQUEST ACCUSE SUPPORT",
        "010 012 013 014 015 016 020 0256 100 111 124 138 139",
    ),
    "embassy_status": (f"{SD} / Other", "SANCTION-withdraw", "161 166"),
    "evacuation": (DEAL, "AID", "070 073"),
    "travel_advisory": ("", "REQUEST", "020 010"),
    "displacement": (f"{SD} / Other", "SANCTION-expel", "201"),
    "economic_stress": ("", "", ""),
    "public_order": (
        f"Protests|Riots|{SD} / Looting/property destruction",
        "PROTEST-demo PROTEST-riot PROTEST-obstruct ASSAULT-destroy",
        "141 145 171",
    ),
    "aid_access": (f"{DEAL}|{CHANGE}", "AID RETREAT-access COERCE-withhold", "073 0863 191"),
}
CONTEXTS = {"territory", "military", "diplomatic", "migration", "change"}


@pytest.mark.parametrize("code", load_crosswalk(), ids=lambda code: f"{code.line}-{code.type}-{code.detail}")
def test_every_code_is_in_the_table(code: Code) -> None:
    acled, plover, cameo = TABLE[code.type]
    event = " / ".join(filter(None, (code.acled_event, code.acled_sub_event)))
    assert event in ["", *acled.split("|")]
    assert code.plover is None or code.plover in plover.split()
    assert code.plover_context is None or code.plover_context in CONTEXTS
    assert code.cameo is None or code.cameo in cameo.split()


def test_every_type_has_a_row_without_conditions() -> None:
    plain = [c.type for c in load_crosswalk() if (c.detail, c.method, c.side, c.modality, c.target) == (None,) * 5]
    assert sorted(plain) == sorted(TABLE)


def test_no_two_rows_have_the_same_conditions() -> None:
    keys = [(c.type, c.detail, c.method, c.side, c.modality, c.target) for c in load_crosswalk()]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("More than 1,000 people were killed.", Estimate(low=1000, best=1000, high=None)),
        ("At least 23 people died.", Estimate(low=23, best=23, high=None)),
        ("94 insurgents had been killed.", Estimate(low=94, best=94, high=94)),
        ("About 60 people were killed.", Estimate(low=60, best=60, high=60)),
        ("Between 20 and 30 people were killed.", Estimate(low=20, best=20, high=30)),
        ("Up to 90 people were killed.", Estimate(low=None, best=None, high=90)),
        ("Dozens of people were killed.", Estimate(low=None, best=None, high=None)),
    ],
)
def test_deaths_as_ucdp_gives_them(text: str, expected: Estimate) -> None:
    quantities = [hit.quantity for hit in find_quantities(text)]
    assert [estimate(q) for q in quantities] == [expected]
    assert estimate_deaths(quantities) == expected


def test_a_part_of_a_toll_is_not_added_to_it() -> None:
    quantities = [h.quantity for h in find_quantities("The raid killed 23 people. The fire killed five children.")]
    assert [q.what for q in quantities] == ["killed", "killed"]
    assert estimate_deaths(quantities) == Estimate(low=23, best=23, high=23)


def test_no_number_is_no_estimate() -> None:
    assert estimate_deaths([]) == Estimate(low=None, best=None, high=None)
