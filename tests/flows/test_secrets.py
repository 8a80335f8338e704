"""Who a server is, by TLS, and which headers of a feed it gets: its own, and no other host's."""

import ssl
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.errors import FetchError
from flows.fetch import fetch
from flows.settings import FetchSettings
from tests.flows.test_fetch import allowing, failing
from tests.loopback import Loopback

# --- headers that are secret


def test_headers_of_a_feed_go_to_its_own_host_and_no_other(loopback: Loopback, other_loopback: Loopback) -> None:
    loopback.redirect("/here", "/there")
    loopback.redirect("/there", other_loopback.url("/away"))
    other_loopback.redirect("/away", loopback.url("/back"))
    loopback.page("/back", "x")
    secret = {"Authorization": "Bearer s3cret"}
    assert fetch(loopback.url("/here"), allowing(loopback, other_loopback), headers=secret).body == b"x"
    sent = [(request.path, request.headers.get("authorization")) for request in loopback.requests]
    assert sent == [("/here", "Bearer s3cret"), ("/there", "Bearer s3cret"), ("/back", None)]
    assert [request.headers.get("authorization") for request in other_loopback.requests] == [None]


def test_headers_of_a_feed_do_not_leave_tls(
    loopback: Loopback, tls_loopback: tuple[Loopback, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, certificate = tls_loopback
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings = FetchSettings(allow_hosts=("news.example",))
    loopback.page("/plain", "x")
    server.redirect("/a", f"http://news.example:{loopback.port}/plain")
    url = f"https://news.example:{server.port}/a"
    fetch(url, settings, headers={"X-Key": "s3cret"}, resolver=lambda _host, _port: ["127.0.0.1"])
    assert server.requests[0].headers["x-key"] == "s3cret"
    assert "x-key" not in loopback.requests[0].headers


@pytest.mark.parametrize("value", ["s3cret\r\nX-Other: 1", "s3cret\0", "s3cret\u2028", " s3cret"])
def test_a_secret_that_is_no_header_is_not_sent_and_not_shown(loopback: Loopback, value: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(loopback.page("/a", "x"), allowing(loopback), headers={"Authorization": value})
    assert caught.value.code == "refused"
    assert "Authorization" in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert loopback.requests == []


# --- TLS


@pytest.fixture
def tls_loopback(tmp_path: Path) -> Iterator[tuple[Loopback, Path]]:
    certificate = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Loopback(context)
    yield server, certificate
    server.close()


def test_a_certificate_nobody_vouches_for_is_refused(tls_loopback: tuple[Loopback, Path]) -> None:
    server, _certificate = tls_loopback
    error = failing(server.page("/a", "x"), allowing(server))
    assert (error.code, error.transient) == ("tls", False)
    assert server.requests == []


def test_tls_is_for_the_name_that_was_asked_for(
    tls_loopback: tuple[Loopback, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, certificate = tls_loopback
    server.page("/a", "x")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings = FetchSettings(allow_hosts=("news.example", "other.example"))

    def here(_host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    assert fetch(f"https://news.example:{server.port}/a", settings, resolver=here).body == b"x"
    with pytest.raises(FetchError) as caught:
        fetch(f"https://other.example:{server.port}/a", settings, resolver=here)
    assert caught.value.code == "tls"


def _certificate(folder: Path) -> Path:
    """A self-signed certificate for news.example, with its key, made for this test alone."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "news.example")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("news.example")]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "news.example.pem"
    path.write_bytes(private + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path
