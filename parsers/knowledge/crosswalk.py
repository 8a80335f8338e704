"""crosswalk.toml in, codes out: what ACLED, PLOVER and CAMEO call an event type, under which conditions.

And a number of deaths in, the three numbers of UCDP out.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Literal

from parsers.errors import ParseError
from parsers.records import Quantity

ROWS = ("type", "detail", "method", "side", "modality", "target")
CODES = ("acled", "plover", "plover_context", "cameo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The codes of one type under some conditions; a condition that is None holds for all."""

    line: int  # order in the file
    type: str
    detail: str | None = None
    method: str | None = None
    side: Literal["state", "other"] | None = None  # the actor: at home in the country of the place, or not
    modality: str | None = None
    target: bool | None = None  # is the other side known?
    acled_event: str | None = None
    acled_sub_event: str | None = None
    plover: str | None = None
    plover_context: str | None = None
    cameo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number of deaths as UCDP gives it; None: not stated."""

    low: int | None
    best: int | None
    high: int | None


@cache
def load_crosswalk() -> tuple[Code, ...]:
    """All codes, in the order of the file; a block with lists of conditions stands for each of their combinations."""
    raw = tomllib.loads(files("parsers.knowledge").joinpath("crosswalk.toml").read_text("utf-8"))
    blocks = [row for block in raw["code"] for row in _spread(block)]
    return tuple(_read_code(line, row) for line, row in enumerate(blocks, 1))


def _spread(block: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    listed = {k: v for k, v in block.items() if isinstance(v, list) and k != "acled"}
    for values in product(*listed.values()):
        yield {**block, **dict(zip(listed, values, strict=True))}


def _read_code(line: int, row: Mapping[str, Any]) -> Code:
    known = {*ROWS, *CODES}
    if unknown := sorted(row.keys() - known):
        raise ParseError("crosswalk.toml", f"block {line} ({row.get('type')}) has no field {unknown[0]}")
    event, sub = [*row.get("acled", ()), None, None][:2]
    kept: dict[str, Any] = {k: None if v == "" else v for k, v in row.items() if k != "acled"}
    return Code(line=line, acled_event=event, acled_sub_event=sub, **kept)


def estimate(quantity: Quantity) -> Estimate:
    """One number in, UCDP's three out: the best is the least that was stated, as UCDP counts conservatively.

    "More than 1,000" is 1,000, 1,000, unknown; "20 to 30" is 20, 20, 30; "up to 90" only bounds it above.
    """
    return Estimate(low=quantity.low, best=quantity.low, high=quantity.high)


def estimate_deaths(quantities: Sequence[Quantity]) -> Estimate:
    """All numbers of one passage in, its deaths out: the largest told, since parts of a toll are told beside it."""
    dead = [estimate(q) for q in quantities if q.what == "killed"]
    open_end = any(e.high is None for e in dead)
    return Estimate(
        low=max((e.low for e in dead if e.low is not None), default=None),
        best=max((e.best for e in dead if e.best is not None), default=None),
        high=None if open_end else max((e.high for e in dead if e.high is not None), default=None),
    )
