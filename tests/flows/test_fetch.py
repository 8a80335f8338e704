"""The only input socket: bounded in time, size and reach, on a real server."""

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import brotli
import pytest
import zstandard

from flows.errors import FetchError
from flows.fetch import Fetched, fetch
from flows.settings import FetchSettings
from tests.loopback import Loopback, Reply


def allowing(*servers: Loopback, **changes: object) -> FetchSettings:
    return FetchSettings(allow_hosts=tuple(server.host for server in servers), **changes)  # type: ignore[arg-type]


def failing(url: str, settings: FetchSettings) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, settings)
    assert "\n" not in str(caught.value)
    return caught.value


# --- what comes back


def test_a_page_comes_with_its_type_and_charset(loopback: Loopback) -> None:
    url = loopback.page("/a", "<p>Zaranj</p>", etag='"v1"', last_modified="Fri, 06 Aug 2021 10:00:00 GMT")
    expected = Fetched(
        url=url,
        status=200,
        media_type="text/html",
        charset="utf-8",
        body=b"<p>Zaranj</p>",
        etag='"v1"',
        last_modified="Fri, 06 Aug 2021 10:00:00 GMT",
    )
    assert fetch(url, allowing(loopback)) == expected
    assert loopback.requests[0].headers["user-agent"].startswith("frontwire/")
    assert loopback.requests[0].headers["host"] == loopback.host


def test_what_we_have_already_is_not_sent_again(loopback: Loopback) -> None:
    url = loopback.page("/a", "x", etag='"v1"')
    again = fetch(url, allowing(loopback), etag='"v1"')
    assert again.not_modified
    assert again.body == b""
    assert not fetch(url, allowing(loopback), etag='"v0"').not_modified
    dated = loopback.page("/b", "x", last_modified="Fri, 06 Aug 2021 10:00:00 GMT")
    assert fetch(dated, allowing(loopback), last_modified="Fri, 06 Aug 2021 10:00:00 GMT").not_modified


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("gzip", lambda body: gzip.compress(body[:100]) + gzip.compress(body[100:]) + b"\0\0"),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),  # bare deflate, as some servers send
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
        ("identity", bytes),
    ],
)
def test_packed_bodies_are_unpacked(loopback: Loopback, encoding: str, pack: object) -> None:
    body = ("Kunduz fell. " * 20_000).encode()
    packed: bytes = pack(body)  # type: ignore[operator]
    url = loopback.route("/a", Reply(body=packed, headers={"Content-Encoding": encoding}))
    assert fetch(url, allowing(loopback)).body == body
    assert loopback.requests[0].headers["accept-encoding"] == "gzip, deflate, br, zstd"


def test_redirects_are_followed_up_to_five(loopback: Loopback) -> None:
    loopback.page("/end?a=b", "there")
    for step in range(6):
        loopback.redirect(f"/{step}", "/end?a=b" if step == 5 else f"/{step + 1}")
    found = fetch(loopback.url("/1"), allowing(loopback))
    assert (found.url, found.body) == (loopback.url("/end?a=b"), b"there")
    assert failing(loopback.url("/0"), allowing(loopback)).code == "redirects"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_circle_of_redirects_ends_where_it_closes(loopback: Loopback, status: int) -> None:
    loopback.redirect("/a", "/b", status=status)
    loopback.redirect("/b", "/a", status=status)
    error = failing(loopback.url("/a"), allowing(loopback))
    assert (error.code, error.transient) == ("redirects", False)
    assert str(error) == f"{loopback.url('/a')}: its redirects lead in a circle"
    assert [request.path for request in loopback.requests] == ["/a", "/b"]


def test_an_error_carries_how_long_the_server_wants_to_be_left_alone(loopback: Loopback) -> None:
    busy = loopback.route("/busy", Reply(status=429, headers={"Retry-After": "120"}))
    assert failing(busy, allowing(loopback)).retry_after == "120"
    assert failing(loopback.redirect("/a", "/busy"), allowing(loopback)).retry_after == "120"
    assert failing(loopback.route("/b", Reply(status=503)), allowing(loopback)).retry_after is None


