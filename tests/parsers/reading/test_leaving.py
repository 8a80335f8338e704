"""A gain and who left: both sides of one sentence."""

from parsers.reading.mentions import read_mentions
from parsers.records import Article

LEFT = "territory_lost_or_withdrawn"


def types_of(text: str) -> list[tuple[str, str | None]]:
    text += "\nThe Taliban and the Afghan army have fought for years."
    return [(m.type, m.actor) for m in read_mentions(Article(article_id="x", title="", text=text))]


def test_who_left_as_others_entered_lost_the_place() -> None:
    found = types_of("The Taliban captured Kunduz on Sunday as Afghan forces fled, officials said.")
    assert (LEFT, "Afghan government") in found


def test_who_only_may_leave_lost_nothing() -> None:
    found = types_of("The Taliban captured Kunduz on Sunday as Afghan forces could flee, officials said.")
    assert not [t for t, _ in found if t == LEFT]


def test_residents_who_fled_held_nothing() -> None:
    found = types_of("The Taliban captured Kunduz on Sunday as residents fled, officials said.")
    assert not [t for t, _ in found if t == LEFT]
