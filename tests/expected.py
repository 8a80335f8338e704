"""An article with its expected table in, what a reader found, got wrong, missed and added out.

`python -m tests.expected ARTICLE...` prints it; without ARTICLE, one line for each article that has a table.
The tables are described in seeds/expected/README.md.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flows.files import read_file
from parsers.documents.articles import read_article
from parsers.knowledge.actors import canonical
from parsers.reading.mentions import read_mentions
from parsers.records import Article, Document, Mention, Quantity
from tests.gold.score import Actors, fold, same_name

ROOT = Path(__file__).parents[1]
ARTICLES = tuple(
    sorted(path for path in (ROOT / "seeds").rglob("*.txt") if path.with_suffix(".expected.toml").is_file())
)

GAINS = frozenset({"territory_captured", "territory_taken_peacefully", "territory_regained"})
CONTROL = GAINS | {"territory_lost_or_withdrawn"}
SITES = frozenset({"base", "other"})
UNSAID = frozenset({"hypothetical", "negated"})  # what did not happen is never a false alarm
SLACK = {"day": 0, "week": 7, "month": 31, "year": 366}  # days each bound may be off
# What a number counts may be called by a neighbour's name where the sentence allows both.
SAME_COUNT = (
    {"prisoners", "people", "detained", "arrested", "released"},
    {"troops", "conscripts", "recruits", "soldiers", "people"},
    {"displaced", "people", "returned"},
    {"evacuated", "people", "staff"},
)
_PEOPLE = Actors(ROOT / "tests" / "gold" / "actors.json")
_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\b(?:Gen|Feb|Jan|Oct|Nov|Dec))[.!?][”\"’]?\s+(?=[“\"]?[A-Z])|\n+")
_EMPTY_WORDS = frozenset("the of a an and his her its their state ministry national".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One expected event, as its table says it; `*_alt` are accepted too, "" and [] stand for unknown."""

    type: str
    evidence: str
    type_alt: Sequence[str] = ()
    actor: str = ""
    actor_alt: Sequence[str] = ()
    target: str = ""
    place: str = ""
    place_alt: Sequence[str] = ()
    admin1: str = ""
    admin1_alt: Sequence[str] = ()
    country: str = ""
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str = "unknown"
    date_alt: Sequence[Sequence[date]] = ()
    modality: str = "actual"
    modality_alt: Sequence[str] = ()
    assertion: str = "reported"
    assertion_alt: Sequence[str] = ()
    method: str = ""
    detail: str = ""
    sources: Sequence[str] = ()
    sources_alt: Sequence[Sequence[str]] = ()
    quantities: Sequence[Mapping[str, Any]] = ()
    quantities_alt: Sequence[Sequence[Mapping[str, Any]]] = ()
    also: Sequence[str] = ()
    optional: bool = False
    note: str = ""

    @property
    def passages(self) -> tuple[str, ...]:
        return (self.evidence, *self.also)

    @property
    def types(self) -> frozenset[str]:
        return frozenset({self.type, *self.type_alt})

    @property
    def name(self) -> str:
        return f"{self.type:<31} {' / '.join(part for part in (self.actor, self.place) if part)}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A row and the mention that was taken for it."""

    row: Row
    mention: Mention
    wrong: tuple[str, ...]
    noted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the required rows, and the mentions that no row accounts for."""

    right: list[Pair] = field(default_factory=list)
    wrong: list[Pair] = field(default_factory=list)
    missing: list[Row] = field(default_factory=list)
    beyond: list[Mention] = field(default_factory=list)

    @property
    def counts(self) -> str:
        parts = (("right", self.right), ("wrong", self.wrong), ("missing", self.missing), ("beyond", self.beyond))
        return ", ".join(f"{len(rows)} {name}" for name, rows in parts)


def read_text(path: Path) -> Article:
    """The article as `frontwire extract` would take it."""
    document = next(iter(read_file(path, source=str(path), cap=2_000_000)))
    assert isinstance(document, Document), document
    return read_article(document)


def read_rows(path: Path) -> list[Row]:
    """The expected table beside an article; a key that is none is an error."""
    table = path.with_suffix(".expected.toml")
    return [Row(**row) for row in tomllib.loads(table.read_text(encoding="utf-8"))["event"]]


def compare(rows: Sequence[Row], mentions: Sequence[Mention], text: str) -> Comparison:
    """Each row takes the mention that fits it best; the rest must repeat a row, be optional or not have happened."""
    result = Comparison()
    required = [row for row in rows if not row.optional]
    pairs = _assign(required, mentions, text)
    for row in required:
        pair = pairs.get(id(row))
        if pair is None:
            result.missing.append(row)
        else:
            (result.wrong if pair.wrong else result.right).append(pair)
    taken = {id(pair.mention) for pair in pairs.values()}
    result.beyond.extend(m for m in mentions if id(m) not in taken and not _is_allowed(m, rows, text))
    return result


def _assign(rows: Sequence[Row], mentions: Sequence[Mention], text: str) -> dict[int, Pair]:
    """One mention a row, the best pairs first: fewest fields wrong, then most evidence shared."""
    offers = []
    for m in mentions:
        for row in rows:
            if m.type in row.types and (shared := _shared(row, m, text)) is not None:
                offers.append((Pair(row, m, tuple(_wrong(row, m)), tuple(_noted(row, m))), shared))
    offers.sort(key=lambda offer: (len(offer[0].wrong), len(offer[0].noted), -offer[1]))
    pairs: dict[int, Pair] = {}
    taken: set[int] = set()
    for pair, _ in offers:
        if id(pair.row) not in pairs and id(pair.mention) not in taken:
            pairs[id(pair.row)] = pair
            taken.add(id(pair.mention))
    return pairs


def _is_allowed(m: Mention, rows: Sequence[Row], text: str) -> bool:
    if m.modality in UNSAID:
        return True
    if m.type == "statement" and any(_is_attribution(m, row, text) for row in rows):
        return True
    return any(
        _is_site(m, row) or (_is_optional(m, row, text) if row.optional else _is_repeat(m, row, text)) for row in rows
    )


def _is_optional(m: Mention, row: Row, text: str) -> bool:
    """An optional row lets pass what tells it: type and passage, and the actor and place where it names them."""
    if m.type not in row.types or _shared(row, m, text) is None:
        return False
    return (not row.actor or _is_actor(row, m)) and (not row.place or _is_place(row, m))


def _is_repeat(m: Mention, row: Row, text: str) -> bool:
    """The same event once more: type, actor, place and day; one without a place must also share the passage."""
    family = row.types | GAINS if row.types & GAINS else row.types
    if m.type not in family or not (_is_actor(row, m) and (m.place is None or _is_place(row, m))):
        return False
    if not (m.date_start is None or _is_date(row, m)):
        return False
    return bool(m.place and m.type != "statement") or _shared(row, m, text) is not None


def _is_attribution(m: Mention, row: Row, text: str) -> bool:
    """Somebody who only passes on what the row tells is its source; to read that as a statement too is no error."""
    sources = [name for chain in (row.sources, *row.sources_alt) for name in chain]
    said = [name for name in (m.actor, m.actor_text) if name]
    return any(_is_source(a, b) for a in sources for b in said) and _shared(row, m, text) is not None


def _is_site(m: Mention, row: Row) -> bool:
    """A barracks or a palace in a place that the same side took or left (as in the gold)."""
    return (
        m.type in CONTROL
        and row.type in CONTROL
        and m.place_kind in SITES
        and m.admin1 == row.admin1
        and _is_actor(row, m)
    )


def _wrong(row: Row, m: Mention) -> Iterator[str]:
    """The fields that decide and are wrong; the type is right where we get here."""
    checks = {
        "actor": _is_actor(row, m),
        "place": _is_place(row, m),
        "date": _is_date(row, m),
        "modality": m.modality in (row.modality, *row.modality_alt),
        "sources": any(_is_chain(chain, row, m) for chain in (row.sources, *row.sources_alt)),
        "quantities": any(_are_numbers(wanted, m) for wanted in (row.quantities, *row.quantities_alt)),
    }
    yield from (name for name, right in checks.items() if not right)


def _noted(row: Row, m: Mention) -> Iterator[str]:
    """What differs and is shown, but does not decide."""
    if row.target and not _is_party(row.target, m.target, m.target_text):
        yield "target"
    if m.assertion not in (row.assertion, *row.assertion_alt):
        yield "assertion"
    if row.method and m.method != row.method:
        yield "method"
    if row.detail and getattr(m, "detail", None) not in (None, row.detail):
        yield "detail"


def _is_actor(row: Row, m: Mention) -> bool:
    return any(_is_party(name, m.actor, m.actor_text) for name in (row.actor, *row.actor_alt))


def _is_party(wanted: str, name: str | None, words: str | None) -> bool:
    """A canonical name, an alias or a person's family name; "" is nobody, also where only words like "they" stand."""
    if not wanted:
        return name is None
    said = name or words
    if not said:
        return False
    if _PEOPLE.same(wanted, said) or fold(canonical(wanted) or wanted) == fold(canonical(said) or said):
        return True
    a, b = fold(wanted).split(), fold(said).split()
    return bool(a and b) and a[-1] == b[-1]


