"""What only the whole article tells: headlines find their body, gaps are filled."""

from datetime import UTC, datetime

from parsers.reading.mentions import read_mentions
from parsers.records import Article

SUNDAY = datetime(2021, 8, 15, tzinfo=UTC)


def test_a_headline_is_told_at_the_sentence_of_the_body_that_names_the_place() -> None:
    text = "Officials in Afghanistan said little on Sunday. Shops in Ghazni were shut and white flags flew."
    found = read_mentions(Article(article_id="a", title="Taliban capture Ghazni", text=text, published=SUNDAY))
    assert [m.quote for m in found if m.place == "Ghazni" and m.type == "territory_captured"] == [
        "Shops in Ghazni were shut and white flags flew."
    ]


def test_the_actor_of_one_sentence_fills_the_other() -> None:
    text = "Kunduz has fallen. Kunduz was captured by the Taliban on Saturday. ISKP and the NRF were silent."
    found = read_mentions(Article(article_id="a", title="", text=text, published=SUNDAY))
    assert {m.actor for m in found if m.place == "Kunduz"} == {"Taliban"}


def test_ids_are_stable_and_unique() -> None:
    article = Article(article_id="a", title="", text="The Taliban captured Kunduz, Herat and Ghazni.", published=SUNDAY)
    first, second = read_mentions(article), read_mentions(article)
    assert first == second
    assert len({m.mention_id for m in first}) == len(first)


def test_a_headline_told_in_the_first_sentence_is_quoted_whole() -> None:
    text = "Residents of Ghazni in Afghanistan saw white flags on Sunday.\r\nShops were shut."
    found = read_mentions(Article(article_id="a", title="Taliban capture Ghazni", text=text, published=SUNDAY))
    assert {m.quote for m in found if m.place == "Ghazni"} <= {
        "Residents of Ghazni in Afghanistan saw white flags on Sunday."
    }


def test_two_holders_in_one_sentence_are_two_mentions() -> None:
    text = "Islamic State captured Kunduz on Monday, and then the Taliban took Kunduz on Wednesday."
    found = read_mentions(Article(article_id="a", title="", text=text, published=SUNDAY))
    assert len({m.mention_id for m in found}) == len(found)
