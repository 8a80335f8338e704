"""Pages of our own making: what is true of each is found, and nothing that the bare library finds is lost."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trafilatura import bare_extraction

from parsers.documents.articles import read_article, read_articles
from parsers.errors import ParseError
from parsers.records import Document, Known
from tests.page_truth import BLOGS, STORIES, TRUTH, WALLS, a_document, body_of, moment

OWN = "The town fell on Friday, residents said, and the garrison left on the river road without a shot. " * 3


def a_page(head: str = "", body: str = "", *, attributes: str = "", **changes: object) -> Document:
    markup = f"<html {attributes}><head><title>T</title>{head}</head><body><article>{body}<p>{OWN}</p></article></body>"
    page = Document(source="s", name="n", media_type="text/html", body=markup.encode())
    return replace(page, **changes)  # type: ignore[arg-type]


def share(found: str, true: str) -> float:
    """F1 of the words."""
    ours, theirs = Counter(found.split()), Counter(true.split())
    both = sum((ours & theirs).values())
    return 2 * both / max(1, sum(ours.values()) + sum(theirs.values()))


def told(title: str | None, text: str | None) -> str:
    """Headline and text, the headline once."""
    lines = (text or "").split("\n")
    return "\n".join([title or "", *(lines[1:] if lines[0].strip() == (title or "").strip() else lines)])


def test_there_are_pages_of_many_kinds() -> None:
    assert (len(STORIES) >= 20, len(WALLS) >= 3, len(BLOGS) >= 3) == (True, True, True)


@pytest.mark.parametrize("name", STORIES)
def test_a_page_gives_what_is_true_of_it(name: str) -> None:
    true = TRUTH[name]
    (article,) = read_articles(a_document(name))
    assert article.title == true["title"]
    if "published" in true:
        expected = (moment(true["published"]), true.get("origin"), true.get("precision"))
        assert (article.published, article.date_origin, article.date_precision) == expected
    if "modified" in true:
        assert article.modified == moment(true["modified"])
    assert list(article.authors) == true.get("authors", list(article.authors))
    assert article.site_name == true.get("site", article.site_name)
    assert article.url == true.get("canonical", article.url)
    assert (article.before_repair is not None) == true.get("repaired", False)
    assert share(article.text, "\n".join(true["text"])) > 0.94


@pytest.mark.parametrize("mode", ["default", "fast"])
def test_extraction_is_as_good_as_that_of_the_bare_library_and_loses_no_find(mode: str) -> None:
    options = {"fast": True, "include_comments": False, "include_tables": False} if mode == "fast" else {}
    ours, theirs, lost = [], [], []
    for name in STORIES:
        true = TRUTH[name]
        document = a_document(name)
        article = read_article(document)
        bare = bare_extraction(document.body, url=true["url"], with_metadata=True, **options)
        text = "\n".join([true["title"], *true["text"]])
        ours.append(share(told(article.title, article.text), text))
        theirs.append(share(told(bare.title, bare.text), text))
        if bare.title == true["title"] != article.title:
            lost.append((name, "title"))
        day = (true.get("published") or "")[:10]
        if day and bare.date == day and (article.published is None or article.published.date().isoformat() != day):
            lost.append((name, "date"))
    assert lost == []
    assert sum(ours) >= sum(theirs)
    assert [name for name, mine, bare in zip(STORIES, ours, theirs, strict=True) if mine < bare - 0.01] == []


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_no_article_and_the_feeds_own_text_stands_in(name: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_articles(a_document(name))
    assert caught.value.code == TRUTH[name]["wall"]
    document = replace(a_document(name, title="From the feed"), fallback=OWN, item_id="i")
    (article,) = read_articles(document)
    assert (article.text, article.text_origin, article.title) == (OWN, "feed", "From the feed")


def test_an_amp_or_print_variant_is_the_article_that_it_stands_for() -> None:
    main, amp, printed = (read_article(a_document(f"{kind}")) for kind in ("amp-main", "amp-variant", "print-variant"))
    assert main.article_id == amp.article_id == printed.article_id
    assert (main.read_url, main.url) == (None, amp.url)
    assert amp.read_url == TRUTH["amp-variant"]["url"]
    assert printed.read_url == TRUTH["print-variant"]["url"]


def test_what_is_known_of_the_date_wins_and_says_who_knew_it() -> None:
    at = datetime(2021, 8, 7, 5, tzinfo=UTC)
    given = read_article(a_document("agency", published=at))
    fed = read_article(replace(a_document("agency", published=at), item_id="i"))
    assert (given.published, given.date_origin, given.date_precision) == (at, "given", "second")
    assert (fed.published, fed.date_origin) == (at, "feed")


def test_a_day_that_the_text_tells_of_is_no_date() -> None:
    found = read_article(a_document("undated"))
    assert (found.published, found.date_origin, found.date_precision) == (None, None, None)


def test_a_date_after_the_page_was_read_is_none() -> None:
    head = "<meta property='article:published_time' content='2031-01-01T00:00:00Z'>"
    read_at = datetime(2021, 8, 7, tzinfo=UTC)
    assert read_article(a_page(head, read_at=read_at)).published is None
    assert read_article(a_page(head, read_at=read_at + timedelta(days=9_999))).published is not None


def test_the_address_speaks_where_the_date_was_set_anew() -> None:
    head = "<meta property='article:published_time' content='2021-08-20T09:00:00Z'>"
    moved = read_article(a_page(head, known=Known(url="https://x.example/2021/08/13/a-town-falls")))
    assert (moved.published, moved.date_origin) == (datetime(2021, 8, 13, tzinfo=UTC), "url")
    same = read_article(a_page(head, known=Known(url="https://x.example/2021/08/20/a-town-falls")))
    assert (same.published, same.date_origin) == (datetime(2021, 8, 20, 9, tzinfo=UTC), "meta")


@pytest.mark.parametrize(
    ("attributes", "head", "language"),
    [
        ("lang='pt-BR'", "", "pt"),
        ("xml:lang='uk'", "", "uk"),
        ("", "<meta property='og:locale' content='fr_FR'>", "fr"),
        ("", "<meta http-equiv='Content-Language' content='de'>", "de"),
        ("", "", None),
    ],
)
def test_the_page_says_its_language(attributes: str, head: str, language: str | None) -> None:
    assert read_article(a_page(head, attributes=attributes)).language == language


def test_a_locked_story_that_is_all_there_is_read() -> None:
    assert len(read_article(a_document("paywall-metered")).text) > 1_500


def test_text_given_by_a_person_is_not_repaired() -> None:
    text = "The governorâ€™s office did not answer."
    given = Document(source="s", name="n", media_type="text/plain", body=text.encode(), charset="utf-8")
    assert (read_article(given).text, read_article(given).before_repair) == (text, None)
    fed = read_article(replace(given, item_id="i"))
    assert fed.text == "The governor’s office did not answer."
    assert fed.before_repair == f"\n\n{text}"


def test_broken_markup_is_read_or_refused_and_nothing_else() -> None:
    whole = body_of("agency")
    for cut in range(0, len(whole), 97):
        try:
            read_articles(a_page(body=whole[:cut].decode("utf-8", "replace")))
            read_articles(Document(source="s", name="n", media_type="text/html", body=whole[cut:]))
        except ParseError:
            continue


TAGS = "html head body article main div p h1 time meta link script span li ul aside table tr td figure".split()
VALUES = [
    *("2021-08-15T10:00:00Z", "1e999", "99999999999999", "https://[x", "//", "#", "datePublished", "liveBlogUpdate"),
    *("live-post", "og:url", "canonical", "application/ld+json", "article:published_time", "paywall", "comments", "p1"),
]
attribute = st.tuples(
    st.sampled_from("class id itemprop datetime content property rel href type data-sort-time lang hidden".split()),
    st.sampled_from(VALUES),
)
json_ld = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=8), st.sampled_from(VALUES)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                "@type @graph headline datePublished url @id author liveBlogUpdate articleBody isAccessibleForFree "
                "wordCount inLanguage mainEntity".split()
            ),
            st.one_of(inner, st.sampled_from(["LiveBlogPosting", "NewsArticle"])),
            max_size=6,
        ),
    ),
    max_leaves=12,
)
opening = st.builds(
    lambda tag, attributes: f"<{tag} " + " ".join(f'{name}="{value}"' for name, value in attributes) + ">",
    st.sampled_from(TAGS),
    st.lists(attribute, max_size=3),
)
closing = st.sampled_from([f"</{tag}>" for tag in TAGS])
words = st.one_of(st.text(max_size=20), st.sampled_from(["The town fell on Friday, residents said. " * 9, *VALUES]))
script = json_ld.map(lambda value: f'<script type="application/ld+json">{json.dumps(value)}</script>')


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(opening, closing, words, script), max_size=25),
    st.sampled_from([None, "https://x.example/live/a"]),
)
def test_any_soup_of_tags_is_articles_or_refused_for_a_reason(soup: list[str], url: str | None) -> None:
    body = ("<html><body>" + "".join(soup)).encode("utf-8", "replace")
    try:
        articles = read_articles(
            Document(source="s", name="n", media_type="text/html", body=body, known=Known(url=url))
        )
    except ParseError as error:
        assert error.code in ("empty", "paywall", "consent", "blocked")  # noqa: PT017
        return
    assert all(article.text.strip() for article in articles)