def _is_place(row: Row, m: Mention) -> bool:
    if m.place is None:
        return "" in (row.place, *row.place_alt)
    if row.place and _is_named(row.place, m):
        unit, units = (m.admin1, {row.admin1, *row.admin1_alt}) if row.admin1 else (m.country, {row.country})
        return unit in units or units == {""}
    return any(_is_named(name, m) for name in row.place_alt if name)


def _is_named(name: str, m: Mention) -> bool:
    return any(same_name(name, said, True) for said in (m.place, m.place_text) if said)


def _is_date(row: Row, m: Mention) -> bool:
    wanted = [(row.date_start, row.date_end), *((tuple(pair) if pair else (None, None)) for pair in row.date_alt)]
    slack = timedelta(days=SLACK.get(row.date_precision, 0))
    for start, end in wanted:
        if start is None or end is None or m.date_start is None or m.date_end is None:
            if start is None and m.date_start is None:
                return True
        elif abs(start - m.date_start) <= slack and abs(end - m.date_end) <= slack:
            return True
    return False


def _is_chain(chain: Sequence[str], row: Row, m: Mention) -> bool:
    """The same names in the same order; the outlet itself and the speaker of a statement need not stand in it."""
    links = [link for link in m.sources if link.kind != "outlet"]
    if row.type == "statement":
        links = [
            link for link in links if not any(_is_party(n, link.name, None) for n in (row.actor, *row.actor_alt) if n)
        ]
    return len(links) == len(chain) and all(
        _is_source(wanted, link.name) or _is_source(wanted, link.quote)
        for wanted, link in zip(chain, links, strict=True)
    )


