"""Sound bytes and edits in, damaged bytes out: the same edits for hypothesis, for the long run, and for the record."""

from collections.abc import Sequence
from random import Random
from typing import Literal

from hypothesis import strategies as st

Kind = Literal["flip", "delete", "insert", "repeat", "move", "cut", "mix"]
Edit = tuple[Kind, float, float, int, bytes]  # where from and how much as shares, how often, what

KINDS: tuple[Kind, ...] = ("flip", "delete", "insert", "repeat", "move", "cut", "mix")
LONGEST = 120_000
TOKENS = tuple(
    b"< > & \" ' / = ; : , # % { } [ ] ( ) \\ \0 \n \r\n \t - \x80 \xff \xef\xbb\xbf \xff\xfe \xfe\xff \xe2\x82\xac"
    b" &amp; &#0; &#x110000; &#xd800; &lt; <!-- --> <![CDATA[ ]]> <!DOCTYPE <!ENTITY <?xml ?> <script> </script> <svg>"
    b" <p> </p> <article> <div <a href= <base xml:base= xml:lang= xmlns= <item> <entry> <guid> <link <pubDate>"
    b" <updated> <div class='live'> <time datetime= itemprop=datePublished property=og:url content= charset=utf-7"
    b" charset=utf-16 encoding='utf-16' http:// // http://[::1]/ http://a:99999/ javascript: data:"
    b" file:///etc/passwd 2021-13-45 2021-08-15T10:00:00+99:99 9999-12-31 0001-01-01 1e999 -1 0 00 99999999999999999999"
    b' NaN Infinity null true {} [] [[[[[[[[ {"a": "@type": "LiveBlogPosting" WARC/1.1 \r\n\r\n Content-Length:'
    b" Content-Type: multipart/mixed;boundary= From: Date: =?utf-8?b? ?= Subject: User-agent: * Disallow: Allow: $"
    b" * Crawl-delay: Request-rate: 1/0 \xf0\x9f\x92\xa3 \xe2\x80\xae \xd8\xa7 \xd0\xa2 a A".split(b" ")
)


def edits() -> st.SearchStrategy[list[Edit]]:
    """A few edits."""
    share = st.floats(0, 1, width=16)
    what = st.sampled_from(TOKENS) | st.binary(max_size=12)
    return st.lists(st.tuples(st.sampled_from(KINDS), share, share, st.integers(1, 300), what), max_size=6)


def roll(dice: Random) -> list[Edit]:
    """The same by chance alone."""

    def one() -> Edit:
        what = dice.choice(TOKENS) if dice.random() < 0.8 else dice.randbytes(dice.randint(1, 12))
        often = dice.choice((1, 2, 10, 1_000, 20_000))
        return dice.choice(KINDS), dice.random(), dice.random() ** 4, often, what

    return [one() for _ in range(dice.choice((1, 1, 2, 3, 6)))]


def damage(body: bytes, edits: Sequence[Edit], other: bytes) -> bytes:
    """`body` with its edits, one after the other; `other` is what it may be mixed with. Never longer than LONGEST."""
    for kind, share, length, often, what in edits:
        start = int(share * len(body))
        stop = min(len(body), start + int(length * (len(body) - start)))
        body = _edited(body, kind, start, stop, often, what, other)[:LONGEST]
    return body


def _edited(body: bytes, kind: Kind, start: int, stop: int, often: int, what: bytes, other: bytes) -> bytes:
    before, inside, after = body[:start], body[start:stop], body[stop:]
    if kind == "flip":
        return before + bytes([(after or b"\0")[0] ^ (1 << often % 8)]) + after[1:]
    if kind == "delete":
        return before + after
    if kind == "insert":
        return before + what * min(often, LONGEST // max(1, len(what))) + inside + after
    if kind == "repeat":
        return before + inside * min(often, 1 + LONGEST // max(1, len(inside))) + after
    if kind == "move":
        return before + after + inside
    return before if kind == "cut" else before + other[start:]