def test_what_the_server_said_of_its_body_is_kept(loopback: Loopback) -> None:
    url = loopback.route("/a", Reply(body=b"x", headers={"X-Cache": "HIT"}))
    assert ("X-Cache", "HIT") in fetch(url, allowing(loopback)).headers


@pytest.mark.parametrize(
    ("status", "transient"), [(404, False), (410, False), (403, False), (429, True), (500, True), (503, True)]
)
def test_a_status_is_an_error_with_its_number(loopback: Loopback, status: int, transient: bool) -> None:
    error = failing(loopback.route("/a", Reply(status=status)), allowing(loopback))
    assert (error.code, error.transient) == (f"http_{status}", transient)
    assert loopback.url("/a") in str(error)


# --- bounds


def test_a_slow_drip_ends_at_the_deadline(loopback: Loopback) -> None:
    loopback.route("/body", Reply(body=b"x" * 1000, drip=0.05))
    loopback.route("/head", Reply(body=b"x", drip_head=0.05))
    loopback.route("/late", Reply(body=b"x", delay=30))
    loopback.redirect("/hop", "/body")
    for path in ("/body", "/head", "/late", "/hop"):
        started = time.monotonic()
        error = failing(loopback.url(path), allowing(loopback, deadline_seconds=0.4))
        assert (error.code, error.transient) == ("timeout", True)
        assert time.monotonic() - started < 5


def test_a_slow_resolver_ends_at_the_deadline() -> None:
    release = threading.Event()

    def slow(_host: str, _port: int) -> Sequence[str]:
        release.wait(10)
        return ["127.0.0.1"]

    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetch("http://example.org/", FetchSettings(deadline_seconds=0.3), resolver=slow)
    release.set()
    assert caught.value.code == "timeout"
    assert time.monotonic() - started < 5


def test_a_large_body_stops_at_the_cap(loopback: Loopback) -> None:
    url = loopback.route("/a", Reply(body=b"x" * 100_001))
    assert failing(url, allowing(loopback, max_bytes=100_000)).code == "too_large"
    assert len(fetch(url, allowing(loopback, max_bytes=100_001)).body) == 100_001


def gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    million = bytes(1_000_000)
    return b"".join([*(packer.compress(million) for _ in range(200)), packer.flush()])


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", gzip_bomb()),
        ("br", brotli.compress(bytes(50_000_000), quality=1)),
        ("zstd", zstandard.compress(bytes(50_000_000))),
    ],
    ids=["gzip", "br", "zstd"],
)
def test_a_bomb_stops_at_the_cap(loopback: Loopback, encoding: str, bomb: bytes) -> None:
    url = loopback.route("/a", Reply(body=bomb, headers={"Content-Encoding": encoding}))
    tracemalloc.start()
    try:
        error = failing(url, allowing(loopback))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (error.code, error.transient) == ("too_large", False)
    assert most < 6_000_000, "the cap of 2 MB, what came over the line, and a step"


def test_a_body_that_says_it_is_too_large_is_not_read(loopback: Loopback) -> None:
    url = loopback.route("/a", Reply(body=b"x", headers={"Content-Length": "9" * 15}))
    assert failing(url, allowing(loopback)).code == "too_large"


@pytest.mark.parametrize("encoding", ["lzma", "gzip, gzip"])
def test_what_we_cannot_unpack_piece_by_piece_is_refused(loopback: Loopback, encoding: str) -> None:
    url = loopback.route("/a", Reply(body=b"x", headers={"Content-Encoding": encoding}))
    assert failing(url, allowing(loopback)).code == "protocol"


def test_broken_answers_are_errors(loopback: Loopback) -> None:
    loopback.route("/cut", Reply(body=b"x" * 1000, cut=10))
    half = gzip.compress(b"Kunduz fell" * 100)[:-12]
    loopback.route("/half", Reply(body=half, headers={"Content-Encoding": "gzip"}))
    loopback.route("/noise", Reply(body=b"\x1f\x8bnoise", headers={"Content-Encoding": "gzip"}))
    loopback.route("/nowhere", Reply(status=302))
    for path in ("/cut", "/half", "/noise", "/nowhere"):
        assert failing(loopback.url(path), allowing(loopback)).code == "protocol"


