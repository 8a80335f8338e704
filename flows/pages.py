"""Documents and feeds as they came in, Articles and entries out: hostile ones cost a process, never the run."""

import os
import pickle
import re
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, cast

from parsers.documents.articles import STUB, read_articles
from parsers.documents.feeds import read_feed
from parsers.documents.unpacked import as_readable
from parsers.errors import ParseError
from parsers.records import Article, Document, Feed

if TYPE_CHECKING:
    from flows.settings import Settings  # the child needs none of it

MAX_BODY = 2_000_000
MAX_TAGS = 200_000  # 300,000 <br> take 560 MB
MAX_ATTRIBUTES = 5_000  # in one tag; their cost is quadratic: 40,000 take 20 to 30 s
MAX_MEMORY = 1_500_000_000
CHILD = "from flows.pages import serve; serve()"
RECYCLE = 1_000  # the libraries keep caches; a new process costs little

_START_SECONDS = 60.0  # imports on a busy machine; does not count for the page
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{20000,}")

Job = tuple[Literal["page"], Document] | tuple[Literal["feed"], tuple[bytes, str, str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """A ParseError on its way through the pipe: errors with named arguments cannot be pickled."""

    name: str
    why: str
    code: str


class PageReader:
    """Reads pages and feeds in one killable process, started when first needed; may be shared by threads."""

    def __init__(
        self, *, deadline_seconds: float = 10.0, max_body: int = MAX_BODY, max_memory: int = MAX_MEMORY
    ) -> None:
        self._deadline = deadline_seconds
        self._max_body = max_body
        self._max_memory = max_memory
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._jobs = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process, if there is one."""
        with self._lock:
            self._stop()

    def read(self, document: Document) -> Article:
        """A document as one article, as `read_all`; the first post of a live blog."""
        return self.read_all(document)[0]

    def read_all(self, document: Document) -> tuple[Article, ...]:
        """A document as its articles; ParseError(code="timeout", "too_large", "memory", "paywall", ...) names it.

        A page that cannot be read gives way to the feed's own text where that is long enough."""
        document = document if document.read_at else replace(document, read_at=datetime.now(UTC))
        try:
            if len(document.body) > self._max_body:
                raise ParseError(document.name, f"larger than {self._max_body:,} bytes", code="too_large")
            if document.media_type == "text/plain":
                return read_articles(document)
            _refuse_hostile(document.body, document.name)
            return cast(tuple[Article, ...], self._run(("page", document), document.name))
        except ParseError:
            if document.media_type == "text/plain" or len(document.fallback or "") < STUB:
                raise
            return tuple(replace(article, text_origin="feed") for article in read_articles(_own_text(document)))

    def read_feed(self, body: bytes, *, url: str, charset: str | None = None) -> Feed:
        """A feed with its entries, as `parsers.documents.feeds.read_feed`, within deadline and memory."""
        if len(body) > self._max_body:
            raise ParseError(url, f"larger than {self._max_body:,} bytes", code="too_large")
        _refuse_hostile(body, url)
        return cast(Feed, self._run(("feed", (body, url, charset)), url))

    def _run(self, job: Job, name: str) -> object:
        with self._lock:
            try:
                if self._worker is None:
                    self._worker = _Worker(max_memory=self._max_memory)
                answer = self._worker.ask(job, seconds=self._deadline)
            except TimeoutError:
                self._stop()
                why = f"not read within {self._deadline:g} seconds"
                raise ParseError(name, why, code="timeout") from None
            except (EOFError, OSError, pickle.UnpicklingError):
                self._stop()
                raise ParseError(name, "the process that read it died", code="crashed") from None
            except BaseException:
                self._stop()  # its answer would be taken for the next one's
                raise
            self._jobs += 1
            if self._jobs >= RECYCLE or (isinstance(answer, _Failure) and answer.code == "memory"):
                self._stop()
        if isinstance(answer, _Failure):
            raise ParseError(answer.name, answer.why, code=answer.code)
        return answer

    def _stop(self) -> None:
        if self._worker is not None:
            self._worker.stop()
        self._worker = None
        self._jobs = 0


def reader_for(settings: "Settings") -> PageReader:
    """A reader with the limits that are set."""
    limits = settings.pages
    return PageReader(
        deadline_seconds=limits.deadline_seconds,
        max_body=max(MAX_BODY, settings.fetch.max_bytes),
        max_memory=limits.max_memory,
    )


class _Worker:
    """One child process and the pipe to it.

    A plain subprocess, not multiprocessing: that would import the caller's main module again, which fails in
    notebooks and heredocs, and leave a resource tracker behind."""

    def __init__(self, *, max_memory: int) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            path = os.pathsep.join(dict.fromkeys([str(Path(__file__).parent.parent), *filter(None, sys.path)]))
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", CHILD, str(theirs.fileno()), str(max_memory)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        self._pipe = Connection(ours.detach())
        self._ready = False

    def ask(self, job: Job, *, seconds: float) -> object:
        """The child's answer; TimeoutError after `seconds` of its work, EOFError where it died."""
        if not self._ready:
            self._receive(_START_SECONDS)
            self._ready = True
        self._pipe.send(job)
        return self._receive(seconds)

    def stop(self) -> None:
        """Ends the child at once and waits until it is gone."""
        self._pipe.close()
        self._process.kill()
        self._process.wait()

    def _receive(self, seconds: float) -> object:
        end = time.monotonic() + seconds
        while not self._pipe.poll(max(0.0, end - time.monotonic())):
            if time.monotonic() >= end:
                raise TimeoutError
        return self._pipe.recv()


def serve() -> None:
    """The child's whole life: bounded memory, one job after the other, until the parent hangs up."""
    import resource
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, whose end we notice
    import trafilatura  # noqa: F401  # now, not within the deadline of the first page

    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = int(sys.argv[2])
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    with Connection(int(sys.argv[1])) as pipe:
        try:
            pipe.send("ready")
            while True:
                pipe.send(_work(pipe.recv()))
        except (EOFError, OSError):
            return


def _work(job: Job) -> tuple[Article, ...] | Feed | _Failure:
    name = job[1].name if job[0] == "page" else job[1][1]
    try:
        if job[0] == "page":
            return read_articles(as_readable(job[1]))
        return read_feed(job[1][0], url=name, charset=job[1][2])
    except ParseError as error:
        return _Failure(name=error.name, why=error.why, code=error.code)
    except MemoryError:
        return _Failure(name=name, why="needs too much memory", code="memory")
    except Exception as error:
        return _Failure(name=name, why=f"cannot be read ({type(error).__name__})", code="unreadable")


def _refuse_hostile(body: bytes, name: str) -> None:
    """What is known to take minutes or gigabytes is refused before a process has to die for it."""
    if body.count(b"<") > MAX_TAGS:
        raise ParseError(name, f"more than {MAX_TAGS:,} tags", code="too_large")
    if any(tag[0].count(b"=") > MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(body)):
        raise ParseError(name, f"more than {MAX_ATTRIBUTES:,} attributes in one tag", code="too_large")


def _own_text(document: Document) -> Document:
    text = document.fallback or ""
    return replace(
        document, media_type="text/plain", body=text.encode("utf-8", "replace"), charset="utf-8", fallback=None
    )
