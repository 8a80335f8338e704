"""Articles in, those that are new out: one article is stored once, whichever way it comes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.batch import ReadDocument
from flows.records import Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What identifies an article that is there already."""

    article_id: str
    url: str | None
    outlet: str | None
    text_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """What is to be loaded; `kept` names for each duplicate the article that stands for it."""

    new: Sequence[ReadDocument] = ()
    kept: Sequence[tuple[ReadDocument, str]] = ()
    changed: Sequence[Rejected] = ()


def sort_out(found: Iterable[ReadDocument], stored: Iterable[Stored]) -> Sorted:
    """Read documents in, in order of arrival; new, duplicate and changed ones out.

    The same text is the same article, unless two different outlets printed it. An id or an address that comes again
    with another text is rejected as `changed`: the first text is kept.
    """
    known = list(stored)
    new: list[ReadDocument] = []
    kept: list[tuple[ReadDocument, str]] = []
    changed: list[Rejected] = []
    index = _index(known)
    for one in found:
        mine = Stored(
            article_id=one.article.article_id,
            url=one.article.url,
            outlet=one.article.outlet,
            text_hash=one.article.text_hash,
        )
        twin = _find_twin(mine, index)
        if twin is None:
            new.append(one)
            _add(mine, index)
        elif twin.text_hash == mine.text_hash:
            kept.append((one, twin.article_id))
        else:
            changed.append(_changed(one, twin))
    return Sorted(new=new, kept=kept, changed=changed)


Index = dict[tuple[str, str], list[Stored]]


def _index(stored: Sequence[Stored]) -> Index:
    index: Index = {}
    for one in stored:
        _add(one, index)
    return index


def _add(one: Stored, index: Index) -> None:
    for key in _keys(one):
        index.setdefault(key, []).append(one)


def _keys(one: Stored) -> list[tuple[str, str]]:
    keys = [("id", one.article_id), ("text", one.text_hash)]
    return [*keys, ("url", one.url)] if one.url else keys


def _find_twin(mine: Stored, index: Mapping[tuple[str, str], Sequence[Stored]]) -> Stored | None:
    """The stored article that this one is; the same text first, then the same id, then the same address."""
    for kind, key in sorted(_keys(mine), key=lambda pair: pair[0] != "text"):
        for other in index.get((kind, key), ()):
            if kind != "text" or other.outlet is None or mine.outlet is None or other.outlet == mine.outlet:
                return other
    return None


def _changed(one: ReadDocument, twin: Stored) -> Rejected:
    why = f"article {twin.article_id} is stored with another text; the first text is kept"
    return Rejected(source=one.document.source, name=one.document.name, code="changed", detail=why)
