"""A week of outlets as data: what each offers on which day, and what has to become of every entry."""

import gzip
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from tests.world.landed import LANDED

DAYS = 7
RETRY_AFTER = 3  # seconds, said by a feed that is asked too often
ARTICLE = "article"
How = Literal["plain", "drip", "cut", "half_closed", "hang", "reset", "long", "short", "no_length"]

FILLER = "Shops in the centre stayed closed for most of the day and people waited at home for news. " * 6
TEXT = "The Taliban captured the city of {city} on Sunday, residents said. The insurgents entered without a fight. "
BOMB = 50_000_000  # bytes that a bomb has when unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a path answers, and how badly the server behaves."""

    body: bytes = b""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    how: How = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed: its page, from which day on it is offered, and what has to become of it."""

    path: str
    page: Answer | Sequence[Answer]  # several: one a day from `day` on, the last one stays
    day: int = 1
    expect: str = ARTICLE  # or the code of its rejected row; codes may be parted by |
    needs: str | None = None  # a name of landed.py: with it `then` is expected
    then: str = ARTICLE
    summary: str = ""
    link: str | None = None  # instead of its own path
    updated: int | None = None  # the day on which the feed says that it was updated

    @property
    def expected(self) -> frozenset[str]:
        """What may become of it, by what has landed."""
        now = self.then if self.needs in LANDED else self.expect
        return frozenset(now.split("|"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A host with one feed; `feed_answers` are what the feed says instead on some days."""

    name: str
    entries: Sequence[Entry]
    atom: bool = False
    encoding: str = "utf-8"
    etag: bool = True
    writes_present: bool = False  # every entry is of today, each day
    feed_answers: Mapping[int, Sequence[Answer]] = field(default_factory=dict)  # used up one by one, then the feed
    pages: Mapping[str, Answer] = field(default_factory=dict)  # what no entry names
    expect_source: str | None = None  # the code of the feed's own rejected row at the end of the week


def a_page(city: str, outlet: str, *, head: str = "", number: int = 0) -> str:
    """A page on the fall of a city; no two are alike."""
    own = f"A correspondent of the {outlet} counted {number + 3} columns of lorries on the road to {city}. "
    text = f"<p>{TEXT.format(city=city)}</p><p>{own}{FILLER}</p>"
    meta = "<meta property='article:published_time' content='2021-08-15T10:00:00Z'>"
    return (
        f"<html><head><title>Taliban take {city}</title>{meta}{head}</head>"
        f"<body><article><h1>Taliban take {city}</h1>{text}</article></body></html>"
    )


def page(city: str, outlet: str, **changes: object) -> Answer:
    """The same as an answer."""
    return Answer(body=a_page(city, outlet).encode(), **changes)  # type: ignore[arg-type]


def to(location: str, status: int = 302) -> Answer:
    """A redirect; {forbidden} is filled in by the server."""
    return Answer(status=status, headers={"Location": location})


@cache
def packed_bomb(kind: str) -> bytes:
    """Megabytes of nothing, packed small."""
    import brotli
    import zstandard

    plain = b"<p>" + bytes(BOMB)
    pack: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": lambda body: brotli.compress(body, quality=5),
        "zstd": zstandard.ZstdCompressor().compress,
    }
    return pack[kind](plain)


def packed(kind: str, plain: bytes) -> bytes:
    """A page as such a server sends it."""
    import brotli
    import zstandard

    return {"br": brotli.compress, "zstd": zstandard.ZstdCompressor().compress}[kind](plain)


def bomb(kind: str) -> Answer:
    return Answer(body=packed_bomb(kind), headers={"Content-Encoding": kind})


ATTRIBUTES = "<html><body><p " + " ".join(f"a{n}='1'" for n in range(40_000)) + ">x</p></body></html>"
ENTITIES = (
    "<?xml version='1.0'?><!DOCTYPE rss ["
    "<!ENTITY a0 'bomb'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + "]><rss version='2.0'><channel><title>Bomb</title><item><title>&a11;</title></item></channel></rss>"
)
XXE = (
    "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>"
    "<!ENTITY y SYSTEM 'http://{forbidden}/xxe'>]>"
    "<rss version='2.0'><channel><title>&x;</title><item><title>&y;</title><link>/x</link></item></channel></rss>"
)
CYRILLIC = (
    "<html><head><title>Талибан взял {city}</title></head><body><article><h1>Талибан взял {city}</h1><p>"
    + "Боевики вошли в город утром без боя, сообщили жители. Магазины в центре города были закрыты весь день. " * 8
    + "</p></article></body></html>"
)


def _stub(text: str) -> str:
    return f"<html><head><title>Members only</title></head><body><article><p>{text}</p></article></body></html>"


