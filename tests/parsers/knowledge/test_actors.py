"""Sentences in, actors out: tables a conflict, traps, the files themselves, and the names a scorer accepts."""

import tomllib
from collections import defaultdict
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.knowledge.actor_names import SIDE_OF_KIND, load_lexicon, words_of
from parsers.knowledge.actors import (
    actors_in,
    allies,
    canonical,
    find_actors,
    find_leaders,
    find_states,
    is_home_state,
    role_actor,
    side_of,
    state_of,
)
from parsers.records import ActorHit

FOLDER = files("parsers.knowledge") / "actors"
TABLES = {f.name: tomllib.loads(f.read_text("utf-8")) for f in FOLDER.iterdir() if f.name.endswith(".toml")}
ROWS = [(name, row) for name, table in sorted(TABLES.items()) for row in table.get("actor", ())]
KEYS = {"name", "kind", "country", "countries", "side", "aliases", "weak", "with_name", "shared"} | {
    "leaders",
    "peoples",
    "folk",
    "called",
    "allies",
}
# The published list of canonical names, with those aliases that mean the same in every text.
PUBLISHED: dict[str, list[str]] = {
    "Taliban": [
        "Taliban",
        "Islamic Emirate",
        "Islamic Emirate of Afghanistan",
        "Mujahideen of the Islamic Emirate",
        "AOG",
        "armed opposition groups",
        "de facto authorities",
        "caretaker government",
        "Afghan Taliban",
        "Taliban fighters",
        "Taliban insurgents",
        "Taliban movement",
    ],
    "Afghan government": [
        "Afghan government",
        "ANDSF",
        "Afghan forces",
        "Afghan army",
        "Afghan security forces",
        "government commandos",
        "Dostum militia",
        "Afghan National Defense and Security Forces",
        "Afghan National Army",
        "Afghan National Security Forces",
        "Government of Afghanistan",
        "Islamic Republic of Afghanistan",
        "Afghanistan",
        "Afghan government forces",
        "Afghan military",
    ],
    "NRF": ["NRF", "National Resistance Front"],
    "Andarab people's forces": ["Andarab people's forces", "people's forces", "public uprising forces"],
    "ISKP": [
        "ISKP",
        "IS-K",
        "Islamic State Khorasan",
        "Islamic State's Khorasan branch",
        "Islamic State Khorasan Province",
    ],
    "Russia": [
        "Russia",
        "Russian forces",
        "Moscow",
        "Battlegroup Tsentr",
        "Battlegroup Vostok",
        "Russian Armed Forces",
        "Armed Forces of Russia",
        "Russian army",
        "Russian military",
        "Russian troops",
        "Russian Federation",
        "Russian government",
    ],
    "Ukraine": [
        "Ukraine",
        "Ukrainian forces",
        "Kyiv",
        "Southern Command",
        "Armed Forces of Ukraine",
        "Ukrainian Armed Forces",
        "Ukrainian army",
        "Ukrainian military",
        "Ukrainian troops",
        "Ukrainian government",
    ],
    "separatists": ["separatists", "Donetsk separatists", "DPR"],
    "Wagner": ["Wagner", "Wagner Group", "Russian partners", "Africa Corps"],
    "RSF": ["RSF", "Rapid Support Forces", "Hemedti's forces", "Sudanese paramilitaries"],
    "SAF": [
        "SAF",
        "Sudanese army",
        "Sudanese Armed Forces",
        "Sudan Armed Forces",
        "Sudanese military",
        "Sudan army",
        "Sudan's army",
        "Sudanese government",
    ],
    "HTS": [
        "HTS",
        "Hayat Tahrir al-Sham",
        "Military Operations Administration",
        "Jabhat al-Nusra",
        "Tahrir al-Sham",
        "Syrian insurgents",
        "Syrian rebels",
        "Syrian opposition",
    ],
    "SNA": ["SNA", "Syrian National Army"],
    "SDF": ["SDF", "Syrian Democratic Forces", "Kurdish-led SDF", "YPG"],
    "Kurdish forces": ["Kurdish forces", "Kurdish militiamen"],
    "Syrian government": [
        "Syrian government",
        "Syrian army",
        "Assad's forces",
        "SAA",
        "Syrian state",
        "Damascus",
        "Syrian Arab Army",
        "Syrian Armed Forces",
        "Syrian government forces",
        "Assad government",
        "Assad regime",
        "Syrian regime",
        "Syrian military",
        "Syria",
    ],
    "ISIS": [
        "ISIS",
        "Islamic State",
        "ISIL",
        "Daesh",
        "IS",
        "Islamic State group",
        "IS group",
        "Islamic State of Iraq and Syria",
        "Islamic State of Iraq and the Levant",
    ],
    "local rebels": ["local rebels", "Southern Operations Room", "local opposition"],
    "Druze fighters": ["Druze fighters", "Druze gunmen", "Druze militias", "Druze"],
    "terrorist organisations": ["terrorist organisations"],
    "M23": ["M23", "AFC/M23", "March 23 Movement"],
    "FARDC": [
        "FARDC",
        "Congolese army",
        "Congolese troops",
        "Armed Forces of the Democratic Republic of the Congo",
        "DR Congo army",
        "Congolese government",
    ],
    "Wazalendo": ["Wazalendo"],
    "ADF": ["ADF", "Allied Democratic Forces"],
    "Uganda": ["Uganda", "Ugandan army", "UPDF"],
    "MNDAA": ["MNDAA", "Myanmar National Democratic Alliance Army"],
    "TNLA": ["TNLA", "Ta'ang National Liberation Army"],
    "AA": ["AA", "Arakan Army"],
    "KNLA": ["KNLA", "Karen National Liberation Army", "KNU"],
    "PDF": ["PDF", "People's Defence Force", "NUG"],
    "KIA": ["KIA", "Kachin Independence Army"],
    "Chin Brotherhood": ["Chin Brotherhood", "Chin Brotherhood forces"],
    "Myanmar military": [
        "Myanmar military",
        "junta",
        "Tatmadaw",
        "regime",
        "SAC",
        "Myanmar army",
        "Myanmar junta",
        "military junta",
        "State Administration Council",
        "Burmese military",
        "Myanmar government",
    ],
    "TPLF": ["TPLF", "Tigray forces", "Tigrayan forces", "TDF", "Tigray People's Liberation Front", "Tigrayan rebels"],
    "Ethiopian government": [
        "Ethiopian government",
        "Ethiopian army",
        "ENDF",
        "federal army",
        "federal forces",
        "Ethiopian National Defense Force",
        "Ethiopian military",
        "Ethiopia",
    ],
    "Eritrea": ["Eritrea", "Eritrean forces", "Eritrean soldiers"],
    "Fano": ["Fano", "Fano militia"],
    "Malian army": [
        "Malian army",
        "FAMa",
        "Malian troops",
        "Malian Armed Forces",
        "Mali",
        "Malian government",
        "Malian military",
    ],
    "CSP": ["CSP", "CSP-PSD", "Permanent Strategic Framework", "CMA", "Tuareg separatists"],
    "MINUSMA": ["MINUSMA"],
    "JNIM": ["JNIM", "Group for the Support of Islam and Muslims"],
    "Burkinabe army": ["Burkinabe army", "Burkina Faso army", "Burkina Faso Armed Forces", "Burkina Faso"],
    "Giants Brigades": ["Giants Brigades", "Giants"],
    "Houthis": ["Houthis", "Houthi movement", "Ansar Allah"],
    "Yemeni government": ["Yemeni government", "Yemeni army"],
    "Iraqi government": [
        "Iraqi government",
        "Iraqi army",
        "Iraqi forces",
        "PMF",
        "Hashd",
        "pro-government militias",
        "Iraqi Security Forces",
        "Iraqi Armed Forces",
        "Popular Mobilization Forces",
        "Iraq",
    ],
    "Peshmerga": ["Peshmerga", "KRG"],
    "Mozambican forces": ["Mozambican forces", "FADM", "Mozambique army"],
    "al-Shabab (Mozambique)": ["al-Shabab (Mozambique)", "ISM", "Islamic State Mozambique", "Ahlu Sunna wal Jamaa"],
    "ISWAP": ["ISWAP", "Islamic State West Africa Province"],
    "Boko Haram": ["Boko Haram", "JAS"],
    "Nigerian army": ["Nigerian army", "Nigerian military", "Nigerian Armed Forces", "Nigeria"],
    "United States": [
        "United States",
        "U.S. forces",
        "Americans",
        "US",
        "U.S.",
        "USA",
        "American forces",
        "US military",
        "US government",
    ],
    "KNDF": [
        "KNDF",
        "Karenni Nationalities Defence Force",
        "Karenni Nationalities Defense Force",
        "Karenni forces",
        "Karenni fighters",
    ],
    "United Kingdom": ["United Kingdom", "UK", "Britain"],
    "United Nations": ["United Nations", "UN", "U.N."],
}