def _is_source(wanted: str, said: str) -> bool:
    """One shared word that carries meaning is enough, as in the gold's rules; or the same party by its aliases."""
    return bool(_meaning(wanted) & _meaning(said)) or _is_party(wanted, said, None)


def _meaning(name: str) -> set[str]:
    return {word.removesuffix("s") for word in fold(name).split() if word not in _EMPTY_WORDS and len(word) > 1}


def _are_numbers(wanted: Sequence[Mapping[str, Any]], m: Mention) -> bool:
    """Every number that must be there is, and none that is not in the list."""
    left = list(m.quantities)
    for number in sorted(wanted, key=lambda n: bool(n.get("optional"))):
        found = next((q for q in left if _is_number(number, q)), None)
        if found is not None:
            left.remove(found)
        elif not number.get("optional"):
            return False
    return not left


def _is_number(wanted: Mapping[str, Any], said: Quantity) -> bool:
    names = {wanted["what"]}.union(*(group for group in SAME_COUNT if wanted["what"] in group))
    low, high = wanted.get("low"), wanted.get("high")
    if said.denominator is not None and low == high == said.denominator:
        return said.what in names  # "more than half of 34 provinces": 34 is kept as out of how many
    bounds_alone = low is not None and high is not None and low != high  # a range is a range, whatever introduces it
    return said.what in names and (said.low, said.high) == (low, high) and (bounds_alone or said.op == wanted["op"])


