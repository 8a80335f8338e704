"""A warehouse with new texts in; their copy groups stored, and the articles whose root source this changes, out."""

from dataclasses import fields

from parsers.copies import Printing, group_copies, read_printing, read_roots
from warehouse.connection import Connection
from warehouse.copies import CopyRound, Row, find_copies
from warehouse.load import merge

PRINTING = tuple(field.name for field in fields(Printing))
ROW = ("article_id", "copy_group", "credit", "own_root", "group_root")  # table article_copy


def load_copies(con: Connection) -> list[str]:
    """Group all articles that are not grouped yet; the ids of those whose mentions now have another root source."""
    changed: set[str] = set()
    for found in find_copies(con):
        changed |= _load_round(con, found)
    return sorted(changed)


def _load_round(con: Connection, found: CopyRound) -> set[str]:
    known = {row["article_id"]: row for row in found.members}
    printings = {article_id: Printing(**{name: row[name] for name in PRINTING}) for article_id, row in known.items()}
    printings |= {row["article_id"]: read_printing(**row) for row in found.fresh}
    kept = [(row["article_id"], row["copy_group"]) for row in found.members if not row["is_loose"]]
    groups = group_copies(printings, [*found.pairs, *kept])
    roots = read_roots(list(printings.values()), groups)
    rows = {one: _row(printing, groups[one], roots[groups[one]]) for one, printing in printings.items()}
    stored = {one: {name: row[name] for name in ROW} for one, row in known.items()}
    merge(con, "article_copy", [row for one, row in rows.items() if row != stored.get(one)])
    return {one for one, row in rows.items() if row["group_root"] != _root_before(row, stored.get(one))}


def _root_before(row: Row, stored: Row | None) -> str | None:
    """Until it is grouped an article speaks for itself."""
    root: str | None = stored["group_root"] if stored else row["own_root"]
    return root


def _row(printing: Printing, group: str, root: str | None) -> Row:
    return {
        "article_id": printing.article_id,
        "copy_group": group,
        "credit": printing.credit,
        "own_root": printing.own_root,
        "group_root": root,
    }