def found(text: str) -> list[tuple[str, str | None]]:
    return [(hit.text, hit.actor) for hit in find_actors(text)]


SENTENCES = [
    # Afghanistan and Pakistan
    (
        "The Taliban captured Kunduz from Afghan forces.",
        [("Taliban", "Taliban"), ("Afghan forces", "Afghan government")],
    ),
    ("Taliban fighters entered Zaranj.", [("Taliban fighters", "Taliban")]),
    ("Soldiers of the Afghan National Army left.", [("Soldiers of the Afghan National Army", "Afghan government")]),
    ("Fighters of the National Resistance Front hold on.", [("Fighters of the National Resistance Front", "NRF")]),
    ("Islamic State Khorasan struck Kabul.", [("Islamic State Khorasan", "ISKP")]),
    ("Islamic State attacked a mosque in Kunduz, Afghanistan.", [("Islamic State", "ISKP")]),
    ("Pakistani Taliban overran a post in Bajaur.", [("Pakistani Taliban", "TTP")]),
    ("The BLA seized Mastung in Balochistan.", [("BLA", "BLA")]),
    ("Pakistani troops retook it.", [("Pakistani troops", "Pakistan")]),
    # Ukraine and Russia
    ("Ukrainian marines left Krynky.", [("Ukrainian marines", "Ukraine")]),
    ("Units of the Vostok group of forces liberated it.", [("Units of the Vostok group of forces", "Russia")]),
    ("Wagner mercenaries took Bakhmut.", [("Wagner mercenaries", "Wagner")]),
    ("Wagner took Bakhmut in Ukraine.", [("Wagner", "Wagner")]),
    ("Prigozhin's men took Soledar.", [("Prigozhin's men", "Wagner")]),
    ("Pro-Russian separatists hold Horlivka.", [("Pro-Russian separatists", "separatists")]),
    ("Ukraine's 3rd Assault Brigade withdrew.", [("Ukraine's 3rd Assault Brigade", "Ukraine")]),
    # Sudan, South Sudan
    ("RSF troops stormed El Fasher.", [("RSF troops", "RSF")]),
    ("Sudanese paramilitaries took Nyala.", [("Sudanese paramilitaries", "RSF")]),
    ("The RSF lost Khartoum to the Sudanese army.", [("RSF", "RSF"), ("Sudanese army", "SAF")]),
    ("Hemedti’s forces fled.", [("Hemedti’s forces", "RSF")]),
    ("SPLM-N fighters took Kauda.", [("SPLM-N fighters", "SPLM-N")]),
    ("SPLA-IO soldiers left Nasir.", [("SPLA-IO soldiers", "SPLA-IO")]),
    # Syria and Iraq
    ("Hay’at Tahrir al-Sham took Aleppo.", [("Hay’at Tahrir al-Sham", "HTS")]),
    ("Syrian rebels took Hama.", [("Syrian rebels", None)]),
    ("HTS leads the Syrian rebels.", [("HTS", "HTS"), ("Syrian rebels", "HTS")]),
    ("Turkish-backed rebels took Afrin.", [("Turkish-backed rebels", "SNA")]),
    ("The Syrian National Army took Manbij.", [("Syrian National Army", "SNA")]),
    ("The US-backed Syrian Democratic Forces left.", [("US-backed Syrian Democratic Forces", "SDF")]),
    ("Kurdish-led forces lost Manbij.", [("Kurdish-led forces", "SDF")]),
    ("Druze gunmen hold Suwayda.", [("Druze gunmen", "Druze fighters")]),
    ("Assad's forces left Homs.", [("Assad's forces", "Syrian government")]),
    ("IS seized Palmyra in Syria.", [("IS", "ISIS")]),
    ("Kurdish forces took Kirkuk in Iraq.", [("Kurdish forces", "Peshmerga")]),
    (
        "Iraqi Counter Terrorism Service troops entered Mosul.",
        [("Iraqi Counter Terrorism Service troops", "Iraqi government")],
    ),
    ("Russian and Syrian troops entered Aleppo.", [("Russian", "Russia"), ("Syrian troops", "Syrian government")]),
    # DR Congo and neighbours
    ("AFC/M23 rebels entered Goma.", [("AFC/M23 rebels", "M23")]),
    ("Rwanda-backed rebels entered Bukavu.", [("Rwanda-backed rebels", "M23")]),
    ("The Congolese army and Wazalendo retook it.", [("Congolese army", "FARDC"), ("Wazalendo", "Wazalendo")]),
    ("CODECO militiamen burned Djugu.", [("CODECO militiamen", "CODECO")]),
    ("The Allied Democratic Forces raided Beni.", [("Allied Democratic Forces", "ADF")]),
    ("Ugandan and Burundian troops left.", [("Ugandan", "Uganda"), ("Burundian troops", "Burundi")]),
    # Myanmar
    ("The Ta’ang National Liberation Army took Kyaukme.", [("Ta’ang National Liberation Army", "TNLA")]),
    ("The Arakan Army took Ann; the AA holds it.", [("Arakan Army", "AA"), ("AA", "AA")]),
    ("Karenni fighters took Loikaw.", [("Karenni fighters", "KNDF")]),
    ("The KNU said the KNLA took Myawaddy.", [("KNU", "KNLA"), ("KNLA", "KNLA")]),
    ("The PDF took a town in Sagaing.", [("PDF", "PDF")]),
    ("The junta lost Lashio, Myanmar.", [("junta", "Myanmar military")]),
    ("Chin Brotherhood forces took Falam.", [("Chin Brotherhood forces", "Chin Brotherhood")]),
    # Horn of Africa
    ("Ethiopia's federal forces took Shire.", [("Ethiopia's federal forces", "Ethiopian government")]),
    ("Tigrayan forces retook Mekelle.", [("Tigrayan forces", "TPLF")]),
    ("Fano militiamen entered Lalibela.", [("Fano militiamen", "Fano")]),
    ("al-Shabaab took Adan Yabaal in Somalia.", [("al-Shabaab", "al-Shabaab")]),
    ("Jubaland forces took Ras Kamboni town.", [("Jubaland forces", "Jubaland"), ("Ras Kamboni", "Jubaland")]),
    ("SSC-Khaatumo fighters took a base.", [("SSC-Khaatumo fighters", "SSC-Khatumo")]),
    # Sahel, West Africa, Mozambique
    (
        "Malian troops and Wagner mercenaries entered Kidal.",
        [("Malian troops", "Malian army"), ("Wagner mercenaries", "Wagner")],
    ),
    ("Tuareg rebels left Ber.", [("Tuareg rebels", "CSP")]),
    ("JNIM jihadists took Djibo.", [("JNIM jihadists", "JNIM")]),
    ("The Burkinabè army fled.", [("Burkinabè army", "Burkinabe army")]),
    ("Boko Haram insurgents raided Baga.", [("Boko Haram insurgents", "Boko Haram")]),
    ("Islamic State fighters hold Marte in Nigeria.", [("Islamic State fighters", "ISWAP")]),
    ("Islamic State claimed Macomia in Mozambique.", [("Islamic State", "al-Shabab (Mozambique)")]),
    ("Al-Shabab took Mocímboa da Praia, Mozambique.", [("Al-Shabab", "al-Shabab (Mozambique)")]),
    # Yemen, Libya, Lebanon, Gaza
    ("Iran-backed Houthis took Marib.", [("Iran-backed Houthis", "Houthis")]),
    ("The Giants took Bayhan in Yemen's Shabwa.", [("Giants", "Giants Brigades")]),
    ("Southern Transitional Council forces took Seiyun.", [("Southern Transitional Council forces", "STC")]),
    ("Forces loyal to General Khalifa Haftar took Derna.", [("Forces loyal to General Khalifa Haftar", "LNA")]),
    ("GNA forces retook Tarhuna.", [("GNA forces", "GNA")]),
    ("Hezbollah fighters left Khiam.", [("Hezbollah fighters", "Hezbollah")]),
    ("The Israeli military entered Rafah; Hamas denied it.", [("Israeli military", "Israel"), ("Hamas", "Hamas")]),
    # elsewhere
    ("Azerbaijani troops took Shusha.", [("Azerbaijani troops", "Azerbaijan")]),
    ("ELN guerrillas took Tibú.", [("ELN guerrillas", "ELN")]),
    (
        "Cherizier's men and the Viv Ansanm gang took it.",
        [("Cherizier's men", "Viv Ansanm"), ("Viv Ansanm gang", "Viv Ansanm")],
    ),
    ("CPC rebels left Bangassou.", [("CPC rebels", "CPC")]),
    (
        "Sri Lankan soldiers took it from the Tamil Tigers.",
        [("Sri Lankan soldiers", "Sri Lanka"), ("Tamil Tigers", "LTTE")],
    ),
    (
        "Abu Sayyaf gunmen fled Philippine marines.",
        [("Abu Sayyaf gunmen", "Abu Sayyaf"), ("Philippine marines", "Philippines")],
    ),
    ("Abkhaz fighters took Sukhumi.", [("Abkhaz fighters", "Abkhazia")]),
    ("Peruvian police and the army of Chad came.", [("Peruvian police", "Peru"), ("army of Chad", "Chad")]),
    ("MINUSMA left Ber; UN peacekeepers left Kidal, Mali.", [("MINUSMA", "MINUSMA"), ("UN peacekeepers", "MINUSMA")]),
    (
        "U.S. troops and U.N. peacekeepers left.",
        [("U.S. troops", "United States"), ("U.N. peacekeepers", "United Nations")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_sentence_names_its_actors(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "role", "side"),
    [
        ("The insurgents captured it.", "insurgents", "armed_group"),
        ("Rebel fighters hold it.", "Rebel fighters", "armed_group"),
        ("Gunmen came.", "Gunmen", "armed_group"),
        ("Islamist militants came.", "Islamist militants", "armed_group"),
        ("Armed men came.", "Armed men", "armed_group"),
        ("Government forces in Somalia came.", "Government forces", "state"),
        ("The army came.", "army", "state"),
        ("Joint security forces came.", "Joint security forces", "state"),
        ("The garrison fled.", "garrison", "state"),
        ("Regime forces came.", "Regime forces", "state"),
        ("The 127th Division came.", "127th Division", "state"),
        ("Anti-terrorism forces came.", "Anti-terrorism forces", "state"),
        ("Anti-government forces came.", "Anti-government forces", "armed_group"),
        ("Our brave forces came.", "brave forces", "other"),
        ("Foreign troops left.", "Foreign troops", "other"),
    ],
)
def test_a_role_has_a_side_and_no_actor(text: str, role: str, side: str) -> None:
    [hit] = find_actors(text)
    assert (hit.text, hit.actor, hit.side) == (role, None, side)


def test_a_demonym_gives_a_role_its_country() -> None:
    [hit] = find_actors("Congolese rebels came.")
    assert (hit.actor, hit.side, hit.country) == (None, "armed_group", "CD")


@pytest.mark.parametrize(
    "text",
    [
        "The Giants beat the Eagles and captured the title.",
        "Send it as a PDF.",
        "The general public was told.",
        "AA meetings were cancelled in Ohio.",
        "Richard Wagner's opera opened.",
        "The fano of the temple is old.",
        "Mali is a country; Moscow is a city; the Syrian city of Homs.",
        "He forces them to leave. She led a choir.",
        "a rebel-held town, army-held hills, the army base, government officials",
        "A pro-government protest.",
        "WHAT IS LEFT OF US AS WE LEAVE",
        "Young men and Syrian men queued.",
        "The Tigers won in Detroit.",
        "",
        "\n\n’ - ' .",
    ],
)
def test_a_trap_names_nobody(text: str) -> None:
    assert found(text) == []


def test_the_junta_is_not_everywhere_the_same() -> None:
    assert found("The junta in Niger fell.") == [("junta", None)]
    assert role_actor("the junta", countries=["NE"], named=[]) == "Niger"
    assert role_actor("the junta", countries=["ML"], named=[]) == "Malian army"
    assert role_actor("the junta", countries=["MM"], named=[]) == "Myanmar military"


def test_countries_of_the_caller_decide_a_shared_name() -> None:
    assert found("Islamic State took the town.") == [("Islamic State", "ISIS")]
    [hit] = find_actors("Islamic State took the town.", countries=["MZ"])
    assert hit.actor == "al-Shabab (Mozambique)"


ROLES = [
    ("the insurgents", ["AF"], "The Taliban came.", "Taliban"),
    ("the insurgents", ["AF"], "", "Taliban"),
    ("the rebels", ["CD"], "M23 came.", "M23"),
    ("the rebels", ["CD"], "", None),
    ("the rebels", ["CD"], "M23 and CODECO came.", "M23"),
    ("fighters", ["MM"], "The TNLA and the MNDAA came.", None),
    ("the paramilitaries", ["SD"], "", "RSF"),
    ("the rebels", ["YE"], "The Houthis came.", "Houthis"),
    ("jihadists", ["ML"], "JNIM came, the CSP left.", "JNIM"),
    ("the army", ["SD"], "The RSF came.", "SAF"),
    ("government forces", ["SY"], "HTS came.", "Syrian government"),
    ("security forces", ["AF"], "", "Afghan government"),
    ("troops", ["UA"], "Russian troops and Ukrainian troops came.", None),
    ("the army", ["LY"], "", None),
    ("the army", ["LB"], "Israeli troops came.", "Lebanon"),
    ("Congolese troops", ["RW"], "", "FARDC"),
    ("the residents", ["AF"], "The Taliban came.", None),
]


@pytest.mark.parametrize(("role", "countries", "before", "expected"), ROLES)
def test_a_role_means_whom_the_text_named(role: str, countries: list[str], before: str, expected: str | None) -> None:
    assert role_actor(role, countries=countries, named=find_actors(before)) == expected


def test_persons_are_found_apart() -> None:
    assert found("Dagalo spoke.") == []
    assert [(h.text, h.actor) for h in find_leaders("Dagalo spoke.")] == [("Dagalo", "RSF")]


def test_states_are_found_apart() -> None:
    hits = find_states("Russia took it, Kyiv denied; the Russians left, the Kurds stayed in Iraq with Iraqi troops.")
    assert [(h.text, h.actor) for h in hits] == [
        ("Russia", "Russia"),
        ("Kyiv", "Ukraine"),
        ("Russians", "Russia"),
        ("Kurds", "Peshmerga"),
        ("Iraq", "Iraqi government"),
    ]


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_names_are_ours(name: str) -> None:
    assert {canonical(alias) for alias in (name, *PUBLISHED[name])} == {name}


def test_canonical_knows_phrases_and_states() -> None:
    names = ("Malian troops", "the Ukrainian Navy", "Moscow", "Damascus", "houthi rebels", "Peruvian army", "Nobody's")
    expected = ["Malian army", "Ukraine", "Russia", "Syrian government", "Houthis", "Peru", None]
    assert [canonical(name) for name in names] == expected


def test_states_sides_and_allies() -> None:
    assert [state_of(c) for c in ("ML", "SD", "CD", "FR", "TW", "XX")] == [
        "Malian army",
        "SAF",
        "FARDC",
        "France",
        "Taiwan",
        None,
    ]
    assert is_home_state("Sudanese army", "SD")
    assert is_home_state("GNA", "LY")
    assert not is_home_state("Russia", "UA")
    assert not is_home_state("RSF", "SD")
    assert not is_home_state("nobody", "SD")
    assert [side_of(a) for a in ("RSF", "FARDC", "NATO", "nobody")] == ["armed_group", "state", "other", None]
    assert allies("M23", "Rwanda")
    assert allies("Rwanda", "M23")
    assert not allies("M23", "FARDC")
    assert actors_in("SD")[0] == "SAF"
    assert {"RSF", "SLM"} <= set(actors_in("SD"))


# ---------------------------------------------------------------- the files


@pytest.mark.parametrize(("file", "row"), ROWS, ids=lambda value: value if isinstance(value, str) else value["name"])
def test_an_entry_is_well_formed(file: str, row: dict[str, object]) -> None:
    countries = TABLES["countries.toml"]["country"].keys() | {"EH"}
    assert row.keys() <= KEYS, file
    assert row["kind"] in SIDE_OF_KIND
    assert {row.get("country", "AF"), *row.get("countries", ())} <= countries  # type: ignore[misc]
    assert set(row.get("allies", ())) <= load_lexicon().actors.keys()  # type: ignore[call-overload]
    assert "aliases" in row
    assert all(text == text.strip() and words_of(text) for key in ("aliases", "weak") for text in row.get(key, ()))  # type: ignore[attr-defined]


def test_every_state_of_the_world_is_there() -> None:
    table = TABLES["countries.toml"]["country"]
    assert len(table) == 197
    assert all(row["names"] and {"names", "adjectives", "people", "capital"} == row.keys() for row in table.values())


def test_a_name_has_one_owner_or_is_declared_shared() -> None:
    owners = defaultdict(set)
    for _, row in ROWS:
        for text in {row["name"], *row["aliases"], *row.get("with_name", ())}:
            owners[" ".join(words_of(text))].add(row["name"])
    assert {name: who for name, who in owners.items() if len(who) > 1} == {}


def test_actor_names_are_unique() -> None:
    names = [row["name"] for _, row in ROWS]
    assert len(names) == len(set(names))


# ---------------------------------------------------------------- laws

PIECES = [
    "Taliban",
    "fighters",
    "the",
    "army",
    "IS",
    "É",
    "İ",
    "e\u0301",
    "U.N.",
    "’s",
    "-",
    "backed",
    "Syrian",
    "and",
    "of",
    "\n",
    "1st",
    "pro",
    "M23",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join) | st.text(max_size=80))
def test_hits_are_slices_in_order(text: str) -> None:
    for find in (find_actors, find_states, find_leaders):
        hits: list[ActorHit] = find(text)
        assert all(text[h.start : h.stop] == h.text and h.text for h in hits)
        assert all(a.stop <= b.start for a, b in pairwise(hits))
