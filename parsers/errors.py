"""What a parser says when it cannot read something."""


class ParseError(Exception):
    """A document we cannot read; `name` says which, `code` why in one word."""

    def __init__(self, name: str, why: str, *, code: str = "unreadable") -> None:
        super().__init__(f"{name}: {why}")
        self.name = name
        self.why = why
        self.code = code
