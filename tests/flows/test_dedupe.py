"""One article is stored once, whichever way it comes."""

from dataclasses import replace
from typing import Any

import pytest

from flows.batch import ReadDocument
from flows.dedupe import Sorted, Stored, sort_out
from parsers.records import Document
from tests.factories import an_article


def read(article_id: str, **known: Any) -> ReadDocument:
    fields = {"text": "The same text.", "outlet": "Herald", "url": None, **known}
    document = Document(source="s", name=article_id, media_type="text/plain", body=b"")
    return ReadDocument(document=document, article=an_article(article_id=article_id, **fields), mentions=())


def shape(parted: Sorted) -> tuple[list[str], list[tuple[str, str]], list[tuple[str, str]]]:
    new = [one.article.article_id for one in parted.new]
    kept = [(one.article.article_id, article_id) for one, article_id in parted.kept]
    return new, kept, [(one.article.article_id, article_id) for one, article_id in parted.changed]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, "kept"),
        ({}, {"text": " The  same\ntext. "}, "kept"),
        ({}, {"outlet": None}, "kept"),
        ({"outlet": None}, {}, "kept"),
        ({}, {"outlet": "Courier"}, "new"),
        ({}, {"text": "Another text."}, "new"),
        ({"url": "u"}, {"url": "u"}, "kept"),
        ({"url": "u"}, {"url": "v"}, "kept"),
        ({"url": "u"}, {"url": "u", "outlet": "Courier"}, "kept"),
        ({"url": "u"}, {"url": "u", "text": "Another text."}, "changed"),
    ],
)
def test_second_article_is(first: dict[str, Any], second: dict[str, Any], expected: str) -> None:
    one, two = read("a", **first), read("b", **second)
    wanted = {
        "new": (["a", "b"], [], []),
        "kept": (["a"], [("b", "a")], []),
        "changed": (["a"], [], [("b", "a")]),
    }[expected]
    assert shape(sort_out([one, two], [])) == wanted
    article = one.article
    stored = Stored(article_id="a", url=article.url, outlet=article.outlet, text_hash=article.text_hash)
    new, kept, changed = shape(sort_out([two], [stored]))
    assert (["a", *new], kept, changed) == wanted, "the same whether it came before or with it"


def test_same_id_with_another_text_is_changed() -> None:
    parted = sort_out([read("a"), read("a", text="Another text.")], [])
    assert shape(parted) == (["a"], [], [("a", "a")])


def test_a_text_that_the_article_had_before_is_no_news() -> None:
    first, second = read("a"), read("a", text="Another text.")
    assert shape(sort_out([first, second, first, second], [])) == (["a"], [("a", "a"), ("a", "a")], [("a", "a")])
    stored = Stored(article_id="a", url=None, outlet="Herald", text_hash=second.article.text_hash)
    old = frozenset({first.article.text_hash})
    assert shape(sort_out([first], [replace(stored, former=old)])) == ([], [("a", "a")], [])
