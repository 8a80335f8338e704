"""A body and what is known of it in, a WARC record as a gzip member out: no secret, nothing that breaks a line."""

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from http.client import responses
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.fetch import Fetched

SOFTWARE = "frontwire"
FORMAT = "WARC File Format 1.1"
# Named one by one: whatever else a server sends may be a secret (cookies, tokens of its own making).
KEPT_HEADERS = frozenset(
    "age cache-control content-disposition content-language content-location content-type date etag expires"
    " last-modified link retry-after server vary via x-robots-tag".split()
)
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]")


def warcinfo() -> bytes:
    """What the first record of a file says."""
    told = {"software": f"{SOFTWARE}/{version(SOFTWARE)}", "format": FORMAT}
    return "".join(f"{key}: {value}\r\n" for key, value in told.items()).encode()


def pack(kind: str, url: str, body: bytes, fields: Mapping[str, str], content_type: str, headers: Any) -> bytes:
    """A record as one gzip member."""
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        _in_header(url),
        kind,
        payload=io.BytesIO(body),
        length=len(body),
        warc_content_type=content_type,
        warc_headers_dict={name: _in_header(value, " ") for name, value in fields.items()},
        http_headers=headers,
    )
    writer.write_record(record)
    return out.getvalue()


def http_headers(answer: "Fetched") -> Any:
    """What the server said, without what may be secret and with what is true of the body as it is stored."""
    from warcio.statusandheaders import StatusAndHeaders

    kept = [(name, _in_header(value, " ")) for name, value in answer.headers if name.lower() in KEPT_HEADERS]
    packed = [
        ("X-Archive-Orig-Content-Encoding", _in_header(value))
        for name, value in answer.headers
        if name.lower() == "content-encoding"
    ]
    length = [("Content-Length", str(len(answer.body)))]
    return StatusAndHeaders(f"{answer.status} {responses.get(answer.status, '')}", kept + packed + length, "HTTP/1.1")


def _in_header(text: str, instead: str = "%20") -> str:
    """Outside text as it may stand in a header: nothing in it ends the line."""
    return _CONTROL.sub(instead, text)


def warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
