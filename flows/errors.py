"""What went wrong outside in, one sentence out: the errors of everything that touches the world."""


class FlowError(Exception):
    """A step that could not be taken; its text is one sentence for people."""


class SettingsError(FlowError):
    """A configuration we cannot use; never shows a value, since values may be secret."""


class FetchError(FlowError):
    """An address that we did not get; `code` says why in one word, `transient` whether another try may help.

    `retry_after` is the server's header, as sent: not before then."""

    def __init__(
        self, url: str, why: str, *, code: str, transient: bool = False, retry_after: str | None = None
    ) -> None:
        super().__init__(f"{url}: {why}")
        self.url = url
        self.why = why
        self.code = code
        self.transient = transient
        self.retry_after = retry_after
