"""A warehouse in; the codes and actors that parsers know, and SQL must join, stand in it: written where they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache

from parsers.knowledge.crosswalk import load_crosswalk
from warehouse.connection import Connection
from warehouse.load import merge
from warehouse.packaged import digest_of, is_packaged, mark_packaged

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All rows of one table, and the digest of them."""

    rows: Sequence[Row]
    digest: str


def load_known(con: Connection) -> None:
    """Tables `crosswalk` and `actor`, inside the caller's transaction."""
    for table, known in _find_known().items():
        if not is_packaged(con, table, known.digest):
            merge(con, table, known.rows)
            mark_packaged(con, table, known.digest)


@cache
def _find_known() -> Mapping[str, Known]:
    tables = {"crosswalk": [asdict(code) for code in load_crosswalk()], "actor": find_known_actors()}
    return {table: Known(rows=rows, digest=digest_of(map(repr, rows))) for table, rows in tables.items()}


def find_known_actors() -> list[dict[str, object]]:
    """Rows of table `actor` out: all actors of the lexicon, and whose state they are."""
    from parsers.knowledge.actor_names import load_lexicon

    states = ("state", "authority")
    return [
        {"name": a.name, "side": a.side, "country": a.country, "state_of": a.country if a.kind in states else None}
        for a in load_lexicon().actors.values()
    ]
