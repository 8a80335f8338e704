"""Reports in, the same out with one name for each holder that an article calls by several: a side and its group."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from parsers.fusing import TERRITORY, scope_of
from parsers.records import Report

OneName = Callable[[str, str], str | None]  # two holders -> the one name for both; None: they are two


def name_holders(reports: Sequence[Report], one_name: OneName) -> list[Report]:
    """Reports of some scopes -> the same in order; "the insurgents" of an article are the group that it names.

    All versions of an article are looked at together, so that a new wording takes nothing back.
    """
    told: dict[tuple[str, str], dict[str, None]] = {}
    for report in reports:
        if report.mention.type in TERRITORY and report.mention.actor:
            told.setdefault(_article_of(report), {})[report.mention.actor] = None
    names = {article: _settle(list(holders), one_name) for article, holders in told.items() if len(holders) > 1}
    return [_rename(report, names.get(_article_of(report), {})) for report in reports]


def _article_of(report: Report) -> tuple[str, str]:
    return report.mention.article_id, scope_of(report.mention)


def _settle(holders: Sequence[str], one_name: OneName) -> dict[str, str]:
    """The holders that an article names -> the better name of each, where there is exactly one."""
    better = {}
    for holder in holders:
        names = {name for other in holders if (name := one_name(holder, other)) and name != holder}
        if len(names) == 1:
            better[holder] = names.pop()
    return better


def _rename(report: Report, names: dict[str, str]) -> Report:
    name = names.get(report.mention.actor or "")
    if name is None or report.mention.type not in TERRITORY:
        return report
    return replace(report, mention=replace(report.mention, actor=name))
