"""A host in, our turn at it out: few requests at a time, one after the other at the pace that the host allows."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Clock = Callable[[], float]
Pause = Callable[[float], None]


class TooLongError(Exception):
    """The host wants a pause that is longer than we wait within one run."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"a pause of {seconds:.0f} seconds")
        self.seconds = seconds


class StoppedError(Exception):
    """The run ends; whoever still waits for a turn gets none."""


class Turns:
    """Turns of one run at all hosts; shared by threads. `pause` sleeps (None: until `close` at most)."""

    def __init__(
        self, *, per_host: int, max_wait: float, clock: Clock = time.monotonic, pause: Pause | None = None
    ) -> None:
        self._max_wait = max_wait
        self._clock = clock
        self._closed = threading.Event()
        self._pause = pause or self._wait
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._seats = defaultdict[str, threading.Semaphore](lambda: threading.Semaphore(per_host))

    @contextmanager
    def turn(self, host: str, *, interval: float) -> Iterator[None]:
        """Waits until the host may be asked; the next one waits `interval` seconds from then.

        TooLongError where that would take more than `max_wait`."""
        with self._lock:
            seats = self._seats[host]
        with seats:
            while (left := self._take(host, interval)) > 0:
                self._pause(left)
            yield

    def hold(self, host: str, seconds: float) -> None:
        """Nobody asks this host for a while, those who wait already included."""
        with self._lock:
            self._next[host] = max(self._next.get(host, 0.0), self._clock() + seconds)

    def wait_for(self, host: str) -> float:
        """Seconds until the host may be asked."""
        with self._lock:
            return max(0.0, self._next.get(host, 0.0) - self._clock())

    def close(self) -> None:
        """Ends all waiting."""
        self._closed.set()

    def _take(self, host: str, interval: float) -> float:
        """Takes the turn and gives 0, or gives the seconds that are to be waited first."""
        if self._closed.is_set():
            raise StoppedError
        with self._lock:
            now = self._clock()
            left = self._next.get(host, now) - now
            if left > self._max_wait:
                raise TooLongError(left)
            if left <= 0:
                self._next[host] = now + interval
            return max(0.0, left)

    def _wait(self, seconds: float) -> None:
        self._closed.wait(seconds)
