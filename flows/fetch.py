"""An http(s) address in, a bounded body out: the only input socket. One deadline, one cap, every hop checked."""

import os
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

import httpcore
import httpx

from flows.addresses import Resolver, Target, find_addresses, read_target, resolve_name, shown_url
from flows.errors import FetchError
from flows.settings import FetchSettings
from flows.unpacking import ACCEPTED, unpack, unpack_start

# Asked before each hop, and held while the host answers: FetchError where the hop must not be made.
Admit = Callable[[Target], AbstractContextManager[object]]

_REDIRECTS = {301, 302, 303, 307, 308}
_TRANSIENT = {408, 425, 429}
_SENDABLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, text/xml;q=0.9, */*;q=0.5"


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
    headers: tuple[tuple[str, str], ...] = field(default=(), compare=False, repr=False)  # as they came
    fetched_at: datetime | None = field(default=None, compare=False)

    @property
    def not_modified(self) -> bool:
        """Whether the server says that we have it already."""
        return self.status == 304


def admit_all(_target: Target) -> AbstractContextManager[object]:
    """No manners: for what is asked for once."""
    return nullcontext()


def fetch(
    url: str,
    settings: FetchSettings,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    headers: Mapping[str, str] | None = None,
    admit: Admit = admit_all,
    resolver: Resolver = resolve_name,
    most: int | None = None,
) -> Fetched:
    """The body of `url`, decoded; FetchError after the deadline, over the cap, or where we may not go.

    `headers` may hold secrets: they are for the host of `url` alone. The deadline holds for all hops together,
    and stands still while `admit` makes us wait. Of a body longer than `most` bytes only the first ones are read."""
    clock = _Clock(settings.deadline_seconds)
    asking = _Asking(settings=settings, clock=clock, admit=admit, resolver=resolver, most=most)
    try:
        return _follow(read_target(url), asking, _headers(settings, etag, last_modified), _checked(headers or {}, url))
    except FetchError as error:
        if error.url == shown_url(url):
            raise
        # People know the address they asked for, not the one it led to.
        why = f"led to {error.url}: {error.why}"
        raise FetchError(
            shown_url(url), why, code=error.code, transient=error.transient, retry_after=error.retry_after
        ) from error


def _follow(start: Target, asking: "_Asking", headers: dict[str, str], secrets: Mapping[str, str]) -> Fetched:
    """The answer at the end of all redirects."""
    target, seen = start, {start.url}
    for _hop in range(asking.settings.max_redirects + 1):
        if target.origin != start.origin:
            secrets = {}  # for good: who sends us away and back again must not get them either
        answer = _ask(target, asking, _with_own(headers, secrets))
        if isinstance(answer, Fetched):
            return answer
        target = read_target(answer)
        if target.url in seen:
            raise FetchError(shown_url(start.url), "its redirects lead in a circle", code="redirects")
        seen.add(target.url)
    why = f"more than {asking.settings.max_redirects} redirects"
    raise FetchError(shown_url(start.url), why, code="redirects")


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

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Time that does not count: we wait for our turn, not for the server."""
        since = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - since


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """What all hops of one fetch share."""

    settings: FetchSettings
    clock: _Clock
    admit: Admit
    resolver: Resolver
    most: int | None


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


def _ask(target: Target, asking: _Asking, headers: dict[str, str]) -> Fetched | str:
    """One request: what it gave, or the address that it points to."""
    shown = shown_url(target.url)
    try:
        addresses = _resolve(target, asking)  # first: nobody is asked anything about a host that is refused
        with ExitStack() as stack:
            with asking.clock.paused():
                stack.enter_context(asking.admit(target))
            return _connect_and_ask(target, addresses, asking, headers)
    except httpcore.TimeoutException as error:
        why = f"no complete answer within {asking.clock.seconds:g} seconds"
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


def _connect_and_ask(target: Target, addresses: list[str], asking: _Asking, headers: dict[str, str]) -> Fetched | str:
    backend = _CheckedBackend(addresses, asking.clock)
    context = _tls_context(os.environ.get("SSL_CERT_FILE")) if target.scheme == "https" else None
    url = httpcore.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
    )
    asked: list[tuple[bytes | str, bytes | str]] = [("Host", target.authority), *headers.items()]
    with (
        httpcore.ConnectionPool(ssl_context=context, network_backend=backend, max_connections=1) as pool,
        pool.stream("GET", url, headers=asked) as response,
    ):
        return _read_answer(target, response, asking)


def _read_answer(target: Target, response: httpcore.Response, asking: _Asking) -> Fetched | str:
    shown = shown_url(target.url)
    answer = Message()
    for name, value in response.headers:
        answer[name.decode("latin-1")] = value.decode("latin-1")
    if response.status in _REDIRECTS:
        if not answer["Location"]:
            raise FetchError(shown, "a redirect that names no address", code="protocol")
        # Raw UTF-8 in Location is not allowed, but common.
        return urljoin(target.url, str(answer["Location"]).encode("latin-1").decode("utf-8", "replace"))
    if response.status != 304 and not 200 <= response.status < 300:
        again = response.status >= 500 or response.status in _TRANSIENT
        why = f"the server answered {response.status}"
        code = f"http_{response.status}"
        raise FetchError(shown, why, code=code, transient=again, retry_after=answer["Retry-After"])
    return Fetched(
        url=target.url,
        status=response.status,
        media_type=answer.get_content_type() if answer["Content-Type"] else "",
        charset=answer.get_content_charset(),
        body=b"" if response.status == 304 else _read_body(response, answer, asking, shown=shown),
        etag=answer["ETag"],
        last_modified=answer["Last-Modified"],
        headers=tuple((name, str(value)) for name, value in answer.items()),
        fetched_at=datetime.now(UTC),
    )


def _read_body(response: httpcore.Response, answer: Message, asking: _Asking, *, shown: str) -> bytes:
    cap, packing, body = asking.settings.max_bytes, answer["Content-Encoding"], response.iter_stream()
    if asking.most is not None:
        return unpack_start(body, packing, most=asking.most, cap=max(cap, asking.most), shown=shown)
    length = str(answer["Content-Length"] or "")
    if length.isdecimal() and int(length[:20]) > 2 * cap:  # twice: no packing makes a body that much larger
        raise FetchError(shown, f"larger than {cap:,} bytes", code="too_large")
    return unpack(body, packing, cap=cap, shown=shown)


def _resolve(target: Target, asking: _Asking) -> list[str]:
    """`find_addresses` within the deadline: the system's resolver cannot be interrupted, only left behind."""
    outcome: list[list[str] | BaseException] = []

    def look_up() -> None:
        try:
            settings = asking.settings
            found = find_addresses(target, settings.allow_hosts, ports=settings.ports, resolver=asking.resolver)
            outcome.append(found)
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=look_up, name="frontwire-dns", daemon=True)
    thread.start()
    thread.join(asking.clock.left())
    if not outcome:
        raise httpcore.ConnectTimeout("name not resolved in time")
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _headers(settings: FetchSettings, etag: str | None, last_modified: str | None) -> dict[str, str]:
    headers = {
        "User-Agent": settings.agent,
        "Accept": _ACCEPT,
        "Accept-Encoding": ACCEPTED,  # nothing that we cannot unpack piece by piece
        "Connection": "close",
    }
    if etag and _SENDABLE.fullmatch(etag):
        headers["If-None-Match"] = etag
    if last_modified and _SENDABLE.fullmatch(last_modified):
        headers["If-Modified-Since"] = last_modified
    return headers


def _checked(secrets: Mapping[str, str], url: str) -> Mapping[str, str]:
    """Headers that can be sent; the error names the header and never its value."""
    for name, value in secrets.items():
        if not _SENDABLE.fullmatch(value):
            why = f"the value of its header {name!r} holds signs that cannot be sent"
            raise FetchError(shown_url(url), why, code="refused")
    return secrets


def _with_own(ours: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Headers of a feed in the place of ours of the same name."""
    replaced = {name.lower() for name in own}
    return {**{name: value for name, value in ours.items() if name.lower() not in replaced}, **own}


@lru_cache(maxsize=2)
def _tls_context(_cert_file: str | None) -> ssl.SSLContext:
    """The trusted certificates; asked for anew when SSL_CERT_FILE changes, which httpx reads itself."""
    return httpx.create_ssl_context()
