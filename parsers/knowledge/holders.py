"""Two names of holders in; the one name for both out, where they can be one: a side and a group that belongs to it."""

from functools import cache

from parsers.knowledge.actor_names import load_lexicon, words_of
from parsers.knowledge.actors import find_actors
from parsers.knowledge.sides import Side, find_sides, load_sides


@cache
def one_name(first: str, second: str) -> str | None:
    """ "Syrian insurgents" and "HTS" -> "HTS"; "Taliban" and "Haqqani network" -> "Taliban"; None: two holders.

    Of two words for one side the first stays.
    """
    if first == second:
        return first
    for side, group in ((first, second), (second, first)):
        known = load_lexicon().actors.get(group)
        if any(group in one.branches for one in _coalitions(side)):
            return side
        if any(group in one.members for one in (*_sides_called(side), *_coalitions(side))):
            return group
        if known and known.side == "state" and _is_state_of_nobody(side):
            return group
    return first if set(_sides_called(first)) & set(_sides_called(second)) else None


def _coalitions(name: str) -> list[Side]:
    return [side for side in load_sides() if side.actor == name]


@cache
def _sides_called(name: str) -> tuple[Side, ...]:
    """The sides that a name which is no group's own may mean."""
    if name in load_lexicon().actors:
        return ()
    home = [hit.country for hit in find_actors(name) if hit.country]
    return tuple(find_sides(words_of(name), home))


@cache
def _is_state_of_nobody(name: str) -> bool:
    """ "the army", "government troops": of the state, but not said of which."""
    hits = find_actors(name) if name not in load_lexicon().actors else []
    return len(hits) == 1 and hits[0].side == "state" and hits[0].actor is None
