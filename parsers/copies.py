"""Articles and pairs that print one text in; the group of each, and who gathered the text of a group, out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from parsers.documents.wire import Credit, read_agency, root_of

UNDATED = datetime.max.replace(tzinfo=UTC)  # an article without a date is nobody's first


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """An article as one printing of a text."""

    article_id: str
    published: datetime | None
    credit: str | None  # the agency that it credits as a whole
    own_root: str | None  # that agency, else the outlet


def read_printing(article_id: str, text: str, *, outlet: str | None, published: datetime | None) -> Printing:
    """An article in; whom it credits as a whole, and who gathered it by its own word, out."""
    agency = read_agency(text, outlet=outlet)
    own = root_of((), credit=Credit(agency=agency), outlet=outlet)
    return Printing(article_id=article_id, published=published, credit=agency, own_root=own)


def group_copies(article_ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Articles and pairs of copies in; each one's group out: a copy of a copy is a copy, the least id is the name."""
    leader = {article_id: article_id for article_id in article_ids}

    def find(one: str) -> str:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for one, other in pairs:
        low, high = sorted((find(one), find(other)))
        leader[high] = low
    return {article_id: find(article_id) for article_id in leader}


def read_group_root(group: Iterable[Printing]) -> str | None:
    """The printings of one text in; who gathered it out: the agency credited first, else the first outlet."""
    ordered = sorted(group, key=lambda one: (one.published or UNDATED, one.article_id))
    credited = (one.credit for one in ordered if one.credit)
    named = (one.own_root for one in ordered if one.own_root)
    return next(credited, None) or next(named, None)


def read_roots(printings: Sequence[Printing], groups: Mapping[str, str]) -> dict[str, str | None]:
    """Printings and their groups in; who gathered the text of each group out."""
    members: dict[str, list[Printing]] = {}
    for one in printings:
        members.setdefault(groups[one.article_id], []).append(one)
    return {group: read_group_root(own) for group, own in members.items()}
