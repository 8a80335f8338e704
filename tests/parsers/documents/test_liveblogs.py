"""A live blog is as many articles as it has posts, each known again whenever the page is read."""

from dataclasses import replace

import pytest

from parsers.documents.articles import read_articles
from parsers.records import Document, Known
from tests.page_truth import BLOGS, TRUTH, a_document, moment

POST = '<div class="live-post" id="p{n}"><time datetime="2021-08-15T1{n}:00:00Z">now</time><p>{text}</p></div>'


def a_blog(posts: str, *, url: str = "https://x.example/world/sarbagh", head: str = "") -> Document:
    markup = f"<html lang='en'><head><title>Sarbagh live</title>{head}</head><body><h1>Sarbagh live</h1>{posts}</body>"
    return Document(source="s", name=url, media_type="text/html", body=markup.encode(), known=Known(url=url))


def posts_of(*texts: str) -> str:
    return "".join(POST.format(n=n, text=text) for n, text in enumerate(texts))


@pytest.mark.parametrize("name", BLOGS)
def test_each_post_has_its_own_address_headline_date_and_text(name: str) -> None:
    true = TRUTH[name]
    articles = read_articles(a_document(name))
    page = true.get("canonical", true["url"])
    expected = [(f"{page}#{p['anchor']}", p["title"], moment(p["published"]), p["text"]) for p in true["posts"]]
    assert [(a.url, a.title, a.published, a.text) for a in articles] == expected
    assert {article.part_of for article in articles} == {page}
    assert len({article.article_id for article in articles}) == len(articles)
    assert {article.date_precision for article in articles} == {"second"}


def test_a_post_keeps_its_id_when_others_come_and_when_it_is_edited() -> None:
    before = read_articles(a_blog(posts_of("The bus station was hit.", "Families are leaving the town.")))
    later = posts_of("The bus station was hit at noon.", "Families are leaving the town.", "The mayor denies a deal.")
    after = read_articles(a_blog(later))
    assert [a.article_id for a in after[:2]] == [a.article_id for a in before]
    assert after[0].text != before[0].text
    assert after[2].article_id not in {a.article_id for a in before}


def test_the_address_by_which_a_blog_is_read_does_not_matter() -> None:
    posts = posts_of("The bus station was hit.", "Families are leaving the town.")
    head = "<link rel='canonical' href='https://x.example/world/sarbagh'>"
    plain = read_articles(a_blog(posts, head=head))
    amp = read_articles(a_blog(posts, url="https://amp.x.example/world/sarbagh?utm_source=feed", head=head))
    assert [a.article_id for a in amp] == [a.article_id for a in plain]


def test_the_headline_of_the_blog_is_not_told_by_each_post() -> None:
    articles = read_articles(a_blog(posts_of("The bus station was hit.", "Families are leaving the town.")))
    assert [article.title for article in articles] == ["", ""]


def test_a_post_without_a_date_has_none() -> None:
    posts = posts_of("The bus station was hit.") + '<div class="live-post" id="q"><p>Soldiers left.</p></div>'
    posts += '<div class="live-post" id="r"><time>15:40</time><p>Soldiers left the barracks.</p></div>'
    assert [article.published is None for article in read_articles(a_blog(posts))] == [False]


@pytest.mark.parametrize(
    "posts",
    [
        "".join(
            f'<article id="post-{n}"><h2><a href="/s/{n}">A story {n}</a></h2><time datetime="2021-08-1{n}">x</time>'
            f"<p>The town number {n} was shelled again in the night, residents said on Sunday.</p></article>"
            for n in range(4)
        ),
        "<p>The town fell, residents said.</p>"
        "<div class='comments live-feed'>"
        + "".join(
            f'<div class="comment" id="c{n}"><time datetime="2021-08-1{n}">x</time><p>I do not believe it.</p></div>'
            for n in range(4)
        )
        + "</div>",
    ],
    ids=["front page", "comments"],
)
def test_what_only_looks_like_posts_is_one_article(posts: str) -> None:
    body = "<p>The council met again and could not agree on who should speak for the town.</p>" * 4 + posts
    assert len(read_articles(a_blog(body))) == 1


def test_an_address_that_says_live_needs_more_than_one_post() -> None:
    post = POST.replace("live-post", "entry")
    one = post.format(n=1, text="The bus station was hit.") + "<p>The council met again in the old school. </p>" * 5
    url = "https://x.example/world/live/sarbagh"
    assert len(read_articles(a_blog(one, url=url))) == 1
    two = one + post.format(n=2, text="Families are leaving the town.")
    assert [article.part_of for article in read_articles(a_blog(two, url=url))] == [url, url]


def test_a_file_without_an_address_is_split_too() -> None:
    document = replace(a_blog(posts_of("The bus station was hit.", "Families are leaving.")), known=Known(outlet="X"))
    articles = read_articles(document)
    assert [article.url for article in articles] == [None, None]
    assert len({article.article_id for article in articles}) == 2
    assert [a.article_id for a in read_articles(document)] == [a.article_id for a in articles]


def test_an_odd_address_of_a_post_costs_nothing() -> None:
    update = '{"@type": "BlogPosting", "articleBody": "The bus station was hit at noon.", "url": "https://[bad"}'
    blog = f'{{"@context": "https://schema.org", "@type": "LiveBlogPosting", "liveBlogUpdate": [{update}, 5, null]}}'
    (article,) = read_articles(a_blog("", head=f'<script type="application/ld+json">{blog}</script>'))
    assert (article.text, article.published) == ("The bus station was hit at noon.", None)
