"""OPML in, feeds out, and back; nothing is expanded, nothing fetched."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.outlines import Outline, read_outlines, write_outlines
from parsers.errors import ParseError

OTHER_PROGRAM = """<?xml version='1.0' encoding='windows-1251'?>
<OPML version="1.0"><head><title>x</title></head><body>
<outline text="Война" title="Folder">
  <outline title="Вести" XMLURL=" http://a.example/rss?a=1&amp;b=2 " htmlUrl="http://a.example/"/>
  <outline text="Second" xmlUrl="http://b.example/rss" language="fr"/>
</outline>
<outline text="Again" xmlUrl="http://b.example/rss"/>
<outline text="A note"/>
</body></OPML>""".encode("cp1251")

# Any text that XML can carry, as attributes keep it.
TEXT = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), min_size=1).map(
    lambda text: " ".join(text.split()) or "x"
)


def test_lists_of_other_programs_are_read() -> None:
    assert read_outlines(OTHER_PROGRAM, name="f.opml") == [
        Outline(url="http://a.example/rss?a=1&b=2", outlet="Вести"),
        Outline(url="http://b.example/rss", outlet="Second", language="fr"),
    ]


@given(st.builds(Outline, url=TEXT, **{field.name: st.none() | TEXT for field in fields(Outline)[1:]}))
def test_what_is_written_is_read_again(feed: Outline) -> None:
    written = write_outlines([feed], title="<x>").encode()
    outlet = feed.outlet if feed.outlet != feed.url else None
    assert read_outlines(written, name="f.opml") == [
        Outline(**{**{f.name: getattr(feed, f.name) for f in fields(Outline)}, "outlet": outlet})
    ]


ENTITY = "<!DOCTYPE opml [<!ENTITY a %s>]><opml><body><outline text='&a;' xmlUrl='http://a/'/></body></opml>"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ((ENTITY % "'x'").encode(), "entities"),
        ((ENTITY % "SYSTEM 'file:///etc/passwd'").encode(), "entities"),
        (("<?xml version='1.0' encoding='utf-16'?>" + ENTITY % "'x'").encode("utf-16"), "entities"),
        (b"<opml>" + b"<outline>" * 200_000, "xml"),
        (b"<opml><body><outline xmlUrl='a'>", "xml"),
        (b"<?xml version='1.0' encoding='nonsense'?><opml/>", "xml"),
        (b"", "xml"),
        (b"<rss><channel/></rss>", "not_opml"),
    ],
)
def test_what_is_no_list_is_one_sentence(body: bytes, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_outlines(body, name="f.opml")
    assert caught.value.code == code
    assert str(caught.value).startswith("f.opml: ")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_an_error(noise: bytes) -> None:
    for body in (noise, OTHER_PROGRAM[:200] + noise):
        try:
            assert all(feed.url for feed in read_outlines(body, name="f"))
        except ParseError:
            continue
