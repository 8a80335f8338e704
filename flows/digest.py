"""Articles with their mentions in, a page for people out: a table for each family of events, the evidence quoted."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import IO

from flows.batch import ReadDocument
from flows.show import Column, as_cell, write_wrapped
from parsers.documents.language import name_of
from parsers.records import Article, Mention, Quantity

FIRST = ("territory", "violence", "forces", "talks", "people")  # families in this order, any other behind them
SIGNS = {"at_least": "≥ ", "more_than": "> ", "fewer_than": "≤ ", "about": "~ ", "exactly": ""}
COLUMNS = (
    Column("event", least=12, share=3),
    Column("who", least=10, share=2),
    Column("where, when", least=14, share=2),
    Column("told by", least=9, share=2),
    Column("evidence", least=20, share=6),
)
SAME = "(the same words)"


def write_digest(found: Iterable[ReadDocument], out: IO[str]) -> None:
    """Each article under its headline; one that tells nothing says so."""
    for number, read in enumerate(found):
        out.write(("\n" if number else "") + head_of(read.article, read.document.name) + "\n")
        if not read.mentions:
            unread = f"not read: it is in {name_of(read.article.language)}"
            out.write("no events\n" if read.reading == "read" else f"{unread}\n")
        for family, mentions in by_family(read.mentions):
            out.write("\n")
            write_wrapped(COLUMNS, rows_of(mentions), out, title=family)


def head_of(article: Article, name: str) -> str:
    """What an article is, in a line."""
    day = article.published.date().isoformat() if article.published else None
    return as_cell(" | ".join(part for part in (article.title or name, article.outlet, day) if part))


def by_family(mentions: Sequence[Mention]) -> Iterator[tuple[str, list[Mention]]]:
    """Mentions in, the same by family out; inside in text order."""
    from parsers.knowledge.patterns import load_families

    family_of = {pattern.type: family.name for family in load_families() for pattern in family.patterns}
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(family_of.get(mention.type, "other"), []).append(mention)
    ranked = sorted(groups, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))
    for name in ranked:
        yield name, sorted(groups[name], key=lambda m: (m.start, m.stop))


def rows_of(mentions: Sequence[Mention]) -> Iterator[list[str]]:
    """Mentions in, the cells of COLUMNS out: a list of places is one row; evidence above is not repeated."""
    before: tuple[int, int] | None = None
    for _, alike in groupby(mentions, key=_but_for_place):
        listed = list(alike)
        first = listed[0]
        quote = SAME if before == (first.start, first.stop) else _in_quotes(first.quote)
        before = (first.start, first.stop)
        yield [_event_of(first), _who_of(first), _where_of(listed), _told_by(first), quote]


def _but_for_place(m: Mention) -> tuple[object, ...]:
    told = (m.modality, m.assertion, tuple(m.quantities), tuple(m.sources), m.root_source)
    return (m.start, m.stop, m.type, m.detail, m.method, m.extent, m.actor or m.actor_text, m.target, *told)


def _in_quotes(text: str) -> str:
    flat = " ".join(text.split())
    return flat if flat.startswith(("“", '"', "‘")) else f"“{flat}”"


def _event_of(m: Mention) -> str:
    """The type and its sub-field, what is unusual about how it is told, its numbers."""
    method = m.method if m.method != "unknown" else None
    told = [part for part in (m.modality, m.assertion) if part not in ("actual", "reported")]
    extent = "partial" if m.extent == "partial" else None
    words = [m.type, ", ".join(part for part in (m.detail, method, extent, *told) if part)]
    return "\n".join(filter(None, [*(word.replace("_", " ") for word in words), *map(say_quantity, m.quantities)]))


def say_quantity(q: Quantity) -> str:
    """A quantity in, "killed > 1,000 in the last month" out."""
    bounds = [f"{n:,}" for n in (q.low, q.high) if n is not None]
    number = SIGNS[q.op] + "-".join(dict.fromkeys(bounds)) if bounds else f"“{q.quote}”"
    parts = [q.what.replace("_", " "), number + ("%" if q.unit == "percent" and bounds else "")]
    parts += [f"of {q.denominator:,}"] if q.denominator else []
    parts += [q.period] if q.period else []
    return " ".join(parts) + (" (or another reading)" if q.ambiguous else "")


def _who_of(m: Mention) -> str:
    actor, target = m.actor or _quoted(m.actor_text), m.target or _quoted(m.target_text)
    return "\n".join(filter(None, [actor, f"→ {target}" if target else None]))


def _quoted(text: str | None) -> str | None:
    return f"“{text}”" if text else None


def _where_of(listed: Sequence[Mention]) -> str:
    """The places of a list, each with its province, then the days."""
    places = [" ".join(filter(None, [m.place or _quoted(m.place_text), m.admin1 or m.country])) for m in listed]
    days = [" to ".join(dict.fromkeys(str(day) for day in (m.date_start, m.date_end) if day)) for m in listed]
    return "\n".join(filter(None, [*dict.fromkeys(places), *dict.fromkeys(days)]))


def _told_by(m: Mention) -> str:
    """The chain from the outlet inwards; the root where no link names it."""
    names = [link.name for link in m.sources]
    root = [m.root_source] if m.root_source and m.root_source not in names else []
    return "\n".join([" ← ".join(names), *(f"root: {name}" for name in root)]).strip()
