"""A URL and what its name resolves to in, the addresses we may connect to out: nothing private, nothing unchecked."""

import re
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from flows.errors import FetchError

Resolver = Callable[[str, int], Sequence[str]]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST = IPv6Network("2000::/3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where one request goes, read once: the same parts are checked, connected to and asked for."""

    url: str
    scheme: str
    host: str  # lower case, IDNA, IPv6 without brackets
    port: int
    path: str  # with the query

    @property
    def origin(self) -> tuple[str, str, int]:
        """What a secret is for: the same host by the same way."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """As in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def resolve_name(host: str, port: int) -> list[str]:
    """All addresses of a name, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def read_target(url: str) -> Target:
    """The parts of an http(s) URL; FetchError(code="refused") for anything that only looks like one."""
    shown = shown_url(url)
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise FetchError(shown, f"is no valid address ({error})", code="refused") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise FetchError(shown, "only http and https addresses are read", code="refused")
    if "@" in parts.netloc:
        raise FetchError(shown, "an address with a user name or password in it is refused", code="refused")
    if not parts.hostname or _CONTROL.search(parts.netloc) or set(parts.netloc) & set("\\%"):
        raise FetchError(shown, "names no valid host", code="refused")
    host = _ascii_host(parts.hostname, shown)
    path = quote(parts.path or "/", safe="/%:=&~+!$,;'()*@") + (f"?{_quoted_query(parts.query)}" if parts.query else "")
    return Target(url=url.strip(), scheme=parts.scheme, host=host, port=port or _DEFAULT_PORTS[parts.scheme], path=path)


def find_addresses(
    target: Target,
    allow_hosts: Sequence[str],
    *,
    ports: Collection[int] = tuple(_DEFAULT_PORTS.values()),
    resolver: Resolver = resolve_name,
) -> list[str]:
    """The addresses to connect to; FetchError where a single one of them is not public and the host is not allowed."""
    allowed = is_allowed(target, allow_hosts)
    if not allowed and target.port not in ports:
        why = f"port {target.port} is refused; allow it by fetch.ports, or this host by fetch.allow_hosts"
        raise FetchError(shown_url(target.url), why, code="refused")
    try:
        addresses = [target.host] if _is_literal(target.host) else list(resolver(target.host, target.port))
    except (OSError, UnicodeError) as error:
        said = getattr(error, "strerror", None) or error
        raise FetchError(
            shown_url(target.url), f"its host has no address ({said})", code="dns", transient=True
        ) from error
    if not addresses:
        raise FetchError(shown_url(target.url), "its host has no address", code="dns", transient=True)
    refused = None if allowed else next((address for address in addresses if not is_public(address)), None)
    if refused is None:
        return addresses
    why = f"its host is at {refused}, which is not a public address; allow it by fetch.allow_hosts"
    raise FetchError(shown_url(target.url), why, code="refused")


def is_allowed(target: Target, allow_hosts: Sequence[str]) -> bool:
    """Whether the configuration names this host (any port) or this host and port."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    named = {host, f"{host}:{target.port}", target.host}
    return any(allowed.lower().rstrip(".") in named for allowed in allow_hosts)


def is_public(address: str) -> bool:
    """Whether an IP address is globally routable unicast, also when it is wrapped into another one."""
    try:
        found = ip_address(address)
    except ValueError:
        return False  # also scoped addresses such as fe80::1%eth0
    if isinstance(found, IPv4Address):
        return found.is_global and not found.is_multicast and not found.is_reserved
    inner = _inner(found)
    if inner is not None:
        return is_public(str(inner))
    return found in _UNICAST and found.is_global and not found.is_multicast and found.teredo is None


def shown_url(url: str) -> str:
    """A URL as messages show it: no password, no control characters, not endless."""
    bare = re.sub(r"//[^/?#]*@", "//", url)
    return _CONTROL.sub("?", bare)[:300]


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _ascii_host(host: str, shown: str) -> str:
    if ":" in host:  # an IPv6 literal; urlsplit has checked the brackets
        return host.lower()
    try:
        # Length first: the codec is quadratic.
        name = host[:254].encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        name = ""
    if not name or len(host) > 253 or not re.fullmatch(r"[a-z0-9_.-]+", name):
        raise FetchError(shown, "names no valid host", code="refused")
    # 2130706433, 0x7f.1 and 0177.0.0.1 are numbers to a system's resolver, and to a filter that compares names none.
    if _NUMBER.fullmatch(name.rpartition(".")[2]) and not _is_literal(name):
        raise FetchError(shown, "names its host by a number that is no plain IP address", code="refused")
    return name


def _quoted_query(query: str) -> str:
    return quote(query, safe="/%:=&~+!$,;'()*@?[]|")
