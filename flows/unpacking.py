"""A body as it was sent and its Content-Encoding in, its bytes out in bounded pieces: a bomb is cut, never held."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping

import brotli  # type: ignore[import-untyped]
import zstandard

from flows.errors import FetchError

ACCEPTED = "gzip, deflate, br, zstd"

_STEP = 65_536
_GZIP = b"\x1f\x8b"
_PLAIN = ("identity", "")
# 16 bytes hold at most four blocks of a zstd frame, and a block is at most 128 KiB: no other bound is to be had.
_ZSTD_STEP = 16
_ZSTD_WINDOW = 8 << 20  # RFC 9659: all that a server may ask of us

Unpack = Callable[[Iterable[bytes]], Iterator[bytes]]


class _CutShortError(Exception):
    """The packed body ends before its own end."""


def unpack(chunks: Iterable[bytes], encoding: str | None, *, cap: int, shown: str) -> bytes:
    """The whole body; FetchError where it is larger than `cap`, damaged, cut short, or packed in a way unknown."""
    pieces, total = [], 0
    for piece in _unpacked(chunks, encoding, cap=cap, shown=shown):
        total += len(piece)
        if total > cap:
            raise _too_large(cap, shown)
        pieces.append(piece)
    return b"".join(pieces)


def unpack_start(chunks: Iterable[bytes], encoding: str | None, *, most: int, cap: int, shown: str) -> bytes:
    """The first `most` bytes of a body, whatever comes after them; no more than `cap` bytes come over the line."""
    start = bytearray()
    for piece in _unpacked(chunks, encoding, cap=cap, shown=shown):
        start += piece
        if len(start) >= most:
            break
    return bytes(start[:most])


def _unpacked(chunks: Iterable[bytes], encoding: str | None, *, cap: int, shown: str) -> Iterator[bytes]:
    name = (encoding or "identity").strip().lower()
    packed = _cut(chunks, cap, shown=shown)
    try:
        yield from filter(None, packed if name in _PLAIN else _unpacker(name, shown)(packed))
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise FetchError(shown, f"its compression is damaged ({error})", code="protocol", transient=True) from error
    except _CutShortError as error:
        raise FetchError(shown, "its compression ends too early", code="protocol", transient=True) from error


def _unpacker(name: str, shown: str) -> Unpack:
    found = _UNPACKERS.get(name)
    if found is None:  # also two encodings, one over the other: nobody sends them but who wants to do harm
        raise FetchError(shown, f"unknown content encoding {name[:20]!r}", code="protocol")
    return found


def _too_large(cap: int, shown: str) -> FetchError:
    return FetchError(shown, f"larger than {cap:,} bytes", code="too_large")


def _cut(chunks: Iterable[bytes], cap: int, *, shown: str) -> Iterator[bytes]:
    """Small pieces of what came over the line, which is bounded as well: empty blocks unpack to nothing for ever."""
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > cap + _STEP:  # packing makes nothing larger by more than a little
            raise _too_large(cap, shown)
        for start in range(0, len(chunk), _STEP):
            yield chunk[start : start + _STEP]


def _inflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Gzip, zlib or bare deflate; also several gzip members in a row."""
    unpacker = None
    before = b""
    for fresh in chunks:
        chunk, before = before + fresh, b""
        if unpacker is None and len(chunk) < 2:
            before = chunk  # its first two bytes say which of the three it is
            continue
        if unpacker is None:
            unpacker = zlib.decompressobj(wbits=47 if _has_header(chunk) else -15)
        while chunk:
            if unpacker.eof and not chunk.startswith(_GZIP):
                if chunk != _GZIP[:1]:
                    return  # what follows the last member is padding
                before = chunk  # the mark of the next one may be cut in two
                break
            if unpacker.eof:
                unpacker = zlib.decompressobj(wbits=47)
            yield unpacker.decompress(chunk, _STEP)
            chunk = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        while not unpacker.eof and (rest := unpacker.decompress(b"", _STEP)):
            yield rest
    if (before and unpacker is None) or (unpacker is not None and not unpacker.eof):
        raise _CutShortError


def _has_header(chunk: bytes) -> bool:
    """Whether bytes start as gzip or zlib do."""
    return chunk.startswith(_GZIP) or (chunk[0] & 0x0F == 8 and (chunk[0] << 8 | chunk[1]) % 31 == 0)


def _unpack_brotli(chunks: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    empty = True
    for chunk in chunks:
        empty = False
        yield unpacker.process(chunk, output_buffer_limit=_STEP)
        # It may hold output although it accepts more: only an empty piece says that all is out.
        while not unpacker.is_finished() and (rest := unpacker.process(b"", output_buffer_limit=_STEP)):
            yield rest
        if unpacker.is_finished():
            return
    if not empty:
        raise _CutShortError


def _unpack_zstd(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """One frame after the other."""
    frames = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    unpacker = frames.decompressobj()
    empty = True
    for chunk in chunks:
        empty = False
        for start in range(0, len(chunk), _ZSTD_STEP):
            data = chunk[start : start + _ZSTD_STEP]
            if unpacker.eof:  # the frame ended with the piece before
                unpacker = frames.decompressobj()
            yield unpacker.decompress(data)
            while unpacker.eof and unpacker.unused_data:
                data = unpacker.unused_data
                unpacker = frames.decompressobj()
                yield unpacker.decompress(data)
    if not empty and not unpacker.eof:
        raise _CutShortError


_UNPACKERS: Mapping[str, Unpack] = {
    "gzip": _inflate,
    "x-gzip": _inflate,
    "deflate": _inflate,
    "br": _unpack_brotli,
    "zstd": _unpack_zstd,
}
