"""What words mean in a whole article: pointed places, roles, pronouns, the voice of a communique."""

from parsers.documents.wire import read_credit
from parsers.reading.context import Context
from parsers.reading.readers import read_context
from parsers.records import Article


def context(text: str, title: str = "") -> Context:
    return read_context(Article(article_id="a", title=title, text=text), read_credit(text, outlet=None))


def test_the_city_is_the_city_named_before() -> None:
    found = context("The Taliban fight for Kunduz in Afghanistan. The city is tense.")
    place = found.place_before(found.text.index("city"), "city")
    assert place is not None
    assert place.place.name == "Kunduz"


def test_the_provincial_capital_is_the_seat_of_the_province_named() -> None:
    found = context("Helmand in Afghanistan saw heavy fighting. The provincial capital is surrounded by the Taliban.")
    place = found.seat_before(found.text.index("provincial capital"))
    assert place is not None
    assert place.place.name == "Lashkar Gah"


def test_both_districts_are_those_of_the_last_list() -> None:
    found = context("Kahmard and Saighan districts of Bamyan, Afghanistan, are calm. Both districts were cleared.")
    listed = found.list_before(found.text.index("Both"), "district")
    assert [p.text for p in listed] == ["Kahmard", "Saighan"]


def test_the_insurgents_are_the_only_armed_group() -> None:
    found = context("The Taliban took Kunduz, Afghanistan. The insurgents raised flags.")
    role = next(a for a in found.actors if a.text == "insurgents")
    assert found.role(role) == "Taliban"


def test_who_took_a_place_is_never_invented() -> None:
    assert context("Kunduz in Afghanistan fell.").gainer("AF") is None
    assert context("Kunduz in Afghanistan fell. The Taliban cheered.").gainer("AF") == "Taliban"


def test_our_forces_make_a_communique() -> None:
    found = context("The Afghan army says that our forces cleared Kunduz, Afghanistan, of the enemy, the Taliban.")
    assert found.voice == "Afghan government"
    assert found.enemy_of("Afghan government") == "Taliban"


def test_quoted_speech_makes_no_communique() -> None:
    assert context("The Taliban cheered. “Our forces are in Kunduz, Afghanistan,” said one.").voice is None