def test_a_closed_port_is_an_error() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = failing(f"http://127.0.0.1:{port}/", FetchSettings(allow_hosts=("127.0.0.1",)))
    assert (error.code, error.transient) == ("connect", True)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000 + b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
    ids=["nothing", "half", "half chunked", "negative", "two lengths", "endless header", "not http"],
)
def test_a_server_that_breaks_off_or_talks_nonsense_is_an_error(sent: bytes) -> None:
    with half_closing(sent) as port:
        error = failing(f"http://127.0.0.1:{port}/", FetchSettings(allow_hosts=("127.0.0.1",), deadline_seconds=5))
    assert (error.code, error.transient) == ("protocol", True)


@contextmanager
def half_closing(sent: bytes) -> Iterator[int]:
    """A server that says one thing, closes its half of the line and keeps listening with the other."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = threading.Event()

        def serve() -> None:
            line, _ = server.accept()
            with line:
                line.recv(65_536)
                with suppress(OSError):  # whom that is too much hangs up
                    line.sendall(sent)
                    line.shutdown(socket.SHUT_WR)
                done.wait(10)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        done.set()
        thread.join(10)


# --- reach


def test_a_redirect_to_another_port_is_refused_before_a_request(loopback: Loopback, other_loopback: Loopback) -> None:
    other_loopback.page("/secret", "x")
    url = loopback.redirect("/a", other_loopback.url("/secret"))
    error = failing(url, allowing(loopback))
    assert error.code == "refused"
    assert url in str(error)
    assert other_loopback.requests == []
    assert fetch(url, allowing(loopback, other_loopback)).body == b"x"


@pytest.mark.parametrize(
    "to",
    [
        *(
            "file:///etc/passwd",
            "http://169.254.169.254/latest",
            "http://u:p@example.org/",
            "//0/",
            "gopher://127.0.0.1/",
        ),
        *("http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0177.0.0.1/", "http://example.org:8080/"),
    ],
)
def test_a_redirect_to_where_we_may_not_go_is_refused(loopback: Loopback, to: str) -> None:
    assert failing(loopback.redirect("/a", to), allowing(loopback)).code == "refused"


def test_loopback_is_refused_unless_allowed(loopback: Loopback) -> None:
    assert failing(loopback.url("/"), FetchSettings()).code == "refused"
    assert loopback.requests == []


def test_the_address_that_was_checked_is_the_one_we_connect_to(loopback: Loopback) -> None:
    answers = [["127.0.0.1"], ["192.0.2.1"]]

    def rebinding(_host: str, _port: int) -> Sequence[str]:
        return answers.pop(0)

    loopback.page("/a", "x")
    settings = FetchSettings(allow_hosts=("news.example",))
    found = fetch(f"http://news.example:{loopback.port}/a", settings, resolver=rebinding)
    assert found.body == b"x"
    assert len(answers) == 1
    assert loopback.requests[0].headers["host"] == f"news.example:{loopback.port}"


def test_each_hop_is_resolved_and_checked_by_itself(loopback: Loopback) -> None:
    loopback.page("/b", "x")
    asked: list[str] = []

    def here(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    loopback.redirect("/a", "http://rebound.example/b")
    with pytest.raises(FetchError) as caught:
        fetch(f"http://news.example:{loopback.port}/a", FetchSettings(allow_hosts=("news.example",)), resolver=here)
    assert caught.value.code == "refused"
    assert asked == ["news.example", "rebound.example"]
    assert loopback.asked("/b") == []


def test_a_dead_address_leaves_time_for_the_next(loopback: Loopback) -> None:
    loopback.page("/a", "x")
    settings = FetchSettings(allow_hosts=("news.example",))
    url = f"http://news.example:{loopback.port}/a"
    # Nobody listens on 127.0.0.2: the server is bound to 127.0.0.1 alone.
    assert fetch(url, settings, resolver=lambda _host, _port: ["127.0.0.2", "127.0.0.1"]).body == b"x"


def test_a_name_without_address_is_a_transient_dns_error() -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(FetchError) as caught:
        fetch("http://news.example/a", FetchSettings(), resolver=unknown)
    assert (caught.value.code, caught.value.transient) == ("dns", True)
    assert str(caught.value) == "http://news.example/a: its host has no address (Name or service not known)"
