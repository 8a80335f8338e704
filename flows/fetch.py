"""An http(s) address in, a bounded body out: the only input socket. One deadline, one cap, every hop checked."""

import os
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

import httpcore
import httpx

from flows.addresses import Resolver, Target, find_addresses, read_target, resolve_name, shown_url
from flows.errors import FetchError
from flows.settings import FetchSettings

_REDIRECTS = {301, 302, 303, 307, 308}
_TRANSIENT = {408, 425, 429}
_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, text/xml;q=0.9, */*;q=0.5"
_STEP = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave; `url` is where it was found after all redirects."""

    url: str
    status: int
    media_type: str = ""  # lower case, without parameters
    charset: str | None = None
    body: bytes = b""
    etag: str | None = None
    last_modified: str | None = None

    @property
    def not_modified(self) -> bool:
        """Whether the server says that we have it already."""
        return self.status == 304


def fetch(
    url: str,
    settings: FetchSettings,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    headers: Mapping[str, str] | None = None,
    resolver: Resolver = resolve_name,
) -> Fetched:
    """The body of `url`, decoded; FetchError after the deadline, over the cap, or where we may not go.

    `headers` may carry secrets: they go to the scheme, host and port of `url` and nowhere else."""
    clock = _Clock(settings.deadline_seconds)
    first = target = read_target(url)
    ours = _headers(settings, etag=etag, last_modified=last_modified)
    try:
        for _hop in range(settings.max_redirects + 1):
            at_home = (target.scheme, target.host, target.port) == (first.scheme, first.host, first.port)
            sent = _with_own(ours, headers) if headers and at_home else ours
            answer = _ask(target, settings, sent, clock=clock, resolver=resolver)
            if isinstance(answer, Fetched):
                return answer
            target = read_target(answer)
    except FetchError as error:
        if error.url == shown_url(url):
            raise
        # People know the address they asked for, not the one it led to.
        why = f"led to {error.url}: {error.why}"
        raise FetchError(shown_url(url), why, code=error.code, transient=error.transient) from error
    why = f"more than {settings.max_redirects} redirects"
    raise FetchError(shown_url(url), why, code="redirects")


class _Clock:
    """What is left of a deadline."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left; httpcore.ReadTimeout where none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left


class _Stream(httpcore.NetworkStream):
    """A stream whose every wait is cut to what is left of the deadline: a slow drip never renews it."""

    def __init__(self, inner: httpcore.NetworkStream, clock: _Clock) -> None:
        self._inner = inner
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._inner.read(max_bytes, self._clock.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._inner.write(buffer, self._clock.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._clock.left()), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to addresses that were checked, and resolves nothing again: a name cannot change in between."""

    def __init__(self, addresses: list[str], clock: _Clock) -> None:
        self._addresses = addresses
        self._clock = clock
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = self._addresses
        for address in others:
            try:
                wait = self._clock.left() / 2  # one dead address leaves time for the next
                return _Stream(
                    self._system.connect_tcp(address, port, wait, local_address, socket_options), self._clock
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        wait = self._clock.left()
        return _Stream(self._system.connect_tcp(last, port, wait, local_address, socket_options), self._clock)


def _ask(
    target: Target, settings: FetchSettings, headers: dict[str, str], *, clock: _Clock, resolver: Resolver
) -> Fetched | str:
    """One request: what it gave, or the address that it points to."""
    shown = shown_url(target.url)
    try:
        return _connect_and_ask(target, settings, headers, clock=clock, resolver=resolver)
    except httpcore.TimeoutException as error:
        why = f"no complete answer within {clock.seconds:g} seconds"
        raise FetchError(shown, why, code="timeout", transient=True) from error
    except httpcore.ConnectError as error:
        if isinstance(error.__cause__ or error.__context__, ssl.SSLError):
            raise FetchError(shown, f"no trusted TLS connection ({error})", code="tls") from error
        raise FetchError(shown, f"cannot connect ({error})", code="connect", transient=True) from error
    except (httpcore.ProtocolError, httpcore.NetworkError) as error:
        why = f"broken answer ({str(error) or type(error).__name__})"
        raise FetchError(shown, why, code="protocol", transient=True) from error
    except OSError as error:  # certificates that cannot be read, no sockets left
        why = f"cannot connect ({error.strerror or error})"
        raise FetchError(shown, why, code="connect", transient=True) from error


def _connect_and_ask(
    target: Target, settings: FetchSettings, headers: dict[str, str], *, clock: _Clock, resolver: Resolver
) -> Fetched | str:
    addresses = _resolve(target, settings, clock=clock, resolver=resolver)
    backend = _CheckedBackend(addresses, clock)
    context = _tls_context(os.environ.get("SSL_CERT_FILE")) if target.scheme == "https" else None
    url = httpcore.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
    )
    asked: list[tuple[bytes | str, bytes | str]] = [("Host", target.authority), *headers.items()]
    with (
        httpcore.ConnectionPool(ssl_context=context, network_backend=backend, max_connections=1) as pool,
        pool.stream("GET", url, headers=asked) as response,
    ):
        return _read_answer(target, response, settings)


def _read_answer(target: Target, response: httpcore.Response, settings: FetchSettings) -> Fetched | str:
    shown = shown_url(target.url)
    answer = Message()
    for name, value in response.headers:
        answer[name.decode("latin-1")] = value.decode("latin-1")
    if response.status in _REDIRECTS:
        if not answer["Location"]:
            raise FetchError(shown, "a redirect that names no address", code="protocol")
        # Raw UTF-8 in Location is not allowed, but common.
        return urljoin(target.url, str(answer["Location"]).encode("latin-1").decode("utf-8", "replace"))
    if response.status == 304:
        body = b""
    elif 200 <= response.status < 300:
        body = b"".join(_decoded(response.iter_stream(), answer, settings.max_bytes, shown=shown))
    else:
        again = response.status >= 500 or response.status in _TRANSIENT
        why = f"the server answered {response.status}"
        raise FetchError(shown, why, code=f"http_{response.status}", transient=again)
    return Fetched(
        url=target.url,
        status=response.status,
        media_type=answer.get_content_type() if answer["Content-Type"] else "",
        charset=answer.get_content_charset(),
        body=body,
        etag=answer["ETag"],
        last_modified=answer["Last-Modified"],
    )


def _decoded(chunks: Iterable[bytes], answer: Message, cap: int, *, shown: str) -> Iterator[bytes]:
    """The body piece by piece; stops at the cap before the next piece is unpacked."""
    encoding = (answer["Content-Encoding"] or "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError(shown, f"unknown content encoding {encoding[:20]!r}", code="protocol")
    plain = encoding in ("identity", "")
    pieces = _cut(chunks) if plain else _inflated(_cut(chunks), shown=shown)
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > cap:
            raise FetchError(shown, f"larger than {cap:,} bytes", code="too_large")
        yield piece


def _cut(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for start in range(0, len(chunk), _STEP):
            yield chunk[start : start + _STEP]


def _inflated(chunks: Iterable[bytes], *, shown: str) -> Iterator[bytes]:
    """Unpacks gzip, zlib or bare deflate by pieces of at most 64 KiB; also several gzip members in a row."""
    unpacker = None
    try:
        for chunk in chunks:
            if unpacker is None:
                unpacker = zlib.decompressobj(wbits=47 if _has_header(chunk) else -15)
            while chunk and not unpacker.eof:
                yield unpacker.decompress(chunk, _STEP)
                chunk = unpacker.unconsumed_tail
                if unpacker.eof and unpacker.unused_data.startswith(b"\x1f\x8b"):
                    chunk = unpacker.unused_data
                    unpacker = zlib.decompressobj(wbits=47)
            while not unpacker.eof and (rest := unpacker.decompress(b"", _STEP)):
                yield rest
            if unpacker.eof:
                return  # what follows the last member is padding
    except zlib.error as error:
        raise FetchError(shown, f"its compression is damaged ({error})", code="protocol", transient=True) from error
    if unpacker is not None and not unpacker.eof:
        raise FetchError(shown, "its compression ends too early", code="protocol", transient=True)


def _has_header(chunk: bytes) -> bool:
    """Whether bytes start as gzip or zlib do."""
    if chunk[:1] == b"\x1f":
        return True
    return len(chunk) < 2 or (chunk[0] & 0x0F == 8 and (chunk[0] << 8 | chunk[1]) % 31 == 0)


def _resolve(target: Target, settings: FetchSettings, *, clock: _Clock, resolver: Resolver) -> list[str]:
    """`find_addresses` within the deadline: the system's resolver cannot be interrupted, only left behind."""
    outcome: list[list[str] | BaseException] = []

    def look_up() -> None:
        try:
            outcome.append(find_addresses(target, settings.allow_hosts, resolver=resolver))
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=look_up, name="frontwire-dns", daemon=True)
    thread.start()
    thread.join(clock.left())
    if not outcome:
        raise httpcore.ConnectTimeout("name not resolved in time")
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _headers(settings: FetchSettings, *, etag: str | None, last_modified: str | None) -> dict[str, str]:
    headers = {
        "User-Agent": settings.user_agent,
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip, deflate",  # nothing that we cannot unpack piece by piece
        "Connection": "close",
    }
    if etag and etag.isascii():
        headers["If-None-Match"] = etag
    if last_modified and last_modified.isascii():
        headers["If-Modified-Since"] = last_modified
    return headers


def _with_own(ours: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Headers of a feed in the place of ours of the same name."""
    replaced = {name.lower() for name in own}
    return {**{name: value for name, value in ours.items() if name.lower() not in replaced}, **own}


@lru_cache(maxsize=2)
def _tls_context(_cert_file: str | None) -> ssl.SSLContext:
    """The trusted certificates; asked for anew when SSL_CERT_FILE changes, which httpx reads itself."""
    return httpx.create_ssl_context()
