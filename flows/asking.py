"""Web sources and pages in, what they answered out, and when each source may be asked again; the net is only here."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from flows.errors import FetchError
from flows.feed_headers import read_headers
from flows.journal import Journal
from flows.manners import after_failure, after_pages, after_success, not_before
from flows.records import FeedMemory, FeedState
from flows.settings import FeedSettings, Settings

if TYPE_CHECKING:
    from flows.fetch import Fetched
    from flows.polite import PoliteFetcher

HELD = timedelta(seconds=10)
NOT_ASKED = ("refused", "headers")  # by our own settings: nobody answered, so there is nothing to remember


class Asker:
    """How one run asks; shared by threads. Without a journal nothing is noted for the case of a kill."""

    def __init__(
        self,
        settings: Settings,
        memory: FeedMemory,
        *,
        journal: Journal | None = None,
        fetcher: "PoliteFetcher | None" = None,
    ) -> None:
        self._settings = settings
        self._memory = memory
        self._journal = journal
        self._fetcher = fetcher
        self._lock = threading.Lock()
        self._states: dict[str, FeedState] = {}
        self._held: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._fetcher is not None:
            self._fetcher.close()

    def ask_source(
        self, feed: FeedSettings, *, etag: str | None = None, last_modified: str | None = None
    ) -> "Fetched | FetchError":
        """The answer of a source that the user named; afterwards `state_of` knows how it fares."""
        before = self._before(feed)

        def note() -> None:
            if feed.interval_seconds:
                due = self._polite().now() + timedelta(seconds=feed.interval_seconds)
                self._note(replace(before, next_read_at=due))

        try:
            headers = read_headers(feed, feed.url)
            answer = self._polite().fetch_source(
                feed.url,
                etag=etag,
                last_modified=last_modified,
                headers=headers,
                on_turn=note,  # when it is asked: a kill may come before the answer, and our turn late
            )
        except FetchError as error:
            self.fail(feed, error)
            return error
        fine = after_success(before, asked_at=self._polite().now(), interval_seconds=feed.interval_seconds)
        if (fine.next_read_at, fine.failures, fine.disabled_at) != (None, before.failures, before.disabled_at):
            self._note(replace(fine, status=answer.status))
        self._states[feed.url] = fine
        return answer

    def ask_page(self, url: str, feed: FeedSettings) -> "Fetched | FetchError":
        """The answer of a page that a feed named: an article, or more of the feed."""
        try:
            return self._polite().fetch_page(url, headers=read_headers(feed, url))
        except FetchError as error:
            return error

    def fail(self, feed: FeedSettings, error: FetchError) -> None:
        """A source could not be had, or what it gave could not be read."""
        if error.code in NOT_ASKED:
            return
        now = self._polite().now()
        state = after_failure(self._before(feed), error, now=now, dice=self._polite().dice)
        if state.next_read_at is not None and state.next_read_at - now > HELD:
            self._held.add(feed.url)
        if feed.interval_seconds:
            state = not_before(state, now + timedelta(seconds=feed.interval_seconds))
        self._states[feed.url] = state
        self._note(state)

    def state_of(self, url: str) -> FeedState:
        """How a source fares after what it answered."""
        return self._states.get(url) or self._memory.states.get(url) or FeedState(url=url)

    def changed(self, url: str) -> Sequence[FeedState]:
        """The same where it is to be saved: it failed, or it had failed before."""
        state, before = self._states.get(url), self._memory.states.get(url)
        return () if state is None or (before is None and not (state.failures or state.next_read_at)) else (state,)

    def after_pages(self, state: FeedState, errors: Sequence[FetchError]) -> FeedState:
        """A feed whose pages were asked for in, the same with the pause that its own host wants out."""
        host = urlsplit(state.url).netloc
        wanted = [error for error in errors if error.retry_after and urlsplit(error.url).netloc == host]
        if not wanted:
            return state
        later = after_pages(state, wanted, now=self._polite().now())
        self._note(later)
        return later

    def is_held(self, url: str) -> bool:
        """Whether a source wants a pause that a run should not wait out."""
        return url in self._held

    def _before(self, feed: FeedSettings) -> FeedState:
        known = self._memory.states.get(feed.url)
        if known is not None:
            return known
        # Whoever configures an address means a feed; another one may be a page, until it answers as a feed.
        return FeedState(url=feed.url, kind="feed" if feed in self._settings.feeds else "page")

    def _note(self, state: FeedState) -> None:
        if self._journal is not None:
            self._journal.note(replace(state, read_at=self._polite().now()))

    def _polite(self) -> "PoliteFetcher":
        from flows.polite import PoliteFetcher  # brings the net in, which local sources do not need

        with self._lock:
            if self._fetcher is None:
                self._fetcher = PoliteFetcher(self._settings.fetch)
            return self._fetcher
