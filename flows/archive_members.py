"""A gzip file in, its whole members out, one at a time: what a killed writer left at the end is seen, not believed."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

_STEP = 65_536

Fault = Literal["torn", "damaged", "too_large"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a gzip file; `fault` where there is no content: cut off, no gzip, or over the cap."""

    offset: int
    stop: int
    content: bytes = b""
    fault: Fault | None = None


def find_members(stream: BinaryIO, *, cap: int) -> Iterator[Member]:
    """The members from where the stream stands; nothing follows one that is torn or damaged."""
    offset = stream.tell()
    left = b""
    while data := left or stream.read(_STEP):
        unpacker = zlib.decompressobj(wbits=31)
        pieces: list[bytes] = []
        total = 0
        while not unpacker.eof and data:
            try:
                piece = unpacker.decompress(data, _STEP)
            except zlib.error:
                yield Member(offset=offset, stop=stream.tell(), fault="damaged")
                return
            total += len(piece)
            if total <= cap:
                pieces.append(piece)
            else:
                pieces.clear()
            data = unpacker.unconsumed_tail or (b"" if unpacker.eof else stream.read(_STEP))
        if not unpacker.eof:
            yield Member(offset=offset, stop=stream.tell(), fault="torn")
            return
        left = unpacker.unused_data
        stop = stream.tell() - len(left)
        content = b"".join(pieces)
        yield Member(offset=offset, stop=stop, content=content, fault="too_large" if total > cap else None)
        offset = stop
