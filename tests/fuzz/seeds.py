"""Nothing in, sound bytes of each kind that comes from outside out: what fuzzing begins with."""

import gzip
import io
import json
import zipfile
import zlib
from functools import cache
from pathlib import Path

import brotli
import zstandard

from tests.factories import a_pdf

PAGES = Path(__file__).parents[1] / "pages"
TEXT = "The Taliban captured the city of Herat on Sunday, residents said. Shops stayed closed. " * 4

RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Example News</title>
<link>https://news.example/</link><language>en-gb</language><atom:link rel="next" href="/feed?page=2"/>
<item><title>Herat &amp; Kunduz &lt;b&gt;fall&lt;/b&gt;</title><link>https://news.example/a?utm_source=x</link>
<guid isPermaLink="false">1</guid><pubDate>Sun, 15 Aug 2021 10:00:00 GMT</pubDate><dc:creator>A. Writer</dc:creator>
<atom:updated>2021-08-15T11:00:00Z</atom:updated><description><![CDATA[<p>{TEXT}</p><img src="x.jpg">]]></description>
<content:encoded><![CDATA[<p>{TEXT}</p><script>1</script>]]></content:encoded></item>
<item><title>Zaranj</title><link>/b</link><guid>https://news.example/b</guid></item></channel></rss>"""
ATOM = f"""<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://news.example/x/'
 xml:lang='en'><title type='html'>Example &amp;amp; News</title><link href='/'/>
<link rel='prev-archive' href='2021-07.xml'/>
<entry><id>urn:1</id><title>Herat</title><link rel='alternate' href='a'/><updated>2021-08-15T10:00:00+04:30</updated>
<published>2021-08-15T09:00:00Z</published><summary type='text'>{TEXT}</summary>
<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{TEXT}</p></div></content></entry></feed>"""
RDF = """<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'
 xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='https://news.example/'><title>Old</title></channel>
<item rdf:about='https://news.example/1'><title>Farah</title><link>https://news.example/1</link>
<dc:date>2021-08-15</dc:date><description>It fell.</description></item></rdf:RDF>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Example",
        "language": "en",
        "next_url": "https://news.example/2.json",
        "items": [
            {
                "id": 1,
                "url": "/a",
                "title": "T",
                "content_html": f"<p>{TEXT}</p>",
                "date_published": "2021-08-15T10:00:00Z",
            },
            {"id": "2", "content_text": TEXT, "summary": "s", "date_modified": "2021-08-15T10:00:00+04:30"},
        ],
    }
)
SITEMAP = """<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'
 xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://news.example/1</loc><lastmod>2021-08-15</lastmod>
<news:news><news:publication><news:name>Example</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2021-08-15T10:00:00Z</news:publication_date><news:title>Herat</news:title></news:news></url></urlset>"""
SITEMAP_INDEX = (
    """<sitemapindex><sitemap><loc>/news-1.xml</loc><lastmod>2021-08-15</lastmod></sitemap></sitemapindex>"""
)
OPML = """<opml version='2.0' xmlns:f='urn:frontwire:feeds'><head><title>L</title></head><body><outline text='News'>
<outline type='rss' text='Example' xmlUrl='https://news.example/rss' f:country='GB' f:weight='0.5'/>
</outline></body></opml>"""
ROBOTS = """# robots\nUser-agent: *\nDisallow: /private/*.html$\nAllow: /private/public\nCrawl-delay: 1.5
Request-rate: 1/10 0600-0845
Sitemap: https://news.example/sitemap.xml\n\nUser-agent: frontwire\nDisallow: /a*b*c$\nDisallow:\n"""
MAIL = f"""From: =?utf-8?b?RXhhbXBsZQ==?= <news@news.example>\r\nTo: you@example.org
Subject: =?utf-8?q?Herat_f=C3=A4llt?=
Date: Sun, 15 Aug 2021 10:00:00 +0430\r\nMessage-ID: <1@news.example>\r\nArchived-At: <https://news.example/1>
MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="b"\r\n\r\n--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable\r\n\r\n{TEXT}=C3=A9\r\n--b\r\nContent-Type: text/html; charset=cp1251
Content-Transfer-Encoding: base64\r\n\r\nPHA+SGVyYXQ8L3A+\r\n--b--\r\n"""
URLS = (
    "https://news.example/2021/08/15/herat-falls?utm_source=rss&id=1#comments",
    "http://user:pw@bücher.example:8080/a%20b/../c;d?e=f&g",
    "http://[::ffff:127.0.0.1]:80/",
    "HTTP://0x7f.1/",
    "//news.example/amp/story.html",
    "https://news-example.cdn.ampproject.org/c/s/news.example/story",
)
FRONT = f"---\ntitle: 'Herat'\noutlet: Example\npublished: 2021-08-15T10:00:00Z\n---\n# Heading #\n\n{TEXT}"
LINE = json.dumps({"id": "1", "url": "https://news.example/1", "title": "T", "text": TEXT, "published": "2021-08-15"})


