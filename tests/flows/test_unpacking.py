"""Packed bodies come out whole, or not at all; nobody makes us hold more than the cap and one step."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import FetchError
from flows.unpacking import ACCEPTED, unpack

Pack = Callable[[bytes], bytes]

CAP = 500_000
NOISE = b"".join(sha256(number.to_bytes(4, "big")).digest() for number in range(1_600))
BODY = b"Kunduz fell. " * 20_000 + NOISE


def halves(pack: Pack) -> Pack:
    return lambda body: pack(body[:100]) + pack(body[100:])


def bare(body: bytes) -> bytes:
    """Deflate without its header, as some servers send it."""
    return zlib.compress(body)[2:-4]


PACKERS: list[tuple[str, Pack]] = [
    ("gzip", gzip.compress),
    ("x-gzip", halves(gzip.compress)),
    ("deflate", zlib.compress),
    ("deflate", bare),
    ("br", brotli.compress),
    ("zstd", zstandard.compress),
    ("zstd", halves(zstandard.compress)),
    (" GZIP ", gzip.compress),
    ("identity", bytes),
    ("", bytes),
]


def in_pieces(packed: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(packed), size):
        yield packed[start : start + size]


def code_of(packed: bytes, encoding: str, *, cap: int = CAP) -> str:
    with pytest.raises(FetchError) as caught:
        unpack(in_pieces(packed, 30_000), encoding, cap=cap, shown="http://news.example/")
    return caught.value.code


@pytest.mark.parametrize("size", [1, 7, 65_536, 1_000_000])
@pytest.mark.parametrize(("encoding", "pack"), PACKERS)
def test_a_body_comes_out_as_it_was_however_it_was_cut(encoding: str, pack: Pack, size: int) -> None:
    assert unpack(in_pieces(pack(BODY), size), encoding, cap=CAP, shown="x") == BODY


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "identity"])
def test_nothing_is_nothing(encoding: str) -> None:
    assert unpack([], encoding, cap=CAP, shown="x") == b""


@pytest.mark.parametrize(("encoding", "pack"), PACKERS)
def test_the_cap_is_exact(encoding: str, pack: Pack) -> None:
    assert unpack([pack(BODY)], encoding, cap=len(BODY), shown="x") == BODY
    assert code_of(pack(BODY), encoding, cap=len(BODY) - 1) == "too_large"


@pytest.mark.parametrize("cut", [1, 10, 200])
@pytest.mark.parametrize(("encoding", "pack"), [pair for pair in PACKERS if pair[0] not in ("identity", "")])
def test_a_body_that_was_cut_short_is_an_error(encoding: str, pack: Pack, cut: int) -> None:
    assert code_of(pack(BODY)[:-cut], encoding) == "protocol"


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd"]))
def test_noise_is_a_body_or_an_error_and_no_crash(noise: bytes, encoding: str) -> None:
    try:
        assert len(unpack([noise], encoding, cap=CAP, shown="x")) <= CAP
    except FetchError as error:
        assert error.code in ("protocol", "too_large")  # noqa: PT017


def zstd_of_equal_blocks(count: int) -> bytes:
    """A frame of blocks that are 4 bytes here and 128 KiB unpacked, which is the most that one byte can mean."""
    header = b"\x28\xb5\x2f\xfd\x00\x58"  # a window of 2 MiB, no size given
    size = 128 * 1024
    block = (size << 3 | 1 << 1).to_bytes(3, "little") + b"x"
    last = (1 << 3 | 1 << 1 | 1).to_bytes(3, "little") + b"x"
    return header + block * count + last


def bombs() -> list[tuple[str, bytes]]:
    zeros = bytes(100_000_000)
    return [
        ("gzip", gzip.compress(zeros, mtime=0)),
        ("deflate", zlib.compress(zeros)),
        ("br", brotli.compress(zeros, quality=5)),
        ("zstd", zstandard.compress(zeros)),
        ("zstd", zstd_of_equal_blocks(10_000)),
    ]


def test_a_bomb_never_takes_more_than_the_cap_and_a_step() -> None:
    for encoding, bomb in bombs():
        tracemalloc.start()
        try:
            assert code_of(bomb, encoding) == "too_large"
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert most < CAP + 3 * 512 * 1024, encoding


def test_the_blocks_of_that_bomb_are_real() -> None:
    assert unpack([zstd_of_equal_blocks(2)], "zstd", cap=CAP, shown="x") == b"x" * (2 * 128 * 1024 + 1)


def test_a_frame_that_wants_a_large_window_is_refused() -> None:
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    packed = zstandard.ZstdCompressor(compression_params=wide).compressobj().compress(NOISE * 8)
    assert code_of(packed, "zstd") == "protocol"


@pytest.mark.parametrize(
    ("encoding", "empty"),
    [
        ("gzip", gzip.compress(b"", mtime=0)),
        ("zstd", zstandard.compress(b"")),
        ("zstd", b"\x50\x2a\x4d\x18\x04\x00\x00\x00nops"),
    ],
)
def test_a_body_that_unpacks_to_nothing_for_ever_ends_at_the_cap_too(encoding: str, empty: bytes) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield empty * 1000

    with pytest.raises(FetchError) as caught:
        unpack(endless(), encoding, cap=CAP, shown="x")
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("encoding", ["lzma", "gzip, gzip", "br, gzip", "x" * 500])
def test_what_nobody_was_told_to_send_is_refused(encoding: str) -> None:
    assert code_of(b"x", encoding) == "protocol"


def test_we_ask_for_all_that_we_can_unpack() -> None:
    for encoding in ACCEPTED.split(", "):
        pack = next(pack for name, pack in PACKERS if name == encoding)
        assert unpack([pack(b"Kabul")], encoding, cap=CAP, shown="x") == b"Kabul"
