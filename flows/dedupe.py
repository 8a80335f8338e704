"""Articles in, those that are new or changed out: one article is stored once, whichever way it comes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.batch import ReadDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What identifies an article that is there already; `former` are the hashes of the texts that it had before."""

    article_id: str
    url: str | None
    outlet: str | None
    text_hash: str
    read_url: str | None = None
    former: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """What is to be loaded; `changed` is another text, `kept` nothing new, of the article named beside."""

    new: Sequence[ReadDocument] = ()
    changed: Sequence[tuple[ReadDocument, str]] = ()
    kept: Sequence[tuple[ReadDocument, str]] = ()


def sort_out(found: Iterable[ReadDocument], stored: Iterable[Stored]) -> Sorted:
    """Read documents in, in order of arrival; new, changed and known ones out.

    An id or an address that comes again with another text is a new version of its article, unless it had that text
    before: a source that still offers the former text changes nothing, nor does a variant (AMP, print) of what was read
    at another address: it leaves out this or that. The same text is the same article, unless two different outlets
    printed it.
    """
    new: list[ReadDocument] = []
    changed: list[tuple[ReadDocument, str]] = []
    kept: list[tuple[ReadDocument, str]] = []
    index = _index(list(stored))
    for one in found:
        mine = _identify(one)
        twin = _find_twin(mine, index)
        if twin is None:
            new.append(one)
            _add(mine, index)
        elif mine.text_hash in twin.former | {twin.text_hash} or (mine.read_url and mine.read_url != twin.read_url):
            kept.append((one, twin.article_id))
        else:
            changed.append((one, twin.article_id))
            former = twin.former | {twin.text_hash}
            _replace(twin, replace(twin, text_hash=mine.text_hash, read_url=mine.read_url, former=former), index)
    return Sorted(new=new, changed=changed, kept=kept)


def _identify(one: ReadDocument) -> Stored:
    article = one.article
    return Stored(
        article_id=article.article_id,
        url=article.url,
        outlet=article.outlet,
        text_hash=article.text_hash,
        read_url=article.read_url,
    )


Index = dict[tuple[str, str], list[Stored]]


def _index(stored: Sequence[Stored]) -> Index:
    index: Index = {}
    for one in stored:
        _add(one, index)
    return index


def _add(one: Stored, index: Index) -> None:
    for key in _keys(one):
        index.setdefault(key, []).append(one)


def _replace(before: Stored, after: Stored, index: Index) -> None:
    for key in _keys(before):
        index[key].remove(before)
    _add(after, index)


def _keys(one: Stored) -> list[tuple[str, str]]:
    keys = [("id", one.article_id), ("text", one.text_hash)]
    return [*keys, ("url", one.url)] if one.url else keys


def _find_twin(mine: Stored, index: Mapping[tuple[str, str], Sequence[Stored]]) -> Stored | None:
    """The stored article that this one is: the same id, then the same address, then the same text."""
    for kind, key in sorted(_keys(mine), key=lambda pair: ("id", "url", "text").index(pair[0])):
        for other in index.get((kind, key), ()):
            if kind != "text" or other.outlet is None or mine.outlet is None or other.outlet == mine.outlet:
                return other
    return None
