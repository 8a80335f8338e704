"""Days on stdin, a world of outlets on loopback out: a process of its own, one address an outlet.

The first line on stdout says where everyone is. `{"day": 3}` turns the page, `{"log": true}` asks for all requests,
the end of stdin ends the world.
"""

import json
import socket
import socketserver
import struct
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from tests.world.scenario import Answer, Entry, Outlet, find_outlets

START = datetime(2021, 8, 15, 6, 0, tzinfo=UTC)
FEED = "/feed.xml"


class State:
    """The day, and what was asked so far."""

    def __init__(self) -> None:
        self.day = 1
        self.log: list[dict[str, object]] = []
        self.forbidden: list[str] = []
        self.forbidden_host = ""
        self.used: dict[tuple[str, int], int] = {}
        self.lock = threading.Lock()


class Host(socketserver.ThreadingTCPServer):
    """One outlet; without one, the server that nobody may ask."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: str, outlet: Outlet | None, state: State) -> None:
        self.outlet = outlet
        self.state = state
        super().__init__((address, 0), Connection)

    @property
    def at(self) -> str:
        """`host:port`."""
        return f"{self.server_address[0]}:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what this is about."""


class Connection(socketserver.StreamRequestHandler):
    """One connection, one request."""

    server: Host
    timeout = 30

    def handle(self) -> None:
        outlet, state = self.server.outlet, self.server.state
        if outlet is None:
            state.forbidden.append("connected")  # even without a request
        _, path, headers = self._read()
        with state.lock:
            state.log.append(
                {"host": self.server.at, "path": path, "day": state.day, "at": time.time(), "headers": headers}
            )
        if outlet is None:
            state.forbidden.append(path)
            self._send(Answer(body=b"you should not be here"))
            return
        self._send(answer(outlet, path, headers, state, at=self.server.at))

    def _read(self) -> tuple[str, str, dict[str, str]]:
        words = self.rfile.readline(65_536).decode("latin-1").split()
        headers: dict[str, str] = {}
        while line := self.rfile.readline(65_536).decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        return (words[0], words[1], headers) if len(words) > 1 else ("", "", headers)

    def _send(self, answer: Answer) -> None:
        if answer.how == "hang":
            time.sleep(20)
            return
        if answer.how == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        forbidden = self.server.state.forbidden_host
        sent = {"Content-Type": answer.media_type, "Connection": "close", **answer.headers}
        lengths = {"long": len(answer.body) + 5_000, "short": len(answer.body) - 60}
        if answer.how != "no_length":
            sent["Content-Length"] = str(lengths.get(answer.how, len(answer.body)))
        lines = [f"{name}: {value}\r\n" for name, value in sent.items() if value]
        head = "".join(lines).replace("{forbidden}", forbidden)
        self.wfile.write(f"HTTP/1.1 {answer.status} Scripted\r\n{head}\r\n".encode("latin-1"))
        half = answer.body[: len(answer.body) // 2]
        if answer.how == "drip":
            for byte in answer.body:
                self.wfile.write(bytes([byte]))
                time.sleep(0.2)
        elif answer.how == "half_closed":
            self.wfile.write(half)
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(10)
            self.rfile.read(1)  # until the other side has had enough too
        else:
            self.wfile.write(half if answer.how == "cut" else answer.body)


def answer(outlet: Outlet, path: str, headers: dict[str, str], state: State, *, at: str) -> Answer:
    """What this outlet says to a path today."""
    if path == FEED:
        with state.lock:
            number = state.used.get((outlet.name, state.day), 0)
            state.used[outlet.name, state.day] = number + 1
        instead = outlet.feed_answers.get(state.day, ())
        if number < len(instead):
            filled = instead[number].body.replace(b"{forbidden}", state.forbidden_host.encode())
            given = instead[number]
            return Answer(body=filled, status=given.status, media_type=given.media_type, headers=given.headers)
        return feed(outlet, state, headers, at=at)
    for entry in outlet.entries:
        if entry.path == path:
            return today(entry, state.day)
    return outlet.pages.get(path, Answer(status=404, body=b"no such page"))


def today(entry: Entry, day: int) -> Answer:
    """The page of an entry on a day."""
    if isinstance(entry.page, Answer):
        return entry.page
    return entry.page[min(max(day - entry.day, 0), len(entry.page) - 1)]


def feed(outlet: Outlet, state: State, headers: dict[str, str], *, at: str) -> Answer:
    """The feed as it is today; 304 for who has it."""
    shown = [entry for entry in outlet.entries if entry.day <= state.day]
    changes = [entry.updated for entry in shown if entry.updated and entry.updated <= state.day]
    tag = f'"{outlet.name}-{len(shown)}-{len(changes)}"'
    if outlet.etag and headers.get("if-none-match") == tag:
        return Answer(status=304, headers={"ETag": tag})
    write = as_atom if outlet.atom else as_rss
    body = write(outlet, shown, state, at=at).replace("{forbidden}", state.forbidden_host)
    kind = "application/atom+xml" if outlet.atom else "application/rss+xml"
    sent = {"ETag": tag} if outlet.etag else {}
    return Answer(body=body.encode(outlet.encoding), media_type=kind, headers=sent)


def link_of(entry: Entry, at: str) -> str:
    """The address that the feed gives."""
    return entry.link or f"http://{at}{entry.path}"


def as_rss(outlet: Outlet, entries: list[Entry], state: State, *, at: str) -> str:
    items = []
    for entry in entries:
        link = escape(link_of(entry, at))
        late = entry.updated if entry.updated and entry.updated <= state.day else entry.day
        late = state.day if outlet.writes_present else late
        moment = format_datetime(START + timedelta(days=late - 1), usegmt=True)
        text = f"<description>{escape(entry.summary)}</description>" if entry.summary else ""
        items.append(
            f"<item><title>Entry {escape(entry.path)}</title><link>{link}</link>"
            f"<guid isPermaLink='false'>{outlet.name}{entry.path}</guid><pubDate>{moment}</pubDate>{text}</item>"
        )
    head = f"<?xml version='1.0' encoding='{outlet.encoding}'?>"
    return f"{head}<rss version='2.0'><channel><title>{outlet.name}</title>{''.join(items)}</channel></rss>"


def as_atom(outlet: Outlet, entries: list[Entry], state: State, *, at: str) -> str:  # noqa: ARG001
    items = "".join(
        f"<entry><id>{outlet.name}{entry.path}</id><title>Entry {escape(entry.path)}</title>"
        f"<link href='{escape(link_of(entry, at))}'/>"
        f"<updated>{(START + timedelta(days=entry.day - 1)).isoformat()}</updated></entry>"
        for entry in entries
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{outlet.name}</title>{items}</feed>"


def main() -> None:
    """The life of the world."""
    state = State()
    outlets = find_outlets()
    hosts = [Host(f"127.0.1.{number}", outlet, state) for number, outlet in enumerate(outlets, 1)]
    nobody = Host("127.0.2.1", None, state)
    state.forbidden_host = nobody.at
    for host in (*hosts, nobody):
        threading.Thread(target=host.serve_forever, args=(0.05,), daemon=True).start()
    places = {host.outlet.name: host.at for host in hosts if host.outlet}
    print(json.dumps({"outlets": places, "forbidden": nobody.at}), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        if "day" in command:
            state.day = command["day"]
        print(json.dumps({"log": state.log, "forbidden": state.forbidden} if "log" in command else {}), flush=True)


if __name__ == "__main__":
    main()