def _bytes(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


@cache
def of_feeds() -> tuple[bytes, ...]:
    """Each kind of feed, and RSS in other encodings."""
    return (*_bytes(RSS, ATOM, RDF, JSON_FEED, SITEMAP, SITEMAP_INDEX), RSS.encode("utf-16"), RSS.encode("cp1251"))


@cache
def of_pages() -> tuple[bytes, ...]:
    """The pages of the tests, which have been written to be read."""
    return tuple(path.read_bytes() for path in sorted(PAGES.glob("*.html")))


@cache
def of_archives() -> tuple[bytes, ...]:
    """Web archives, packed and not, of others and of our own making."""
    page = f"<html><title>Herat</title><p>{TEXT}</p></html>".encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    record = (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/1\r\n"
        b"WARC-Date: 2021-08-15T10:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http;msgtype=response\r\n"
        + f"Content-Length: {len(http)}\r\n\r\n".encode()
        + http
        + b"\r\n\r\n"
    )
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("archive/data.warc.gz", gzip.compress(record, mtime=0))
        bundle.writestr("datapackage.json", "{}")
    return record * 2, gzip.compress(record, mtime=0) * 2, zipped.getvalue(), _our_own(page)


def _our_own(page: bytes) -> bytes:
    from datetime import UTC, datetime
    from tempfile import TemporaryDirectory

    from flows.archive import Archive
    from flows.archive_index import find_files
    from flows.fetch import Fetched
    from flows.settings import ArchiveSettings
    from parsers.records import Document, Known

    at = datetime(2021, 8, 15, tzinfo=UTC)
    answer = Fetched(url="https://news.example/1", status=200, media_type="text/html", body=page, fetched_at=at)
    with TemporaryDirectory() as folder, Archive(Path(folder), ArchiveSettings()) as archive:
        for number in (1, 2):  # the second one refers to the first
            archived = archive.keep(answer, asked="https://news.example/1")
            known = Known(title="Herat", published=at)
            name = f"https://news.example/{number}"
            document = Document(
                source="f", name=name, media_type="text/html", body=page, known=known, archived=archived
            )
            archive.describe(document)
        archive.sync()
        return find_files(Path(folder))[0].read_bytes()


@cache
def of_packed() -> tuple[bytes, ...]:
    """A body in each encoding, its name before it."""
    body = RSS.encode()
    return (
        b"gzip\n" + gzip.compress(body, mtime=0) * 2,
        b"deflate\n" + zlib.compress(body),
        b"br\n" + brotli.compress(body),
        b"zstd\n" + zstandard.ZstdCompressor().compress(body),
    )


@cache
def of_mails() -> tuple[bytes, ...]:
    """A newsletter, and a box of two."""
    mail = MAIL.encode()
    return mail, b"From a@b Sun Aug 15 10:00:00 2021\n" + mail + b"\nFrom c@d Sun Aug 15 10:00:00 2021\n" + mail


@cache
def of_pdfs() -> tuple[bytes, ...]:
    """A report of a page."""
    return (a_pdf(TEXT),)
