"""A language's table of time words in, rules of the time grammar out: a shape to find, and what it says."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from parsers.knowledge.languages import table_of
from parsers.reading.time_grammar import Said

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], Said | None]]
DAYS_OF = {"hour": 0, "day": 1, "week": 7}  # of a unit, where it can be counted


@cache
def rules_of(language: str) -> tuple[Rule, ...]:
    """The rules of languages/CODE.toml, in order."""
    times = table_of(language, "times")
    return tuple(_rule(raw, times) for raw in times.get("rules", ()))


@cache
def ahead_of(language: str) -> re.Pattern[str]:
    """Words that put a day into the future."""
    return re.compile(rf"(?i)\b(?:{table_of(language, 'times').get('ahead', '(?!)')})")


def _rule(raw: Mapping[str, Any], times: Mapping[str, Any]) -> Rule:
    slots = {
        "day": "|".join(times["days"]),
        "month": times["month"],
        "d": r"(?:1er|3[01]|[12]\d|0?[1-9])",
        "year": r"(?:18[5-9]\d|19\d\d|20\d\d)(?!\d)",
        "n": r"\d{1,3}|" + "|".join(times["counts"]),
        "unit": "|".join(f"{unit}s?" for unit in times["units"]),
        "near": "|".join(sorted(map(re.escape, times["near"]), key=len, reverse=True)),
    }
    shape = raw["shape"]
    for name, words in slots.items():  # "(?P<d><d>)": the name of a group stays
        shape = re.sub(rf"(?<!\?P)<{name}>", f"(?:{words})".replace("\\", r"\\"), shape)
    return re.compile(rf"(?i)(?<![\w-])(?:{shape})(?![\w-])"), lambda match: _said(match, raw, times)


def _said(match: re.Match[str], raw: Mapping[str, Any], times: Mapping[str, Any]) -> Said | None:
    told = {name: value.lower().replace("’", "'") for name, value in match.groupdict().items() if value}
    kind = raw["kind"]
    year = int(told["y"]) if "y" in told else None
    month = _month(told["m"], times) if "m" in told else None
    step = times["steps"].get(told.get("step"))
    if kind == "date":
        return Said(kind="date", year=year, month=month, day=int(re.sub(r"\D", "", told["d"])))
    if kind == "month":
        return Said(kind="month", year=year, month=month, step=step)
    if kind == "year":
        return Said(kind="year", year=year)
    if kind == "weekday":
        return Said(kind="weekday", weekday=times["days"].index(told["wd"]), step=step, count=0)
    if kind == "near":
        return Said(kind="ago", unit="day", count=-times["near"][told["near"]], step=0)
    return _counted(told, raw, times, step)


def _counted(
    told: Mapping[str, str], raw: Mapping[str, Any], times: Mapping[str, Any], step: int | None
) -> Said | None:
    """ "il y a deux jours", "la semaine dernière", "trois jours plus tard", "la veille"."""
    said = told.get("unit", "")
    unit = times["units"].get(said) or times["units"].get(said.removesuffix("s"), "day")
    number = int(told["n"]) if told.get("n", "").isdigit() else times["counts"].get(told.get("n"))
    if raw["kind"] == "ago":
        return Said(kind="ago", unit=unit, count=number)
    if raw["kind"] == "calendar":
        return Said(kind="calendar", unit=unit, step=step)
    if "n" not in told:
        return Said(kind="anchored", count=raw.get("count"))
    days = DAYS_OF.get(unit)
    counted = None if number is None or days is None else number * days
    return Said(kind="anchored", count=-counted if counted and "back" in told else counted)


def _month(name: str, times: Mapping[str, Any]) -> int:
    return next(i for i, begin in enumerate(times["months"], 1) if name.startswith(begin))
