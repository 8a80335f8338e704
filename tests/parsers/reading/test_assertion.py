"""On whose word: the source chain of one passage, and what the whole article makes of rival words."""

from datetime import UTC, datetime

import pytest

from parsers.fusing import TERRITORY
from parsers.reading.assertion import settle
from parsers.reading.mentions import read_mentions
from parsers.records import Article, Mention
from tests.factories import a_mention

SUNDAY = datetime(2021, 8, 15, tzinfo=UTC)


def read(text: str) -> Mention:
    article = Article(article_id="a", title="", text=text, outlet="Example Post", published=SUNDAY)
    return next(m for m in read_mentions(article) if m.type in TERRITORY and m.modality == "actual")


@pytest.mark.parametrize(
    ("text", "assertion", "root"),
    [
        ("The Taliban captured Kunduz on Saturday.", "reported", "Example Post"),
        ("The Taliban said they had captured Kunduz.", "claimed", "claim:Taliban"),
        ("A resident said the Taliban had captured Kunduz.", "reported", "Example Post"),
        ("Kunduz fell to the Taliban on Sunday, reported AFP on Sunday.", "reported", "AFP"),
        ("The Taliban captured Kunduz, a resident told Reuters.", "reported", "Reuters"),
        ("The Taliban captured Kunduz, according to Reuters.", "reported", "Reuters"),
        ("The Afghan army rejected reports that the Taliban had captured Kunduz.", "denied", "Example Post"),
        ("Reports that Kunduz had fallen to the Taliban were false.", "denied", "Example Post"),
        ("The United Nations confirmed that Kunduz had fallen to the Taliban.", "confirmed", "Example Post"),
    ],
)
def test_whose_word(text: str, assertion: str, root: str) -> None:
    found = read(text)
    assert (found.assertion, found.root_source) == (assertion, root)


def test_a_claim_beside_a_denial_is_contested() -> None:
    claim, denial = a_mention(assertion="claimed", start=0, stop=5), a_mention(assertion="denied", start=9, stop=15)
    assert {m.assertion for m in settle([claim, denial])} == {"contested"}


def test_a_report_beside_a_denial_keeps_both() -> None:
    report, denial = a_mention(assertion="reported", start=0, stop=5), a_mention(assertion="denied", start=9, stop=15)
    assert [m.assertion for m in settle([report, denial])] == ["reported", "denied"]
