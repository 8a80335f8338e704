"""Reports in order in; out comes what each article says in the end about each province: gains, denials, losses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Literal

from parsers.fusing import (
    GAINS,
    LOST,
    SAME,
    STRENGTH,
    best_type,
    days_apart,
    fuse_article,
    most_common,
    read_basis,
    root_of,
    usual_date,
    when_of,
)
from parsers.records import Assertion, Basis, Method, Report, When

SOMEBODY = ""  # the taker of a capture that is denied without saying whose it would be


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article's word on one holder of one province; `report` is its clearest mention."""

    says: Literal["gain", "denial", "loss", "retraction"]  # the last: see retraction.py
    admin1: str
    actor: str
    target: str | None
    type: str
    assertion: Assertion
    method: Method
    when: When
    basis: Basis
    roots: Sequence[str]  # a gain has one: an article is one voice
    report: Report
    former: Sequence[tuple[str, str]] = ()  # (holder, type) that the article tells as overtaken

    @property
    def published(self) -> datetime:
        return self.report.published

    @property
    def root(self) -> str:
        return self.roots[0]


def find_tellings(reports: Sequence[Report]) -> dict[str, list[Telling]]:
    """Reports in order -> per province what its articles say, in order; within one: losses, denials, then the gain."""
    tellings: dict[str, list[Telling]] = {}
    for _, article in groupby(reports, key=lambda r: (r.published, r.stated, r.seq, r.mention.article_id)):
        by_province: dict[str, list[Report]] = {}
        for report in article:
            if report.mention.admin1 is not None and _qualifies(report):
                by_province.setdefault(report.mention.admin1, []).append(report)
        for admin1, own in by_province.items():
            tellings.setdefault(admin1, []).extend(_read_article(own))
    return tellings


def _qualifies(report: Report) -> bool:
    """True for actual control of a whole province or its capital by somebody known; a denial need not say by whom."""
    m = report.mention
    if m.type not in GAINS and m.type != LOST:
        return False
    told = m.actor is not None or m.assertion == "denied"
    return bool(m.modality == "actual" and m.extent != "partial" and told and read_basis(m))


def _read_article(reports: Sequence[Report]) -> Iterator[Telling]:
    """One article's reports of one province -> its tellings; only its last holder counts as a gain."""
    losses = [r for r in reports if r.mention.type == LOST and r.mention.assertion != "denied" and r.mention.actor]
    yield from (_tell("loss", [loss]) for loss in losses)
    clusters = list(_find_clusters([r for r in reports if r.mention.type in GAINS]))
    verdicts = [fuse_article([r.mention for r in cluster]) for cluster in clusters]
    yield from (_tell("denial", c) for c, verdict in zip(clusters, verdicts, strict=True) if verdict == "denied")
    standing = [c for c, verdict in zip(clusters, verdicts, strict=True) if verdict != "denied"]
    if not standing:
        return
    last = max(standing, key=_lateness)
    yield _tell("gain", last, former=[c for c in standing if c is not last])


def _find_clusters(reports: Sequence[Report]) -> Iterator[list[Report]]:
    """Gains of one province in one article -> one holder and time together; the undated join the latest."""
    for actor in dict.fromkeys(r.mention.actor for r in reports):
        clusters: list[list[Report]] = []
        undated: list[Report] = []
        for report in (r for r in reports if r.mention.actor == actor):
            when = when_of(report.mention)
            if when.start is None:
                undated.append(report)
                continue
            near = (c for c in clusters if (days_apart(when_of(c[0].mention), when) or 0) <= SAME)
            home = next(near, None)
            if home is None:
                clusters.append([report])
            else:
                home.append(report)
        if undated:
            latest = max(clusters, key=_lateness, default=[])
            clusters = [c for c in clusters if c is not latest]
            clusters.append(sorted([*latest, *undated], key=lambda r: r.mention.start))
        yield from clusters


def _lateness(cluster: Sequence[Report]) -> tuple[date, int]:
    """A cluster -> its last day (of publication where unknown), then its place in the text."""
    when = usual_date(when_of(r.mention) for r in cluster)
    return when.end or cluster[0].published.date(), cluster[0].mention.start


def _tell(
    says: Literal["gain", "denial", "loss"], cluster: Sequence[Report], former: Iterable[Sequence[Report]] = ()
) -> Telling:
    """A cluster -> the article's one word, quoted from its strongest mention."""
    strength = min(STRENGTH.index(r.mention.assertion) for r in cluster)
    strongest = [r for r in cluster if r.mention.assertion == STRENGTH[strength]]
    first = strongest[0]
    roots = list(dict.fromkeys(root_of(r) for r in strongest))
    if says == "gain":
        roots = [most_common(root_of(r) for r in strongest) or roots[0]]
    basis = read_basis(first.mention)
    nobody = first.mention.actor is None and says != "denial"
    if basis is None or first.mention.admin1 is None or nobody:
        raise ValueError(f"{first.mention.mention_id}: tells of no province and holder")
    return Telling(
        says=says,
        admin1=first.mention.admin1,
        actor=first.mention.actor or SOMEBODY,
        target=most_common(r.mention.target for r in cluster),
        type=best_type([r.mention.type for r in cluster]),
        assertion=fuse_article([r.mention for r in cluster]),
        method=most_common(r.mention.method for r in cluster) or "unknown",
        when=usual_date(when_of(r.mention) for r in cluster),
        basis=basis,
        roots=roots,
        report=first,
        former=[(c[0].mention.actor or "", best_type([r.mention.type for r in c])) for c in former],
    )
