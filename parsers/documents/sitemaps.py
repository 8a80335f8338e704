"""The bytes of a sitemap in, its news entries or the sitemaps that it lists out; pages that are no news are left."""

from collections.abc import Iterator, Mapping

from parsers.documents.feed_dates import read_date
from parsers.documents.markup import Element, find_elements
from parsers.documents.plain import plain_line, read_language, read_link
from parsers.errors import ParseError
from parsers.records import Feed, FeedItem

SITEMAPS = ("urlset", "sitemapindex")
MAX_ENTRIES = 1_000  # what the format of news sitemaps allows
MAX_PARTS = 10  # sitemaps of one index that are read: those of the news, and the newest


def read_sitemap(body: bytes, *, url: str) -> Feed:
    """Entries with a news:news (news:publication_date, ...), or the addresses of the sitemaps in an index."""
    rows = list(_find_rows(body, url=url))
    parts = [row for row in rows if row["kind"] == "sitemap" and row.get("loc")]
    if parts:
        return Feed(kind="sitemap", parts=_chosen(parts, url))
    items = [item for row in rows if (item := _read_item(row, url)) is not None]
    if not items:
        raise ParseError(url, "this sitemap has no news entries", code="not_a_feed")
    return Feed(kind="sitemap", items=tuple(items[:MAX_ENTRIES]), outlet=items[0].outlet)


def _find_rows(body: bytes, *, url: str) -> Iterator[Mapping[str, str]]:
    """One mapping for each url or sitemap: its loc and lastmod, and what news:news says of it."""
    row: dict[str, str] = {}
    for element in find_elements(body, name=url):
        inside = element.path[1:]
        if len(inside) == 1 and inside[0] in ("url", "sitemap"):
            yield {**row, "kind": inside[0]}
            row = {}
        elif len(inside) > 1 and (field := _field_of(inside, element)) is not None:
            row[field] = element.text.strip()


def _field_of(inside: tuple[str, ...], element: Element) -> str | None:
    if not element.text.strip():
        return None
    if len(inside) == 2 and inside[1] in ("loc", "lastmod"):
        return inside[1]
    # image:title and video:publication_date are not of the article.
    return inside[-1] if len(inside) > 2 and inside[1] == "news" else None


def _read_item(row: Mapping[str, str], url: str) -> FeedItem | None:
    link = read_link(row.get("loc"), url)
    if link is None or not row.keys() & {"publication_date", "title", "name"}:
        return None
    return FeedItem(
        item_id=link,
        link=link,
        title=plain_line(row.get("title")),
        summary="",
        content="",
        published=read_date(row.get("publication_date")),
        outlet=plain_line(row.get("name")) or None,
        language=read_language(row.get("language")),
        updated=read_date(row.get("lastmod")),
    )


def _chosen(parts: list[Mapping[str, str]], url: str) -> tuple[str, ...]:
    newest = sorted(parts, key=lambda row: row.get("lastmod", ""), reverse=True)
    newest.sort(key=lambda row: "news" not in row["loc"].lower())
    links = [read_link(row["loc"], url) for row in newest]
    return tuple(dict.fromkeys(link for link in links if link))[:MAX_PARTS]
