"""French by the same reader: a parse in its terms, modality, days, actors, places; the floor under the gold texts."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from flows.evaluate import read_articles
from parsers.knowledge.actors import find_actors
from parsers.knowledge.gazetteer import load_gazetteer
from parsers.knowledge.languages import find_readable, is_readable, load_pipeline, load_tables
from parsers.reading.adapting import adapt
from parsers.reading.mentions import read_mentions
from parsers.reading.times import find_times, resolve_time
from parsers.records import Article

GOLD = Path(__file__).parents[2] / "gold"
pytestmark = pytest.mark.skipif(not is_readable("fr"), reason="the extra [fr] is not installed")


def read(text: str, **known: object) -> list[tuple[object, ...]]:
    article = Article(article_id="x", title="", text=text, language="fr", **known)  # type: ignore[arg-type]
    return [(m.type, m.modality, m.assertion, m.actor, m.place) for m in read_mentions(article)]


def test_english_and_french_are_read_here_and_nothing_else() -> None:
    assert find_readable() == ["en", "fr"]
    assert [is_readable(code) for code in ("en", "fr", "de", "uk", None)] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("sentence", "edge"),
    [
        ("Les rebelles ont pris Lyon.", ("Lyon", "dobj", "pris")),
        ("Lyon a été prise par les rebelles.", ("Lyon", "nsubjpass", "prise")),
        ("Lyon a été prise par les rebelles.", ("par", "agent", "prise")),
        ("Lyon a été prise par les rebelles.", ("rebelles", "pobj", "par")),
        ("Les rebelles se sont emparés de Lyon.", ("rebelles", "nsubj", "emparés")),
        ("Les rebelles se sont emparés de Lyon.", ("de", "prep", "emparés")),
        ("Les rebelles n'ont pas pris Lyon.", ("pas", "neg", "pris")),
        ("Les forces ont libéré hier Lyon.", ("Lyon", "dobj", "libéré")),
    ],
)
def test_a_french_parse_is_put_into_the_terms_of_the_patterns(sentence: str, edge: tuple[str, str, str]) -> None:
    assert edge in [(t.text, t.dep_, t.head.text) for t in adapt(load_pipeline("fr")(sentence), "fr")]


def test_adapting_changes_no_character_of_the_text() -> None:
    for article in read_articles(GOLD / "fr_tuning" / "articles.jsonl"):
        doc = load_pipeline("fr")(article.text)
        assert adapt(doc, "fr").text == doc.text


def test_an_english_parse_stays_as_it_is() -> None:
    doc = load_pipeline("en")("Rebels took London.")
    assert adapt(doc, "en") is doc


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Les talibans ont pris Kunduz.", ["actual"]),
        ("Les talibans auraient pris Kunduz.", ["actual"]),  # hearsay is told, not doubted
        ("Les talibans n'ont pas pris Kunduz.", ["negated"]),
        ("Les talibans prendront Kunduz.", ["planned"]),
        ("Les talibans veulent prendre Kunduz.", ["planned"]),
        ("Les talibans pourraient prendre Kunduz.", ["planned"]),
        ("Les talibans ont réussi à prendre Kunduz.", ["actual"]),
        ("Les talibans n'ont pas réussi à prendre Kunduz.", ["negated"]),
        ("Les élus craignent la chute de Kunduz, que les talibans assiègent.", []),
        ("Kunduz est calme et les talibans sont loin.", []),
    ],
)
def test_a_french_clause_says_how_real_it_is(sentence: str, modality: list[str]) -> None:
    assert [m[1] for m in read(f"{sentence}\n\nLa guerre dure en Afghanistan.")] == modality


def test_lists_pronouns_and_speakers_are_followed_in_french() -> None:
    text = "Les talibans ont pris Ghazni et Hérat vendredi, ont déclaré deux députés afghans."
    assert [m[3:] for m in read(text)] == [("Taliban", "Ghazni"), ("Taliban", "Herat")]
    claim = read("Le M23 affirme avoir pris Walikale, dans le Nord-Kivu, en RDC.")
    assert claim == [("territory_captured", "actual", "claimed", "M23", "Walikale")]
    text = "Goma, en RDC, a été bombardée lundi. Les rebelles du M23 ont ensuite pris la ville."
    assert read(text) == [("territory_captured", "actual", "reported", "M23", "Goma")]


def test_who_drives_rebels_out_at_home_has_the_place_back() -> None:
    kinds = [read(f"{who} ont chassé {whom} de Ghazni, en Afghanistan.")[0][0] for who, whom in (
        ("Les forces afghanes", "les talibans"),
        ("Les talibans", "les forces afghanes"),
    )]  # fmt: skip
    assert kinds == ["territory_regained", "territory_captured"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("mardi", "2024-05-14"),
        ("le 3 janvier", "2024-01-03"),
        ("le 1er mai 2023", "2023-05-01"),
        ("hier soir", "2024-05-14"),
        ("avant-hier", "2024-05-13"),
        ("il y a trois jours", "2024-05-12"),
        ("en mars 2021", "2021-03-01"),
        ("la semaine dernière", "2024-05-06"),
        ("en 2012", "2012-01-01"),
    ],
)
def test_french_days(words: str, day: str) -> None:
    (hit,) = find_times(f"La ville est tombée {words}.", "fr")
    assert resolve_time(hit, date(2024, 5, 15)).start == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("l'armée congolaise", "FARDC"),
        ("les soldats maliens", "Malian army"),
        ("les rebelles du M23", "M23"),
        ("les Forces de soutien rapide (FSR)", "RSF"),
        ("les jihadistes de l'État islamique", "ISIS"),
        ("les hommes du maréchal Haftar", "LNA"),
        ("les paramilitaires du général Hemedti", "RSF"),
        ("les forces ukrainiennes", "Ukraine"),
    ],
)
def test_french_phrases_name_actors(words: str, actor: str) -> None:
    assert {hit.actor for hit in find_actors(f"Selon un témoin, {words} avancent.")} == {actor}


def test_every_actor_named_in_french_is_known() -> None:
    assert find_actors("les talibans")  # the lexicon refuses to load with a stranger
    assert set(load_tables()) == {"en", "fr"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Les rebelles ont pris Alep, en Syrie.", "Aleppo"),
        ("Les rebelles ont pris Koundouz, en Afghanistan.", "Kunduz"),  # spelling of sounds
        ("Les talibans ont pris Mazar-i-Charif, en Afghanistan.", "Mazar-i-Sharif"),
        ("Nyala est tombée, au Soudan.", "Nyala"),  # also an antelope
        ("La guerre en Centrafrique", "Central African Republic"),
        ("La Libye et le Tchad", "Libya"),
    ],
)
def test_french_names_lead_to_places(text: str, place: str) -> None:
    assert place in [hit.place.name for hit in load_gazetteer("fr").find_places(text)]


def test_small_words_at_the_start_of_a_sentence_are_no_places() -> None:
    text = "Les combats durent. Dans la ville, des tirs. Selon un témoin, rien. Plusieurs soldats sont morts en Syrie."
    assert [hit.place.kind for hit in load_gazetteer("fr").find_places(text)] == ["country"]


# Set where the reader stands; raised when it gets better.
FLOOR = {"fr_tuning": (0.95, 0.85), "fr_blind": (0.90, 0.50)}


@pytest.mark.parametrize("name", FLOOR)
def test_french_gold_stays_above_the_floor(name: str, tmp_path: Path) -> None:
    found = tmp_path / "mentions.jsonl"
    words = [sys.executable, "-m", "flows.cli", "extract", str(GOLD / name / "articles.jsonl"), "--format", "jsonl"]
    with found.open("wb") as out:
        subprocess.run(words, check=True, stdout=out, cwd=GOLD.parents[1])
    scorer = [sys.executable, str(GOLD / "score.py"), "mentions", str(GOLD / name), str(found), "--json"]
    figures = json.loads(subprocess.run(scorer, check=True, capture_output=True, text=True).stdout)
    precision, recall = FLOOR[name]
    assert figures["control"]["detection"]["precision"] >= precision
    assert figures["control"]["detection"]["recall"] >= recall
    assert figures["control"]["traps"]["hit"] == 0
    assert figures["evidence"]["share"] == 1.0
