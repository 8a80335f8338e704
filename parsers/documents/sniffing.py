"""The first bytes of an answer and the type that its server states in, the type that it has out: bytes do not lie."""

import re

TEXT, HTML, PDF, XML, BINARY = "text/plain", "text/html", "application/pdf", "text/xml", "application/octet-stream"

_LOOKED_AT = 1_445  # as browsers do (WHATWG, MIME Sniffing)
_STATED_HTML = ("text/html", "application/xhtml+xml")
_STATED_TEXT = (TEXT, "text/markdown")
_STATED_NOTHING = ("", "*/*", "unknown/unknown", "application/unknown")
_PACKED = (
    *(b"\x89PNG\r\n\x1a\n", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"II*\0", b"MM\0*", b"\0\0\1\0", b"BM"),
    *(b"PK\3\4", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd"),
    *(b"OggS", b"ID3", b"fLaC", b"\x1aE\xdf\xa3", b"wOF", b"\x7fELF", b"MZ", b"\xd0\xcf\x11\xe0", b"SQLite format 3\0"),
)
_PRINTABLE_STARTS = (b"BM", b"MZ", b"ID3", b"RIFF", b"BZh", b"wOF", b"GIF8", b"Rar!", b"OggS")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_WIDE = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WIDE_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_LEAD = re.compile(r"\A(?:\ufeff|\s+|<!--.*?-->|<\?.*?\?>)+", re.DOTALL)
_HTML_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|iframe|div|table|font|h1|p|br|a|b)(?![\w:-])",
    re.I,
)
_XML_ROOT = re.compile(r"<(?:rss|feed|rdf:rdf|urlset|sitemapindex|opml)(?![\w-])", re.I)


def sniff(body: bytes, stated: str) -> str:
    """A media type; what is no text is never one of text, whatever its server states."""
    if body.startswith(b"%PDF-"):
        return PDF
    text = _read_wide(body[:_LOOKED_AT])
    if text is None and _is_binary(body[:_LOOKED_AT]):
        return stated if stated and not _is_text(stated) else BINARY
    start = _LEAD.sub(
        "", text if text is not None else body[:_LOOKED_AT].decode("latin-1").removeprefix("ï»¿"), count=1
    )
    if _XML_ROOT.match(start):
        return XML
    if stated in _STATED_HTML:
        return HTML
    if _HTML_START.match(start) and (_is_text(stated) or stated == BINARY):
        return TEXT if stated in _STATED_TEXT and not start.lower().startswith(("<!doctype", "<html")) else HTML
    if stated in _STATED_TEXT:
        return TEXT
    if stated in _STATED_NOTHING:
        return HTML if start.startswith("<") else TEXT
    return stated


def _is_text(stated: str) -> bool:
    return stated in _STATED_NOTHING or stated.startswith("text/") or stated.endswith(("xml", "json"))


def _is_binary(start: bytes) -> bool:
    if _CONTROL.search(start):
        return True
    return start.startswith(_PACKED) and not start.startswith(_PRINTABLE_STARTS)


def _read_wide(start: bytes) -> str | None:
    """Text of two or four bytes a sign, whose zeros are no sign of a picture; None for any other."""
    for mark, name in (*_WIDE, *_WIDE_UNMARKED):
        if start.startswith(mark):
            whole = start[: len(start) // 4 * 4]
            return whole.decode(name, "replace")
    return None
