"""Values of a feed in, what they say out: markup as text (one linear pass, whatever the markup), links, languages."""

import html
import re
from urllib.parse import urljoin

from parsers.documents.articles import whole_text

_TOKEN = re.compile(r"<!--|-->|<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>|<![^<>]*>")
_BLOCK = re.compile(r"p|div|br|hr|li|[uo]l|tr|table|h[1-6]|blockquote|article|section|figure|figcaption")
_SILENT = frozenset({"script", "style"})
_LONGEST = 200_000  # characters of one title, summary or content


def plain_text(markup: object) -> str:
    """HTML to text in one linear pass: blocks become lines, tags, scripts and comments nothing."""
    if not isinstance(markup, str):
        return ""
    markup = markup[:_LONGEST]
    kept: list[str] = []
    silent, at = "", 0
    for token in _TOKEN.finditer(markup):
        if not silent:
            kept.append(markup[at : token.start()])
        at = token.end()
        name = (token[2] or "").lower()
        if silent:
            closes = token[0] == "-->" if silent == "-->" else token[1] == "/" and name == silent
            silent = "" if closes else silent
        elif token[0] == "<!--":
            silent = "-->"
        elif name in _SILENT and not token[1]:
            silent = name
        elif _BLOCK.fullmatch(name):
            kept.append("\n")
    if not silent:
        kept.append(markup[at:])
    lines = (" ".join(line.split()) for line in html.unescape("".join(kept)).split("\n"))
    return whole_text("\n\n".join(line for line in lines if line))


def plain_line(markup: object) -> str:
    """HTML to text on one line, as titles are."""
    return " ".join(plain_text(markup).split())


def read_link(link: object, base: str) -> str | None:
    """An address, whole; None where there is none."""
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        return whole_text(urljoin(base, link.strip()))
    except ValueError:
        return None


def read_language(tag: object) -> str | None:
    """`en-us` to `en`."""
    found = re.match(r"[A-Za-z]{2,3}\b", tag) if isinstance(tag, str) else None
    return found[0].lower() if found else None
