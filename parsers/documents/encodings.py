"""Bytes in, text out: by mark, by what is valid, by what was declared, by a guess; certain mojibake undone."""

import codecs
import re
from collections.abc import Mapping

# Of the codecs of Python only those that a page may be in: others are no encodings of text, or quadratic.
_CHARSET = re.compile(
    r"utf[-_]?(8|16|32)([-_]?[lb]e)?|u[sn]-?ascii|ascii|(iso[-_]?8859|latin|windows|cp|koi8|mac|euc|iso[-_]?2022)[-_\w]*"
    r"|gb(2312|k|18030)|hz|big5(hkscs)?|shift[-_]?jis|sjis|tis-?620",
    re.IGNORECASE,
)
_WIDE = re.compile(r"utf[-_]?(16|32).*", re.IGNORECASE)
_NOT_ASCII_BASED = re.compile(r"utf[-_]?(16|32).*|iso[-_]?2022.*|hz", re.IGNORECASE)
# Declared by habit, by servers and templates: they say little of what the bytes are.
_HABITUAL = re.compile(r"iso[-_]?8859[-_]?1|latin[-_]?1|(windows|cp)[-_]?1252|u[sn]-?ascii|ascii", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark its own begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^<>]{0,500}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_LEADS = "ÂÃâÐÑÎÏØÙÚÛÄÅ×àãäåæçèéðРСВГв"  # character by character: many times as fast as a set of them
_LED = re.compile(f"[{_LEADS}][\x80-\xbf\u0100-\u25ff]")
_PIECE = re.compile(r"[^<>\r\n]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_TYPOGRAPHY = frozenset(b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa3\xab\xbb")  # in cp1252
_SAMPLE = 50_000
_SCATTERED = 3  # odd bytes in UTF-8 up to this many are damage, not another encoding

_CYRILLIC = ("cp1251", "koi8_u", "iso8859_5", "cp866")
_FREQUENT = frozenset("оеаинтсрвлкм")
_SWITCH = re.compile("[а-яёіїєґў][А-ЯЁІЇЄҐЎ]")


def decode_text(body: bytes, charset: str | None = None) -> str:
    """Bytes to text; never fails. See `read_charset` for how."""
    return decode_page(body, charset)[0]


def decode_page(body: bytes, *declared: str | None) -> tuple[str, str]:
    """Bytes with the charsets that were declared for them, the transport's first; the text, and what it was read by."""
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace"), codec
    codec = read_charset(body, [name for name in declared if name and _CHARSET.fullmatch(name)])
    try:
        return body.decode(codec), codec
    except (UnicodeError, LookupError):
        return body.decode(codec, "replace"), codec


def declared_charset(body: bytes) -> str | None:
    """What a page itself says near its start."""
    found = _META_CHARSET.search(body[:4096])
    return found[1].decode("ascii", "replace") if found else None


