"""The bytes of a mail in, the newsletter that it carries as a text out; attachments and pictures are left."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import EmailPolicy
from email.utils import parseaddr, parsedate_to_datetime

from parsers.documents.articles import STUB, decode_text, whole_text
from parsers.documents.feed_dates import plausible
from parsers.documents.plain import plain_text
from parsers.errors import ParseError
from parsers.records import Document, Known, stable_id

_WEB = re.compile(r"<?(https?://[^\s<>\"]{1,2000})>?", re.IGNORECASE)
# A mail whose plain part is this much shorter than its page says there only where the page is.
_MUCH_SHORTER = 3
_MOST_PARTS = 200
_LONGEST_HEADER = 4_000  # characters; the library takes quadratic time for the words of one


class _Bounded(EmailPolicy):
    """As the library's own, with headers cut: what is longer says nothing that we read."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


def read_mail(document: Document) -> Document:
    """A mail as a text/plain Document: subject, sender and date are known, Message-ID names it; ParseError: no text."""
    try:
        mail = message_from_bytes(document.body, policy=_Bounded())
        text = _text_of(mail)
        known = _known_of(mail, document.known)
    except MemoryError:
        raise  # not the mail's fault alone: the caller starts anew
    except Exception as error:  # whatever a hostile mail makes the library raise
        raise ParseError(document.name, f"cannot be read as a mail ({type(error).__name__})", code="mail") from error
    if not text.strip():
        raise ParseError(document.name, "the mail holds no text", code="empty")
    body = text.encode("utf-8", "replace")
    return replace(document, media_type="text/plain", body=body, charset="utf-8", known=known)


def _text_of(mail: Message) -> str:
    """The plain part, or the page where that says more: `view this in your browser` is no newsletter."""
    parts = [part for part, _ in zip(mail.walk(), range(_MOST_PARTS), strict=False) if not part.is_multipart()]
    shown = [part for part in parts if part.get_content_disposition() != "attachment"]
    plain = "\n\n".join(_decoded(part).strip() for part in shown if part.get_content_type() == "text/plain")
    page = "\n\n".join(plain_text(_decoded(part)) for part in shown if part.get_content_type() == "text/html")
    if len(plain) >= STUB and len(plain) * _MUCH_SHORTER > len(page):
        return whole_text(plain.replace("\r\n", "\n"))
    return page or whole_text(plain.replace("\r\n", "\n"))


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    return decode_text(content, part.get_content_charset()) if isinstance(content, bytes) else ""


def _known_of(mail: Message, known: Known) -> Known:
    """What the mail says of itself, where nothing is known better."""
    name, address = parseaddr(_header(mail, "From"))
    archived = _WEB.search(_header(mail, "Archived-At"))
    message_id = _header(mail, "Message-ID").strip()
    return Known(
        article_id=known.article_id or (stable_id("mail", message_id) if message_id else None),
        title=known.title or " ".join(_header(mail, "Subject").split()) or None,
        outlet=known.outlet or name.strip() or address.rpartition("@")[2] or None,
        url=known.url or (archived[1] if archived else None),
        published=known.published or _date_of(mail),
        language=known.language,
    )


def _date_of(mail: Message) -> datetime | None:
    try:
        sent = parsedate_to_datetime(_header(mail, "Date"))
        return plausible((sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(UTC))
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _header(mail: Message, name: str) -> str:
    value = mail.get(name)
    return whole_text(str(value)) if value is not None else ""