WALL = _stub("Subscribe to continue reading. This article is for subscribers only. Already a subscriber? Log in. " * 3)
CONSENT = _stub(
    "We and our partners use cookies. Accept all cookies to continue to the site. Manage your choices. " * 3
)
LONG_SUMMARY = TEXT.format(city="Taloqan") + FILLER[:400]


def find_outlets() -> list[Outlet]:
    """The whole world."""
    return [*_plain_outlets(), *_broken_outlets(), *_hostile_outlets(), *_odd_outlets()]


def _plain_outlets() -> list[Outlet]:
    cities = ["Herat", "Kunduz", "Ghazni", "Kandahar", "Farah", "Taloqan", "Aybak"]
    daily = [Entry(path=f"/{city.lower()}", page=page(city, "Herald"), day=day) for day, city in enumerate(cities, 1)]
    quiet = [Entry(path=f"/{city.lower()}", page=page(city, "Courier")) for city in cities[:3]]
    updated = Entry(
        path="/changed",
        page=[page("Pul-e-Khumri", "Gazette"), page("Pul-e-Khumri", "Gazette"), page("Sheberghan", "Gazette")],
        updated=3,
    )
    moved = [Entry(path=f"/moved-{status}", page=to(f"/here-{status}", status)) for status in (301, 302, 303, 307, 308)]
    here = {f"/here-{status}": page(f"Asadabad {status}", "Gazette") for status in (301, 302, 303, 307, 308)}
    loops = [
        Entry(path="/loop", page=to("/loop"), expect="redirects"),
        Entry(path="/ping", page=to("/pong", 301), expect="redirects"),
        Entry(path="/nowhere", page=Answer(status=302), expect="protocol"),
    ]
    return [
        Outlet(name="Herald", entries=daily),
        Outlet(name="Courier", entries=quiet, atom=True),
        Outlet(
            name="Present",
            entries=[Entry(path=f"/{city.lower()}", page=page(city, "Present")) for city in cities[:3]],
            etag=False,
            writes_present=True,
        ),
        Outlet(name="Gazette", entries=[updated, *moved, *loops], pages={**here, "/pong": to("/ping", 308)}),
    ]


def _broken_outlets() -> list[Outlet]:
    refusing = [
        Entry(path=f"/{status}", page=Answer(status=status, body=b"no"), expect=f"http_{status}")
        for status in (401, 403, 404, 410, 451)
    ]
    down = Answer(status=500, body=b"down")
    recovering = [
        Entry(path="/500", page=[down, down, page("Faizabad", "Monitor")]),
        Entry(path="/503", page=[Answer(status=503, headers={"Retry-After": "1"}), page("Mihtarlam", "Monitor")]),
        Entry(path="/always", page=down, expect="http_500"),
    ]
    busy = Answer(status=429, headers={"Retry-After": str(RETRY_AFTER)}, body=b"later")
    wrong = [
        Entry(path="/drip", page=page("Gardez", "Dispatch", how="drip"), day=6, expect="timeout"),
        Entry(path="/hang", page=page("Gardez", "Dispatch", how="hang"), day=6, expect="timeout"),
        Entry(path="/cut", page=page("Gardez", "Dispatch", how="cut"), expect="protocol"),
        Entry(path="/half", page=page("Gardez", "Dispatch", how="half_closed"), expect="protocol"),
        Entry(path="/reset", page=page("Gardez", "Dispatch", how="reset"), expect="protocol|connect"),
        Entry(path="/long", page=page("Gardez", "Dispatch", how="long"), expect="protocol"),
        Entry(path="/short", page=page("Gardez", "Dispatch", how="short")),
        Entry(path="/unmeasured", page=page("Zaranj", "Dispatch", how="no_length")),
        Entry(path="/mended", page=[page("Mahmud-i-Raqi", "Dispatch", how="cut"), page("Mahmud-i-Raqi", "Dispatch")]),
    ]
    gone = {day: [Answer(status=410, body=b"gone")] * 9 for day in range(3, DAYS + 1)}
    flaky = {2: [down] * 9, 3: [down, down]}
    return [
        Outlet(name="Tribune", entries=refusing),
        Outlet(name="Monitor", entries=recovering, feed_answers={1: [busy]}),
        Outlet(name="Dispatch", entries=wrong),
        Outlet(
            name="Sentinel",
            entries=[Entry(path="/last", page=page("Qalat", "Sentinel"))],
            feed_answers=gone,
            expect_source="http_410",
        ),
        Outlet(
            name="Flaky",
            entries=[Entry(path=f"/{n}", page=page(f"Tirin Kot {n}", "Flaky"), day=n) for n in range(1, 5)],
            feed_answers=flaky,
        ),
    ]