def whole_text(text: str) -> str:
    """Text that can be stored: a lone surrogate becomes one replacement character, so offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def read_charset(body: bytes, declared: list[str]) -> str:
    """The encoding of bytes without a mark: a fitting wide one, valid UTF-8, what was declared, a guess.

    Valid UTF-8 goes before a declared charset: servers often declare Latin-1 for whatever they send."""
    wide = _unmarked_wide(body)
    for name in declared:
        # A page that is read as ASCII up to the words "utf-16" is not in it.
        unlikely = _WIDE.fullmatch(name) and not wide and _decodes(body, "utf-8")
        if _NOT_ASCII_BASED.fullmatch(name) and not unlikely and _decodes(body, wide or name):
            return wide or name
    if wide and _decodes(body, wide):
        return wide
    if _decodes(body, "utf-8"):
        return "utf-8"
    if any(re.fullmatch(r"utf[-_]?8", name, re.IGNORECASE) for name in declared) and _is_damaged_utf8(body):
        return "utf-8"
    telling = [name for name in declared if not _HABITUAL.fullmatch(name) and not name.lower().startswith("utf")]
    for name in telling:
        if _decodes(body, name):
            return name
    return _guessed(body, habitual=len(telling) < len(declared))


def repair_mojibake(text: str) -> str:
    """UTF-8 that somebody took for a one-byte encoding becomes text again, in a text or in markup.

    Each line, and each piece between tags, is decided on its own; what is not certain stays."""
    return apply_repairs(text, find_repairs(text))


def apply_repairs(text: str, repairs: Mapping[str, str]) -> str:
    """A text with its pieces replaced, each as a whole."""
    return _PIECE.sub(lambda piece: repairs.get(piece[0], piece[0]), text) if repairs else text


def find_repairs(text: str) -> dict[str, str]:
    """The pieces of a text that are certainly mojibake, each with what it was meant to be."""
    if text.isascii() or not _may_be_mojibake(text):
        return {}
    from ftfy.badness import is_bad

    if not is_bad(text):
        return {}
    pieces = dict.fromkeys(_PIECE.findall(text))
    return {piece: repaired for piece in pieces if (repaired := _repaired(piece)) != piece}


def _may_be_mojibake(text: str) -> bool:
    """Whether the lead bytes of UTF-8 stand there as one-byte encodings show them; nearly all text is sound."""
    return any(lead in text for lead in _LEADS) and _LED.search(text) is not None


def _repaired(line: str) -> str:
    from ftfy import fix_encoding_and_explain
    from ftfy.badness import badness, is_bad

    if line.isascii() or not is_bad(line):
        return line
    fixed, steps = fix_encoding_and_explain(line)
    # Certain: whole bytes went back and forth (lost ones are guessed at by "apply" or "transcode"), nothing odd stays.
    certain = all(step.action in ("encode", "decode") for step in steps or ())
    if not certain or badness(fixed) or "\ufffd" in fixed:
        return line
    return fixed


def _unmarked_wide(body: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its markup and spaces is 0."""
    start = body[:400]
    half = len(start) // 2
    if half < 4 or len(body) % 2 or start[:2].count(0) != 1:
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 0.1 * half and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.1 * half and odd == 0 else None


def _decodes(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except (UnicodeError, LookupError):
        return False
    return True


def _is_damaged_utf8(body: bytes) -> bool:
    """Declared UTF-8 with a few odd bytes in it, and not another encoding under a wrong name."""
    good = len(_UTF8_PAIR.findall(body))
    odd = _HIGH.findall(_UTF8_PAIR.sub(b"", body))
    if good == 0 and all(byte[0] in _TYPOGRAPHY for byte in odd):
        return False
    return len(odd) <= max(_SCATTERED, good)


def _guessed(body: bytes, *, habitual: bool) -> str:
    """An encoding that nobody named, or only by habit; few odd bytes are the quotes and dashes of English news."""
    start = body[:_SAMPLE]
    odd = len(_HIGH.findall(start))
    letters = len(re.findall(rb"[A-Za-z]", start))
    text = _text_of(start)
    most = len(_HIGH.findall(text)) > 0.4 * max(1, len(re.findall(rb"[A-Za-z\x80-\xff]", text)))
    if most and (found := _guessed_cyrillic(text)):
        return found
    if odd * 10 <= len(start) and not most:
        return "cp1252"
    if habitual and not most and odd < letters:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(start).best()
    return best.encoding if best else "cp1252"


def _text_of(start: bytes) -> bytes:
    """What a reader would see, roughly: markup and scripts are ASCII whatever the page is in."""
    shown, *pieces = re.split(rb"<(/?)(?:script|style)\b", start, flags=re.IGNORECASE)
    outside = b"".join(piece for closes, piece in zip(pieces[::2], pieces[1::2], strict=True) if closes)
    bare = re.sub(rb"<[^<>]*>", b" ", shown + outside)
    return bare if _HIGH.search(bare) else start


def _guessed_cyrillic(text: bytes) -> str | None:
    """The Cyrillic encoding in which bytes read as a language of that script: frequent letters, capitals first."""
    best = max(_CYRILLIC, key=lambda codec: _cyrillic_score(text, codec))
    return best if _cyrillic_score(text, best) > 0.4 else None


def _cyrillic_score(text: bytes, codec: str) -> float:
    decoded = text.decode(codec, "replace")
    odd = [character for character in decoded if character > "\x7f" and not character.isspace()]
    if not odd:
        return 0.0
    frequent = sum(character in _FREQUENT for character in odd)
    strange = sum(not (character.isalpha() or character in "«»—–…“”„’№\xa0") for character in odd)
    return (frequent - 2 * strange - 2 * len(_SWITCH.findall(decoded))) / len(odd)
