"""Words for a side of a war, or a coalition, in; the groups that belong to it out (actors/sides.toml)."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Groups that fight together under a common name."""

    members: frozenset[str]  # each the better name where a text names both
    branches: frozenset[str]  # the side's own name is the better one
    country: str | None = None  # where `words` mean it
    words: frozenset[str] = frozenset()
    name: str | None = None  # what it is called where no group of it is named
    actor: str | None = None  # the coalition, or the group with these branches


@cache
def load_sides() -> tuple[Side, ...]:
    """All sides of the file, read once a process."""
    text = (files("parsers.knowledge") / "actors" / "sides.toml").read_text("utf-8")
    return tuple(
        Side(
            members=frozenset(row.get("members", ())),
            branches=frozenset(row.get("branches", ())),
            country=row.get("country"),
            words=frozenset(row.get("words", ())),
            name=row.get("name"),
            actor=row.get("actor"),
        )
        for row in tomllib.loads(text)["side"]
    )


def find_sides(words: Collection[str], countries: Sequence[str] = ()) -> list[Side]:
    """Words such as "Syrian insurgents" -> the sides that they may mean, in these countries if any are known."""
    meant = (side for side in load_sides() if not side.words.isdisjoint(words))
    return [side for side in meant if not countries or side.country in countries]
