"""Where we may go, decided before any socket is opened."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.addresses import find_addresses, is_public, read_target
from flows.errors import FetchError


def no_socket(_host: str, _port: int) -> Sequence[str]:
    raise AssertionError("must be refused before a name is resolved")


PRIVATE = """
127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1
255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1 2001:db8::1 ::ffff:127.0.0.1
::ffff:10.0.0.1 ::127.0.0.1 2002:7f00:1::1 2002:a00:1::1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1
2001:0:7f00:1::1 nonsense
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)
    target = read_target("https://news.example/")
    with pytest.raises(FetchError) as caught:
        find_addresses(target, (), resolver=lambda _host, _port: ["93.184.215.14", address])
    assert caught.value.code == "refused"
    assert address in str(caught.value)
    assert find_addresses(target, ("news.example:443",), resolver=lambda _host, _port: [address]) == [address]


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::808:808"]
)
def test_a_public_address_is_taken(address: str) -> None:
    assert find_addresses(read_target("http://news.example/"), (), resolver=lambda _h, _p: [address]) == [address]


@pytest.mark.parametrize(
    "url",
    [
        "http://exam ple.org/",
        f"http://{'a' * 300}.org/",
        *"""ftp://example.org/ file:///etc/passwd javascript:alert(1) example.org http:// http:///a http://u@example.org/
        http://user:pass@example.org/ http://example.org:8080/ http://example.org:99999/ http://[::1/ http://127.0.0.1/
        http://[::1]/ http://[::ffff:127.0.0.1]/ http://ex%61mple.org/ http://exam\\ple.org/ http://[fe80::1%25eth0]/
        http://..../""".split(),
    ],
)
def test_addresses_that_only_look_like_one_are_refused(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        find_addresses(read_target(url), (), resolver=no_socket)
    assert caught.value.code == "refused"
    assert "pass" not in str(caught.value).replace("passwd", "").replace("password", "")


@pytest.mark.parametrize(
    "host",
    """2130706433 0x7f.1 127.1 0177.0.0.1 0x7f000001 127.0.0.0x1 017700000001 134744072 8.8.2056 0x
    127.000.000.001""".split(),
)
def test_numbers_that_are_no_plain_address_are_refused_before_they_are_resolved(host: str) -> None:
    for url in (f"http://{host}/", f"http://{host}./", f"http://{host}:80/"):
        with pytest.raises(FetchError) as caught:
            find_addresses(read_target(url), (host,), resolver=no_socket)
        assert caught.value.code == "refused"


def test_digits_of_another_script_are_the_same_address() -> None:
    target = read_target("http://\uff11\uff12\uff17\u3002\uff10.\uff10.\uff11/")
    assert target.host == "127.0.0.1"
    with pytest.raises(FetchError):
        find_addresses(target, (), resolver=no_socket)


def test_names_with_digits_are_names() -> None:
    for host in ("4news.example", "news.1tv", "x2", "0x7f.example"):
        assert read_target(f"http://{host}/").host == host


def test_ports_are_those_of_the_settings_or_of_an_allowed_host() -> None:
    here = ["93.184.215.14"]
    target = read_target("http://news.example:8080/")
    for allowed, ports in (((), (80, 443, 8080)), (("news.example:8080",), (80, 443)), (("news.example",), ())):
        assert find_addresses(target, allowed, ports=ports, resolver=lambda _host, _port: here) == here
    for allowed, ports in (((), (80, 443)), (("news.example:8081",), (80, 443)), (("other.example",), (80,))):
        with pytest.raises(FetchError, match=r"port 8080 is refused; allow it by fetch\.ports"):
            find_addresses(target, allowed, ports=ports, resolver=no_socket)
    with pytest.raises(FetchError):
        find_addresses(read_target("http://news.example/"), (), ports=(443,), resolver=no_socket)


def test_an_allowed_port_makes_no_private_address_public() -> None:
    with pytest.raises(FetchError, match="not a public address"):
        find_addresses(read_target("http://10.0.0.1:8080/"), (), ports=(8080,), resolver=no_socket)


def test_names_and_paths_are_made_ascii() -> None:
    target = read_target("https://Münze.example./ein weg/é?q=ü&a=%20#part")
    assert (target.host, target.authority) == ("xn--mnze-0ra.example", "xn--mnze-0ra.example")
    assert target.path == "/ein%20weg/%C3%A9?q=%C3%BC&a=%20"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"http://example.org/{text}"):
        try:
            assert read_target(url).path.isascii()
        except FetchError as error:
            assert error.code == "refused"  # noqa: PT017
