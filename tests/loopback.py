"""Scripted routes in, a real HTTP server on 127.0.0.1 out, with a log of what it was asked."""

import gzip
import os
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a route answers."""

    body: bytes = b""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None  # asked with If-None-Match equal to it: 304
    last_modified: str | None = None  # asked with If-Modified-Since equal to it: 304
    delay: float = 0.0  # seconds before the first byte
    drip: float = 0.0  # seconds between single bytes of the body
    drip_head: float = 0.0  # seconds between single bytes of the header
    cut: int | None = None  # close after that many bytes of the body, as if the line broke


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asked; header names are lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic, compare=False)  # when it had come
    status: int = 0  # of the answer


class Loopback:
    """`route` says what a path answers, `requests` what was asked. A list of replies is used up, its last one stays."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self._routes: dict[str, list[Reply]] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.loopback = self
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "http" if context is None else "https"
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def host(self) -> str:
        """`127.0.0.1:port`, as fetch.allow_hosts wants it."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"{self._scheme}://{self.host}{path}"

    def route(self, path: str, *replies: Reply) -> str:
        """Sets what `path` answers, and gives its address."""
        with self._lock:
            self._routes[path] = list(replies)
        return self.url(path)

    def page(self, path: str, body: str, **changes: object) -> str:
        """An HTML page."""
        return self.route(path, Reply(body=body.encode(), **changes))  # type: ignore[arg-type]

    def feed(self, path: str, body: str, **changes: object) -> str:
        """An RSS or Atom feed."""
        return self.route(path, Reply(body=body.encode(), media_type="application/rss+xml", **changes))  # type: ignore[arg-type]

    def redirect(self, path: str, to: str, *, status: int = 302) -> str:
        """A path that points elsewhere."""
        return self.route(path, Reply(status=status, headers={"Location": to}))

    def zipped(self, path: str, body: bytes, **changes: object) -> str:
        """A page sent with Content-Encoding: gzip."""
        headers = {"Content-Encoding": "gzip"}
        return self.route(path, Reply(body=gzip.compress(body), headers=headers, **changes))  # type: ignore[arg-type]

    def asked(self, path: str) -> list[Request]:
        """The requests for one path."""
        with self._lock:
            return [request for request in self.requests if request.path == path]

    def answer(self, request: Request) -> Reply:
        """Logs a request and says what to answer."""
        with self._lock:
            reply = self._choose(request)
            self.requests.append(replace(request, status=reply.status))
        return reply

    def _choose(self, request: Request) -> Reply:
        replies = self._routes.get(request.path) or self._routes.get(request.path.partition("?")[0])
        if not replies:
            return Reply(status=404, body=b"no such page")
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        tagged = reply.etag is not None and request.headers.get("if-none-match") == reply.etag
        dated = reply.last_modified is not None and request.headers.get("if-modified-since") == reply.last_modified
        return Reply(status=304, etag=reply.etag, last_modified=reply.last_modified) if tagged or dated else reply

    def close(self) -> None:
        """Stops the server and everything that still drips."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    loopback: Loopback

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: _Server

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length)
        request = Request(method=self.command, path=self.path, headers=headers, body=body)
        reply = self.server.loopback.answer(request)
        self.server.loopback.closing.wait(reply.delay) if reply.delay else None
        self._slowly(self._head(reply), reply.drip_head)
        self._slowly(reply.body[: reply.cut], reply.drip)
        self.close_connection = self.close_connection or reply.cut is not None

    do_POST = do_HEAD = do_PUT = do_GET  # noqa: N815

    def _head(self, reply: Reply) -> bytes:
        headers = {"Content-Type": reply.media_type, "Content-Length": str(len(reply.body)), **reply.headers}
        if reply.etag:
            headers["ETag"] = reply.etag
        if reply.last_modified:
            headers["Last-Modified"] = reply.last_modified
        lines = [f"HTTP/1.1 {reply.status} Scripted", *(f"{name}: {value}" for name, value in headers.items() if value)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _slowly(self, content: bytes, pause: float) -> None:
        if not pause:
            self.wfile.write(content)
            return
        for start in range(len(content)):
            self.wfile.write(content[start : start + 1])
            if self.server.loopback.closing.wait(pause):
                return

    def log_message(self, format: str, *args: Sequence[object]) -> None:
        """The log is `Loopback.requests`."""


def wait_until(true: Callable[[], bool], *, seconds: float = 5.0) -> bool:
    """Whether `true()` comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.01)
    return true()


def reader_processes() -> set[int]:
    """The processes among our children that read pages."""
    found = set()
    for folder in Path("/proc").iterdir():
        try:
            command = (folder / "cmdline").read_bytes()
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:  # no process, or gone meanwhile
            continue
        if parent == str(os.getpid()) and b"pages" in command and b"serve()" in command:
            found.add(int(folder.name))
    return found