def _shared(row: Row, m: Mention, text: str) -> int | None:
    """How many characters of the row's passages the mention's sentence holds; None: they share no sentence."""
    shared = [min(b, m.stop) - max(a, m.start) for passage in row.passages for a, b in _spans(passage, text)]
    if max(shared) > 0:
        return max(shared)
    start, stop = _sentence(m.start, m.stop, text)
    return 0 if any(a < stop and start < b for passage in row.passages for a, b in _spans(passage, text)) else None


def _spans(passage: str, text: str) -> list[tuple[int, int]]:
    return [(found.start(), found.end()) for found in re.finditer(re.escape(passage), text)]


def _sentence(start: int, stop: int, text: str) -> tuple[int, int]:
    ends = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    return max(end for end in ends if end <= start), min(end for end in ends if end >= stop)


def show(result: Comparison, mentions: Sequence[Mention], text: str) -> str:
    """The comparison as a table for people: missing, wrong, beyond, right."""
    lines = [f"  {len(result.missing)} missing"]
    for row in result.missing:
        read_as = sorted({m.type for m in mentions if _shared(row, m, text) is not None})
        hint = f"  (read as {', '.join(read_as)})" if read_as else ""
        lines.append(f"    {row.name:<64} {_cut(row.evidence)}{hint}")
    lines.append(f"  {len(result.wrong)} wrong")
    for pair in result.wrong:
        lines.append(f"    {pair.row.name:<64} {_cut(pair.row.evidence)}")
        lines += [f"      {name}: {_wanted(pair.row, name)}, read {_said(pair.mention, name)}" for name in pair.wrong]
    lines.append(f"  {len(result.beyond)} beyond")
    for m in result.beyond:
        lines.append(f"    {f'{m.type:<31} {m.actor or m.actor_text} / {m.place}':<64} {_cut(m.quote)}")
    lines.append(f"  {len(result.right)} right")
    for pair in result.right:
        noted = "; ".join(f"{name}: {_wanted(pair.row, name)}, read {_said(pair.mention, name)}" for name in pair.noted)
        lines.append(f"    {pair.row.name:<64} {_cut(pair.row.evidence)}{f'  ({noted})' if noted else ''}")
    return "\n".join(lines)


def _wanted(row: Row, name: str) -> str:
    if name == "date":
        return f"expected {row.date_start}..{row.date_end}"
    value = row.quantities if name == "quantities" else getattr(row, name)
    return f"expected {[dict(q) for q in value] if name == 'quantities' else value or None}"


def _said(m: Mention, name: str) -> str:
    if name == "date":
        return f"{m.date_start}..{m.date_end}"
    if name == "sources":
        return str([link.name for link in m.sources])
    if name == "quantities":
        return str([(q.what, q.low, q.high, q.op) for q in m.quantities])
    return str(getattr(m, name, None))


def _cut(text: str) -> str:
    return f"“{text if len(text) <= 70 else text[:69] + '…'}”"


def main(names: Sequence[str]) -> int:
    for path in [Path(name) for name in names] or ARTICLES:
        article, rows = read_text(path), read_rows(path)
        mentions = read_mentions(article)
        result = compare(rows, mentions, article.text)
        print(f"{path.stem}: {sum(not row.optional for row in rows)} events, {result.counts}")
        if names:
            print(show(result, mentions, article.text))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
