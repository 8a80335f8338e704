"""One story has one address: without tracking, and whichever variant was read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.addresses import canonical_url, clean_url, is_variant_url, story_url


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://x.example/a?utm_source=b&id=3&fbclid=4", "https://x.example/a?id=3"),
        ("https://x.example/a?utm_source=b", "https://x.example/a"),
        ("https://x.example/a?b=%20c&d=&e", "https://x.example/a?b=%20c&d=&e"),
        ("https://x.example/a#xtor=RSS-1", "https://x.example/a"),
        ("https://x.example/a#post-4", "https://x.example/a#post-4"),
        ("http://X.example/A/?GCLID=1", "http://X.example/A/"),
        ("urn:isbn:utm_source", "urn:isbn:utm_source"),
        ("http://[bad?utm_source=1", "http://[bad?utm_source=1"),
    ],
)
def test_tracking_is_stripped_and_nothing_else(url: str, clean: str) -> None:
    assert clean_url(url) == clean


MAIN = "https://www.x.example/world/a-town-falls-without-a-fight"


@pytest.mark.parametrize(
    ("own", "variant"),
    [
        ("https://amp.x.example/world/a-town-falls-without-a-fight", False),
        ("https://x.example/amp/world/a-town-falls-without-a-fight", False),
        ("https://x.example/world/a-town-falls-without-a-fight/amp/", False),
        ("https://www.x.example/world/a-town-falls-without-a-fight.amp.html", False),
        ("https://m.x.example/world/a-town-falls-without-a-fight", False),
        ("https://www.x.example/world/a-town-falls-without-a-fight?output=amp", False),
        ("https://www.x.example/world/a-town-falls-without-a-fight?print=1", False),
        ("https://www-x-example.cdn.ampproject.org/c/s/www.x.example/world/a-town-falls-without-a-fight", False),
        ("https://www.google.com/amp/s/www.x.example/world/a-town-falls-without-a-fight", False),
        ("https://www.x.example/news/a-town-falls-without-a-fight?utm_medium=rss", False),
        ("https://www.x.example/s/1", True),
    ],
)
def test_a_variant_has_the_address_of_its_story(own: str, variant: bool) -> None:
    assert story_url(own, MAIN, variant=variant) == MAIN


@pytest.mark.parametrize(
    ("own", "claimed"),
    [
        ("https://x.example/world/a-town-falls", "https://other.example/world/a-town-falls"),
        ("https://x.example/world/a-town-falls", "https://x.example/"),
        ("https://x.example/world/a-town-falls", "https://x.example/sport/cup-final-tonight"),
        ("https://x.example.evil.example/a", "https://x.example/a"),
        ("https://x.example:8443/a", "https://x.example/a"),
        ("https://amp.x.example/world/a-town-falls", "https://y.example/world/a-town-falls"),
    ],
)
def test_a_claim_on_another_site_or_story_does_not_count(own: str, claimed: str) -> None:
    assert story_url(own, claimed, variant=False) == own


@pytest.mark.parametrize(
    "url", ["https://x.example/champions/a", "https://example.org/a", "https://x.example/a?page=2"]
)
def test_an_ordinary_address_is_no_variant(url: str) -> None:
    assert not is_variant_url(url)


def test_a_file_takes_the_address_that_it_names() -> None:
    assert story_url(None, f"{MAIN}?utm_source=x", variant=False) == MAIN
    assert story_url(None, "https://x.example/", variant=False) is None


@given(st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_no_address_makes_it_fail(own: str, claimed: str, variant: bool) -> None:
    for url in (own, f"https://{own}", f"https://x.example/{own}"):
        clean_url(url)
        canonical_url(url)
        is_variant_url(url)
        story_url(url, f"https://{claimed}", variant=variant)