def _hostile_outlets() -> list[Outlet]:
    bombs = [
        Entry(path="/gzip", page=bomb("gzip"), expect="too_large"),
        Entry(path="/deflate", page=bomb("deflate"), expect="too_large"),
        Entry(path="/br", page=bomb("br"), expect="protocol", needs="br_zstd", then="too_large"),
        Entry(path="/zstd", page=bomb("zstd"), expect="protocol", needs="br_zstd", then="too_large"),
        Entry(
            path="/torn",
            page=Answer(body=gzip.compress(b"x" * 9_000)[:30], headers={"Content-Encoding": "gzip"}),
            expect="protocol",
        ),
        *(
            Entry(
                path=f"/page-{kind}",
                page=Answer(
                    body=packed(kind, a_page(f"Lashkar Gah {kind}", "Bulletin").encode()),
                    headers={"Content-Encoding": kind},
                ),
                expect="protocol",
                needs="br_zstd",
            )
            for kind in ("br", "zstd")
        ),
    ]
    hostile = [
        Entry(path="/attributes", page=Answer(body=ATTRIBUTES.encode()), expect="too_large"),
        Entry(path="/tags", page=Answer(body=b"<br>" * 300_000), expect="too_large"),
        Entry(path="/heavy", page=Answer(body=b"<p>" + b"x" * 3_000_000), expect="too_large"),
        Entry(path="/picture", page=Answer(body=b"\x89PNG" * 50, media_type="image/png"), expect="media_type"),
        Entry(path="/nothing", page=Answer(body=b""), expect="empty"),
        Entry(path="/binary", page=Answer(body=bytes(range(256)) * 40, media_type="text/html"), expect="media_type"),
    ]
    away = [
        Entry(path="/away", page=to("http://{forbidden}/away"), expect="refused"),
        Entry(path="/away-308", page=to("//{forbidden}/away", 308), expect="refused"),
        Entry(path="/twice", page=to("/away"), expect="refused"),
        Entry(path="/direct", page=Answer(), link="http://{forbidden}/direct", expect="refused"),
        Entry(path="/decimal", page=Answer(), link="http://2130706433/", expect="refused"),
        Entry(path="/mapped", page=Answer(), link="http://[::ffff:127.0.0.1]/", expect="refused"),
        Entry(path="/metadata", page=Answer(), link="http://169.254.169.254/latest", expect="refused"),
        Entry(path="/userinfo", page=Answer(), link="http://user:pw@127.0.0.1/", expect="refused"),
        Entry(path="/file", page=to("file:///etc/passwd"), expect="refused"),
    ]
    feed = "application/rss+xml"
    return [
        Outlet(name="Bulletin", entries=bombs),
        Outlet(name="Hostile", entries=hostile),
        Outlet(name="Crossing", entries=away),
        Outlet(
            name="Entities",
            entries=[],
            feed_answers={day: [Answer(body=ENTITIES.encode(), media_type=feed)] * 9 for day in range(1, DAYS + 1)},
            expect_source="entities",
        ),
        Outlet(
            name="Xxe",
            entries=[],
            feed_answers={day: [Answer(body=XXE.encode(), media_type=feed)] * 9 for day in range(1, DAYS + 1)},
            expect_source="entities",
        ),
    ]


def _odd_outlets() -> list[Outlet]:
    encodings = [
        Entry(path="/cp1251", page=Answer(body=CYRILLIC.format(city="Герат").encode("cp1251"), media_type="text/html")),
        Entry(path="/utf16", page=Answer(body=a_page("Herat", "Vestnik").encode("utf-16"), media_type="text/html")),
        Entry(path="/lied", page=Answer(body=CYRILLIC.format(city="Кундуз").encode("cp1251"), media_type="text/html")),
    ]
    robots = Answer(body=b"User-agent: *\nDisallow: /private\nCrawl-delay: 1\n", media_type="text/plain")
    polite = [
        Entry(path="/public", page=page("Maidan Shahr", "Polite")),
        Entry(path="/private", page=page("Pul-e Alam", "Polite"), needs="robots", then="robots"),
    ]
    canonical = "<link rel='canonical' href='/pair'>"
    amp = a_page("Sharana", "Ampere", head=canonical)
    pair = a_page("Sharana", "Ampere", head=f"{canonical}<link rel='amphtml' href='/pair.amp'>")
    pairs = [
        Entry(path="/pair", page=Answer(body=pair.encode())),
        Entry(path="/pair.amp", page=Answer(body=amp.replace("<html>", "<html amp>").encode())),
    ]
    walls = [
        Entry(path="/wall", page=Answer(body=WALL.encode()), needs="paywall", then="paywall"),
        Entry(path="/consent", page=Answer(body=CONSENT.encode()), needs="paywall", then="consent"),
        Entry(path="/summary", page=Answer(body=WALL.encode()), summary=LONG_SUMMARY),
    ]
    return [
        Outlet(name="Vestnik", entries=encodings, encoding="utf-16"),
        Outlet(name="Polite", entries=polite, pages={"/robots.txt": robots}),
        Outlet(name="Ampere", entries=pairs),
        Outlet(name="Wall", entries=walls, etag=False),
    ]
