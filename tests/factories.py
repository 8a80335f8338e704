"""Records for tests: say what matters, the dull fields fill themselves in."""

import io
from datetime import UTC, date, datetime
from typing import Any

from parsers.records import Article, Mention, Report, stable_id

KHOST: dict[str, Any] = {
    "place": "Khost",
    "place_kind": "city",
    "place_id": "1444434",
    "admin1": "AF-KHO",
    "country": "AF",
    "lat": 33.34,
    "lon": 69.92,
    "seat": True,
}
KHOST_PROVINCE: dict[str, Any] = {**KHOST, "place_kind": "province", "place_id": "1444362", "seat": False}
NOON = datetime(2021, 8, 15, 12, tzinfo=UTC)


def a_moment(value: datetime | str) -> datetime:
    """`2021-08-15` (noon) or `2021-08-15T18:30`, or an aware datetime -> an aware datetime."""
    if isinstance(value, datetime):
        return value
    moment = datetime.fromisoformat(value if "T" in value else f"{value}T12:00")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def an_article(**known: Any) -> Article:
    """An Article of 15 August 2021 by the Example Post."""
    fields: dict[str, Any] = {
        "title": "Taliban take Khost",
        "text": "The Taliban captured Khost on Sunday, residents said.",
        "outlet": "Example Post",
        "published": NOON,
        "language": "en",
        **known,
    }
    fields.setdefault("article_id", stable_id("article", fields["outlet"], fields["title"], fields["published"]))
    fields.setdefault("url", f"https://example.org/{fields['article_id']}")
    return Article(**fields)


def a_mention(**known: Any) -> Mention:
    """A Mention: the Taliban firmly captured the city of Khost, day unknown; `day=` sets both dates."""
    actor, kind = known.get("actor", "Taliban"), known.get("type", "territory_captured")
    place = known.get("place", "Khost")
    fields: dict[str, Any] = {
        "article_id": "a1",
        "type": kind,
        "modality": "actual",
        "assertion": "reported",
        "actor": actor,
        "actor_text": actor,
        "target": None,
        "target_text": None,
        **KHOST,
        "place_text": place,
        "date_start": None,
        "date_end": None,
        "date_precision": "unknown",
        "method": "unknown",
        "extent": "unknown",
        "quantities": (),
        "sources": (),
        "root_source": None,
        "start": 0,
        "pattern": "test",
        "extractor": "test 1",
    }
    day = known.pop("day", None)
    if day is not None:
        day = date.fromisoformat(day) if isinstance(day, str) else day
        fields |= {"date_start": day, "date_end": day, "date_precision": "day"}
    fields |= known
    fields.setdefault("quote", f"{actor}: {kind} {place} (at {fields['start']} of {fields['article_id']})")
    fields.setdefault("stop", fields["start"] + len(fields["quote"]))
    fields.setdefault(
        "mention_id", stable_id("mention", fields["article_id"], kind, actor, place, fields["start"], fields["quote"])
    )
    return Mention(**fields)


def a_report(mention: Mention | None = None, **known: Any) -> Report:
    """A Report of a mention, given or made of the other fields; each outlet and moment is an article of its own."""
    published = a_moment(known.pop("published", NOON))
    outlet, seq, url = known.pop("outlet", "Example Post"), known.pop("seq", 0), known.pop("url", None)
    seen = known.pop("seen", None)
    if mention is None:
        known.setdefault("article_id", stable_id("article", outlet, published, seq))
        mention = a_mention(**known)
    url = url or f"https://example.org/{mention.article_id}"
    return Report(mention=mention, seq=seq, published=published, outlet=outlet, url=url, seen=seen)


def a_pdf(*lines: str) -> bytes:
    """A PDF of one page, by pypdf's own objects."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(width=600, height=800)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    resources = DictionaryObject({NameObject("/F1"): fonts})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): resources})
    stream = DecodedStreamObject()
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream.set_data(f"BT /F1 12 Tf 50 700 Td {shown} ET".encode())
    page[NameObject("/Contents")] = stream
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
