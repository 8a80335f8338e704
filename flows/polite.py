"""An address in, its body out, asked for as a guest asks: by robots.txt, few at a time, slowly, patiently."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from math import ceil
from random import Random, SystemRandom

from flows.addresses import Resolver, Target, resolve_name, shown_url
from flows.errors import FetchError
from flows.fetch import Fetched, fetch
from flows.hosts import Clock, Pause, StoppedError, TooLongError, Turns
from flows.manners import BUSY, LATER, read_backoff, read_retry_after
from flows.robots import MAX_PARSED, Robots
from flows.settings import FetchSettings

PAGE_TRIES = 2  # sources are tried again by the stream


class PoliteFetcher:
    """The manners of one run towards all hosts; shared by threads. Clock, sleep and dice are handed in by tests."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Clock = time.monotonic,
        pause: Pause | None = None,
        dice: Random | None = None,
        resolver: Resolver = resolve_name,
    ) -> None:
        self._settings = settings
        self._now = now
        self._dice = dice or SystemRandom()
        self._resolver = resolver
        self._turns = Turns(per_host=settings.per_host, max_wait=settings.max_wait_seconds, clock=clock, pause=pause)
        self._robots = Robots(self._fetch_robots, agent=settings.robot, clock=clock)
        self._lock = threading.Lock()
        self._refusals = Counter[str]()

    @property
    def dice(self) -> Random:
        """What makes pauses uneven."""
        return self._dice

    def now(self) -> datetime:
        """The clock on the wall."""
        return self._now()

    def fetch_source(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
        on_turn: Callable[[], None] | None = None,
    ) -> Fetched:
        """What the user named: asked whatever robots.txt says, for the user may ask for anything by hand as well.

        `on_turn` is called right before each request, when all waiting is over."""

        @contextmanager
        def admit(target: Target) -> Iterator[None]:
            with self._turn(target):
                if on_turn is not None:
                    on_turn()
                yield

        return fetch(
            url,
            self._settings,
            etag=etag,
            last_modified=last_modified,
            headers=headers,
            admit=admit,
            resolver=self._resolver,
        )

    def fetch_page(self, url: str, *, headers: Mapping[str, str] | None = None) -> Fetched:
        """What a feed named: only where robots.txt lets us, and once more where the host was busy."""
        for _try in range(1, PAGE_TRIES):
            try:
                return self._fetch_page(url, headers)
            except FetchError as error:
                if error.code not in BUSY or self._is_long(error):
                    raise
        return self._fetch_page(url, headers)

    def close(self) -> None:
        """Ends all waiting."""
        self._turns.close()

    def _fetch_page(self, url: str, headers: Mapping[str, str] | None) -> Fetched:
        admit = self._guided_turn if self._settings.robots else self._turn
        return fetch(url, self._settings, headers=headers, admit=admit, resolver=self._resolver)

    def _fetch_robots(self, url: str) -> Fetched:
        return fetch(url, self._settings, admit=self._turn, resolver=self._resolver, most=MAX_PARSED + 1)

    @contextmanager
    def _guided_turn(self, target: Target) -> Iterator[None]:
        """A turn where robots.txt gives leave; asked before, so that nobody holds one turn and waits for another."""
        self._robots.require_allowed(target)
        with self._turn(target):
            yield

    @contextmanager
    def _turn(self, target: Target) -> Iterator[None]:
        host = _name(target)
        interval = max(self._settings.interval_seconds, self._robots.delay(target))
        try:
            with self._turns.turn(host, interval=interval):
                try:
                    yield
                except FetchError as error:
                    self._note(host, error)
                    raise
                self._note(host, None)
        except TooLongError as error:
            why = f"its host wants {error}, longer than a run waits (fetch.max_wait_seconds)"
            pause = str(ceil(error.seconds))
            raise FetchError(shown_url(target.url), why, code=LATER, transient=True, retry_after=pause) from error
        except StoppedError as error:
            raise FetchError(shown_url(target.url), "the run ended", code=LATER, transient=True) from error

    def _note(self, host: str, error: FetchError | None) -> None:
        """Leaves a host alone for a while that was busy or says for how long.

        One long pause may be meant for one address; the second in a row is meant for all of them."""
        wanted = read_retry_after(error.retry_after, now=self._now()) if error else None
        refused = error is not None and (wanted is not None or error.code in BUSY)
        with self._lock:
            self._refusals[host] = self._refusals[host] + 1 if refused else 0
            refusals = self._refusals[host]
        if error is None or not refused:
            return
        if wanted is None or (refusals == 1 and self._is_long(error)):
            wanted = read_backoff(refusals, dice=self._dice)
        self._turns.hold(host, wanted)

    def _is_long(self, error: FetchError) -> bool:
        wanted = read_retry_after(error.retry_after, now=self._now())
        return wanted is not None and wanted > self._settings.max_wait_seconds


def _name(target: Target) -> str:
    """What counts as one host: http and https are the same machine, other ports may be another one."""
    return target.host if target.port in (80, 443) else f"{target.host} {target.port}"
