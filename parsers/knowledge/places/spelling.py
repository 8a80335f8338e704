"""A printed name in, keys to look it up by out."""

import re
from functools import lru_cache

from anyascii import anyascii

_NOT_KEY = re.compile(r"[^a-z0-9]+")
# One class per sound that romanisations of Arabic, Persian, Burmese, Russian and Amharic write in several ways.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch|sh", "S"),
        (r"tch|ch", "C"),
        (r"dzh|dj|zh|j", "J"),
        (r"kh|ck|q|k|c", "k"),
        (r"gh|g", "g"),
        (r"ph", "f"),
        (r"dh", "d"),
        (r"th", "t"),
        (r"ou|oo|[uowv]", "u"),
        (r"[eyi]+", "i"),
        (r"h$", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name as printed -> its key: ASCII letters and digits, lower case, nothing else."""
    plain = name if name.isascii() else anyascii(name)
    return _NOT_KEY.sub("", plain.lower())


@lru_cache(maxsize=65536)
def sound(key: str) -> str:
    """A key -> how it sounds: equal for usual romanisations of one name (Nimroz, Nimruz; Qalat, Kalat)."""
    for pattern, by in _SOUNDS:
        key = pattern.sub(by, key)
    return key
