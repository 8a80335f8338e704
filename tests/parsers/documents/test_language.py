"""Which language a text is in: the text decides where it is long enough, else its source, else small words."""

# ruff: noqa: E501  a language a line reads best

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.language import as_code, name_of, read_language

LONG = {
    "en": "The army said on Tuesday that it had driven the rebels out of the town after three days of fighting, and that "
    "its soldiers now held the bridge, the market and the road to the north.",
    "fr": "L'armée a annoncé mardi avoir chassé les rebelles de la ville après trois jours de combats, et ses soldats "
    "tiennent désormais le pont, le marché et la route qui mène vers le nord.",
    "es": "El ejército anunció el martes que había expulsado a los rebeldes de la ciudad tras tres días de combates y que "
    "sus soldados controlan ahora el puente, el mercado y la carretera hacia el norte.",
    "pt": "O exército anunciou na terça-feira que expulsou os rebeldes da cidade depois de três dias de combates e que os "
    "seus soldados controlam agora a ponte, o mercado e a estrada para o norte.",
    "tr": "Ordu salı günü, üç gün süren çatışmaların ardından isyancıları kasabadan çıkardığını ve askerlerinin artık "
    "köprüyü, pazarı ve kuzeye giden yolu elinde tuttuğunu açıkladı.",
    "uk": "Армія повідомила у вівторок, що після трьох днів боїв вигнала бойовиків із міста, і що її солдати тепер "
    "утримують міст, ринок і дорогу на північ.",
    "ru": "Армия сообщила во вторник, что после трёх дней боёв выбила боевиков из города и что её солдаты теперь "
    "удерживают мост, рынок и дорогу на север.",
    "ar": "أعلن الجيش يوم الثلاثاء أنه طرد المتمردين من المدينة بعد ثلاثة أيام من القتال وأن جنوده يسيطرون الآن على الجسر "
    "والسوق والطريق المؤدي إلى الشمال.",
    "fa": "ارتش روز سه‌شنبه اعلام کرد که پس از سه روز درگیری شورشیان را از شهر بیرون رانده و سربازانش اکنون پل، بازار و "
    "جاده‌ای را که به شمال می‌رود در دست دارند.",
    "zh": "军队星期二宣布,经过三天的战斗,已将叛军赶出该城,士兵们目前控制着桥梁、市场和通往北方的道路。" * 4,
    "so": "Ciidanka ayaa Talaadadii sheegay in ay ka saareen kooxda magaalada kadib saddex maalmood oo dagaal ah, isla "
    "markaana askartoodu ay hadda hayaan buundada, suuqa iyo waddada woqooyi u baxda.",
}  # fmt: skip
ENGLISH = Path(__file__).parents[3] / "seeds"


@pytest.mark.parametrize("code", LONG)
def test_a_text_of_some_length_is_told_by_itself(code: str) -> None:
    assert read_language(LONG[code]) == code


@pytest.mark.parametrize("code", LONG)
@pytest.mark.parametrize("declared", ["en", "fr", "uk", "xx", "not a language"])
def test_what_a_source_declares_does_not_overrule_a_long_text(code: str, declared: str) -> None:
    assert read_language(LONG[code], declared=declared) == code


@pytest.mark.parametrize(
    ("text", "declared", "code"),
    [
        ("Goma", "fr", "fr"),  # nothing to tell it by
        ("Goma", None, None),
        ("", None, None),
        ("12:40 - 13.05", None, None),
        ("Taliban capture Kunduz", None, "en"),
        ("RSF captured El Fasher.", None, "en"),
        ("Herat has fallen, officials said.", None, "en"),
        ("La ville de Goma est tombée", None, None),  # no English word, too short for the model
        ("La ville de Goma est tombée", "fr-CD", "fr"),
        ("Kunduz fell.", "en-GB", "en"),
        ("The Taliban captured the city of Herat on Sunday, two provincial officials said.", "fr", "en"),
        ("Російські війська захопили Покровськ, повідомило міністерство оборони у неділю.", "en", "uk"),
        ("Російські війська захопили Покровськ, повідомило міністерство оборони у неділю.", None, "uk"),
    ],
)
def test_a_short_text_goes_by_its_source_then_by_small_words(text: str, declared: str | None, code: str | None) -> None:
    assert read_language(text, declared=declared) == code


def test_the_larger_part_of_a_mixed_text_decides() -> None:
    three_to_one = "\n\n".join([LONG["en"], LONG["uk"], LONG["en"], LONG["en"]])
    assert read_language(three_to_one) == "en"
    assert read_language("\n\n".join([LONG["en"], LONG["uk"], LONG["uk"]]), declared="en") == "uk"


def test_all_our_english_articles_are_english() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(ENGLISH.glob("*/*.txt"))]
    lines = [line for path in sorted(ENGLISH.glob("training/*.jsonl")) for line in path.read_text().splitlines()[:60]]
    texts += [json.loads(line)["text"] for line in lines]
    assert len(texts) > 900
    assert [text for text in texts if read_language(text) not in ("en", None)] == []


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("English", "en"),
        ("fra", "fr"),
        ("Français", "fr"),
        ("zh-Hant-TW", "zh"),
        ("iw", "he"),
        ("und", None),
        ("x-default", None),
        ("the Queen's", None),
        ("", None),
        (None, None),
    ],
)
def test_tags_become_codes(tag: str | None, code: str | None) -> None:
    assert as_code(tag) == code


def test_people_read_names() -> None:
    assert [name_of(code) for code in ("fr", "uk", "kk", None)] == ["French", "Ukrainian", "kk", "an unknown language"]


@given(st.text(max_size=300), st.none() | st.text(max_size=12))
def test_any_text_has_a_language_or_none(text: str, declared: str | None) -> None:
    code = read_language(text, declared=declared)
    assert code is None or 2 <= len(code) <= 3
