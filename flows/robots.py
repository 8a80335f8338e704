"""An address in, whether its host's robots.txt lets us read it and how fast out: RFC 9309, asked once a host."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from protego import Protego

from flows.addresses import Target, shown_url
from flows.errors import FetchError
from flows.fetch import Fetched
from flows.hosts import Clock

MAX_PARSED = 512_000  # RFC 9309 wants 500 KiB at least
MAX_HOSTS = 100  # a feed can name thousands, each with half a megabyte
LONGEST_KEPT, SHORTEST_KEPT = 86_400.0, 600.0

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=(\d{1,9})", re.ASCII | re.IGNORECASE)
# What the host itself has: its pages would fail in the same way.
_OF_HOST = ("connect", "dns", "tls", "timeout", "protocol", "later")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one robots.txt says, as text: parsed it may take twenty times the room. Without a text all may be read."""

    until: float  # of the clock: asked anew afterwards
    text: str = ""
    failed: FetchError | None = None  # not to be had: nothing may be read for now


class Robots:
    """The robots.txt of all hosts of a run; shared by threads, which wait for one another's answer."""

    def __init__(self, get: Callable[[str], Fetched], *, agent: str, clock: Clock) -> None:
        self._get = get
        self._agent = agent
        self._clock = clock
        self._lock = threading.Lock()
        self._asking: dict[tuple[str, str, int], threading.Lock] = {}
        self._known: dict[tuple[str, str, int], Rules] = {}

    def require_allowed(self, target: Target) -> None:
        """FetchError(code="robots") where the page must not be read; transient: only for now."""
        rules = self._rules(target)
        if rules.failed is not None:
            raise _unreachable(target, rules.failed)
        address = f"{target.scheme}://{target.authority}{target.path}"
        if not _parse(rules.text).can_fetch(address, self._agent):
            why = f"robots.txt of {target.authority} does not let us read it"
            raise FetchError(shown_url(target.url), why, code="robots")

    def delay(self, target: Target) -> float:
        """Seconds between two requests that the host wants, as far as we have asked already; 0: it does not say."""
        with self._lock:
            rules = self._known.get(target.origin)
        if rules is None:
            return 0.0
        parsed = _parse(rules.text)
        rate = parsed.request_rate(self._agent)
        return max(parsed.crawl_delay(self._agent) or 0.0, rate.seconds / rate.requests if rate else 0.0)

    def _rules(self, target: Target) -> Rules:
        with self._lock:
            asking = self._asking.setdefault(target.origin, threading.Lock())
        with asking:
            with self._lock:
                known = self._known.get(target.origin)
            if known is None or known.until <= self._clock():
                known = self._ask(target)
                self._keep(target, known)
            return known

    def _keep(self, target: Target, rules: Rules) -> None:
        with self._lock:
            self._known.pop(target.origin, None)
            self._known[target.origin] = rules
            if len(self._known) > MAX_HOSTS:
                self._known.pop(next(iter(self._known)))

    def _ask(self, target: Target) -> Rules:
        try:
            answer = self._get(f"{target.scheme}://{target.authority}/robots.txt")
        except FetchError as error:
            # 429 is a 4xx as well, but who is asked too much should not be asked more.
            if error.code == "redirects" or (error.code.startswith("http_4") and error.code != "http_429"):
                return Rules(until=self._clock() + LONGEST_KEPT)
            return Rules(until=self._clock() + SHORTEST_KEPT, failed=error)
        return Rules(until=self._clock() + _kept(answer), text=_first_lines(answer.body).decode("utf-8-sig", "replace"))


def _first_lines(body: bytes) -> bytes:
    """As much of a file as is read, up to the end of a line: half a rule may forbid all."""
    return (
        body if len(body) <= MAX_PARSED else body[: max(body.rfind(end, 0, MAX_PARSED) for end in (b"\n", b"\r")) + 1]
    )


@lru_cache(maxsize=8)
def _parse(text: str) -> Protego:
    return Protego.parse(text)


def _kept(answer: Fetched) -> float:
    """Seconds that an answer holds: as long as its server says, a day at most."""
    control = next((value for name, value in answer.headers if name.lower() == "cache-control"), "")
    said = _MAX_AGE.search(control)
    return min(max(float(said[1]), SHORTEST_KEPT), LONGEST_KEPT) if said else LONGEST_KEPT


def _unreachable(target: Target, failed: FetchError) -> FetchError:
    why = f"robots.txt of {target.authority} cannot be had, so nothing is read there for now ({failed.why})"
    code, transient = (failed.code, failed.transient) if failed.code in _OF_HOST else ("robots", True)
    return FetchError(shown_url(target.url), why, code=code, transient=transient, retry_after=failed.retry_after)
