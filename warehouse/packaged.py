"""A part that comes with frontwire and its digest in, whether the file holds just that out: most starts need not write.

The views and the rows that SQL must join cost more to write than all else that a start does.
"""

from collections.abc import Iterable
from hashlib import sha256

import duckdb

from warehouse.connection import Connection
from warehouse.scripts import find_scripts, read_script


def digest_of(texts: Iterable[str]) -> str:
    """Texts in, one name for just these in this order out, as this DuckDB writes them into tables of this schema."""
    digest = sha256()
    for text in (duckdb.__version__, *find_scripts("schema"), *texts):
        digest.update(f"{len(text)}:{text}".encode())
    return digest.hexdigest()


def is_packaged(con: Connection, part: str, digest: str) -> bool:
    """Whether this is what was written last."""
    return con.execute(read_script("session", "packaged"), {"part": part, "digest": digest}).fetchone() == (1,)


def mark_packaged(con: Connection, part: str, digest: str) -> None:
    """Note what is being written, in the same transaction."""
    con.execute(read_script("session", "mark_packaged"), {"part": part, "digest": digest})
