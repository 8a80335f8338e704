"""Bytes to text whatever was declared; mojibake undone where it is certain, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.encodings import declared_charset, decode_page, decode_text, repair_mojibake

RUSSIAN = "Талибы взяли город Кабул, сообщили в воскресенье официальные лица. Жители говорят, что бои не велись. " * 4
UKRAINIAN = "Сили оборони звільнили місто Херсон, повідомили у неділю. Мешканці вийшли на вулиці з прапорами. " * 4
ARABIC = "سيطرت طالبان على مدينة كابول يوم الأحد وفق ما قال مسؤولون محليون. " * 8
CHINESE = "塔利班周日占领了喀布尔市，官员们说。居民说没有发生战斗。" * 8
GREEK = "Οι Ταλιμπάν κατέλαβαν την Καμπούλ την Κυριακή, δήλωσαν αξιωματούχοι. " * 8
FRENCH = "Les talibans ont pris Kaboul dimanche, ont déclaré des responsables. L’État est à l’arrêt. " * 8
SOUND = [
    "naïve café – “Kaboul”",
    "ÂRTE à l’écran",
    "È BELLA – È",
    "Nuñez — Ñuble",
    "Ã la carte",
    RUSSIAN,
    ARABIC,
    FRENCH,
]


def twice(text: str, codec: str) -> str:
    """Text as it looks after its UTF-8 was taken for another encoding."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("declared", [None, "iso-8859-1", "windows-1252", "utf-8", "no-such", "us-ascii"])
@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "iso8859-5"),
        (RUSSIAN, "cp866"),
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8-u"),
        (FRENCH, "cp1252"),
    ],
)
def test_an_encoding_that_was_not_declared_or_by_habit_only_is_found(
    text: str, codec: str, declared: str | None
) -> None:
    body = f"<html><body><p>{text}</p></body></html>".encode(codec)
    assert text in decode_page(body, declared)[0]


@pytest.mark.parametrize(("text", "codec"), [(ARABIC, "cp1256"), (CHINESE, "gb18030"), (GREEK, "cp1253")])
def test_other_scripts_are_guessed_where_nothing_is_declared(text: str, codec: str) -> None:
    assert text in decode_text(f"<p>{text}</p>".encode(codec))


def test_a_telling_declaration_goes_before_a_habit() -> None:
    body = f"<p>{ARABIC}</p>".encode("cp1256")
    text, charset = decode_page(body, "iso-8859-1", "windows-1256")
    assert (ARABIC in text, charset) == (True, "windows-1256")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", [None, "utf-8", "utf-16"])
def test_utf_16_is_seen_without_its_mark(codec: str, declared: str | None) -> None:
    body = f"<html><body><p>Kabul fell – {RUSSIAN}</p></body></html>".encode(codec)
    assert decode_page(body, declared)[0] == body.decode(codec)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1"])
def test_a_mark_wins_over_what_was_declared(codec: str, declared: str | None) -> None:
    assert decode_text("Kabul – пал".encode(codec), declared) == "Kabul – пал"


def test_a_page_that_calls_its_ascii_utf_16_is_read() -> None:
    body = b"<html><head><meta charset='utf-16'></head><body>Kabul fell.</body></html>"
    assert decode_page(body, None, declared_charset(body)) == (body.decode(), "utf-8")


def test_typographic_quotes_under_a_false_name_are_read() -> None:
    text = "The governor’s office – “we know nothing” – didn’t answer."
    assert decode_text(text.encode("cp1252"), "utf-8") == text


def test_damage_in_utf_8_costs_its_bytes_only() -> None:
    body = RUSSIAN.encode() + b"\xff" + RUSSIAN.encode()
    assert decode_text(body, "utf-8") == f"{RUSSIAN}\ufffd{RUSSIAN}"


@pytest.mark.parametrize("codec", ["latin-1", "cp1252", "cp1251"])
@pytest.mark.parametrize(
    "text",
    [
        "The city’s fall – the third this week – was “a shock”, said José García.",
        "Жители рассказали, что электричества нет с четверга.",
        "Des combattants sont entrés à l’aube, l’électricité est coupée.",
    ],
)
def test_mojibake_is_undone(text: str, codec: str) -> None:
    assert repair_mojibake(twice(text, codec)) == text


def test_each_line_and_each_piece_of_markup_is_decided_on_its_own() -> None:
    bad, good = twice("The governor’s office didn’t answer.", "cp1252"), "Naïve “cafés” – Ñuñoa’s."
    markup = f"<p title='{good}'>{good}</p>\n<p>{bad}</p><b>{good}</b>"
    assert repair_mojibake(markup) == markup.replace(bad, "The governor’s office didn’t answer.")


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_stays(text: str) -> None:
    assert repair_mojibake(text) == text


@given(st.binary(max_size=400), st.lists(st.sampled_from(["utf-8", "utf-16", "hz", "big5", "x", "cp1251"]), max_size=2))
def test_decoding_never_fails(body: bytes, declared: list[str]) -> None:
    text, charset = decode_page(body, *declared)
    assert isinstance(text, str)
    assert charset
