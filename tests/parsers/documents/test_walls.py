"""What stands in place of a story: each phrase proves itself, and a sign alone rejects nothing."""

import tomllib
from importlib.resources import files

import pytest

from parsers.documents.articles import read_articles
from parsers.documents.walls import Wall, find_phrases
from parsers.errors import ParseError
from parsers.records import Document

TOLD = tomllib.loads((files("parsers.documents") / "walls.toml").read_text("utf-8"))
NEEDED = {"paywall": 1, "blocked": 1, "consent": 3}
STORY = "<p>The council met in the old school on Sunday and could not agree on who should speak for the town.</p>"


def cases(kind: str) -> list[tuple[str, str]]:
    return [(wall, sentence) for wall, of in TOLD.items() for sentence in of[kind]]


def code_of(body: str, head: str = "") -> str | None:
    page = f"<html><head><title>T</title>{head}</head><body>{body}</body></html>".encode()
    try:
        read_articles(Document(source="s", name="n", media_type="text/html", body=page))
    except ParseError as error:
        return error.code
    return None


@pytest.mark.parametrize(("wall", "sentence"), cases("yes"))
def test_phrases_find_what_they_are_for(wall: Wall, sentence: str) -> None:
    assert len(find_phrases(wall, sentence)) >= NEEDED[wall]


@pytest.mark.parametrize(("wall", "sentence"), cases("no"))
def test_phrases_leave_news_alone(wall: Wall, sentence: str) -> None:
    assert len(find_phrases(wall, sentence)) < NEEDED[wall]


def test_a_call_to_subscribe_counts_beside_a_teaser_only() -> None:
    call = "<div class='box'><p>Subscribe to continue reading</p></div>"
    assert code_of(f"<article>{STORY * 3}</article>{call}") == "paywall"
    assert (
        code_of(f"<article>{''.join(STORY.replace('Sunday', f'day {n}') for n in range(30))}</article>{call}") is None
    )


@pytest.mark.parametrize("around", ["<div hidden>{}</div>", "<div style='display: none'>{}</div>", "<nav>{}</nav>"])
def test_what_readers_do_not_see_or_every_page_says_is_no_wall(around: str) -> None:
    call = around.format("<p>Subscribe to continue reading</p>")
    assert code_of(f"{call}<article>{STORY * 3}</article>") is None


def test_a_newsletter_is_no_wall() -> None:
    assert code_of(f"<article>{STORY * 3}</article><p>Subscribe to our newsletter for more.</p>") is None


def test_news_about_consent_and_cookies_is_news() -> None:
    story = "<p>The council gave its consent to new privacy rules for cookies, a spokesman said on Sunday.</p>"
    assert code_of(f"<article>{story}{STORY * 3}</article>") is None
