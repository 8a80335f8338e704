"""Two names of holders in, one name or two holders out; the file of sides knows only actors that there are."""

import pytest

from parsers.knowledge.actor_names import load_lexicon
from parsers.knowledge.actors import find_actors, role_actor
from parsers.knowledge.holders import one_name
from parsers.knowledge.sides import load_sides

ONE = [
    ("Syrian insurgents", "HTS", "HTS"),
    ("Syrian rebels", "Free Syrian Army", "Free Syrian Army"),
    ("Syrian opposition fighters", "local rebels", "local rebels"),
    ("rebels", "M23", "M23"),
    ("Syrian insurgents", "Syrian rebels", "Syrian insurgents"),
    ("Kurdish forces", "SDF", "SDF"),
    ("Three Brotherhood Alliance", "MNDAA", "MNDAA"),
    ("Myanmar resistance fighters", "KNDF", "KNDF"),
    ("Haqqani network", "Taliban", "Taliban"),
    ("Malian jihadists", "JNIM", "JNIM"),
    ("government troops", "Syrian government", "Syrian government"),
    ("the army", "SAF", "SAF"),
    ("Taliban", "Taliban", "Taliban"),
    ("people nobody knows", "people nobody knows", "people nobody knows"),
]
TWO = [
    ("Syrian insurgents", "SDF"),
    ("Syrian rebels", "ISIS"),
    ("Syrian insurgents", "Syrian government"),
    ("Syrian rebels", "M23"),
    ("HTS", "local rebels"),
    ("Taliban", "ISKP"),
    ("MNDAA", "TNLA"),
    ("the army", "RSF"),
    ("the army", "Taliban"),
    ("people nobody knows", "HTS"),
]


@pytest.mark.parametrize(("first", "second", "name"), ONE)
def test_a_side_and_its_group_are_one_holder(first: str, second: str, name: str) -> None:
    assert one_name(first, second) == name
    if first in load_lexicon().actors or second in load_lexicon().actors:
        assert one_name(second, first) == name


@pytest.mark.parametrize(("first", "second"), TWO)
def test_groups_and_other_sides_are_two(first: str, second: str) -> None:
    assert one_name(first, second) is None
    assert one_name(second, first) is None


def test_all_members_of_sides_are_actors() -> None:
    sides = load_sides()
    named = {name for side in sides for name in (*side.members, *side.branches)}
    named |= {side.actor for side in sides if side.actor}
    assert named <= load_lexicon().actors.keys()
    assert all((side.country is None) == (not side.words) and (side.actor or side.words) for side in sides)


@pytest.mark.parametrize(
    ("role", "before", "expected"),
    [
        ("the insurgents", "The Syrian Democratic Forces crossed the river.", "Syrian rebels"),
        ("the rebels", "The Syrian army left.", "Syrian rebels"),
        ("the rebels", "Hayat Tahrir al-Sham came from the north.", "HTS"),
        ("the rebels", "The Southern Operations Room came from the south.", "local rebels"),
        ("the fighters", "The Syrian Democratic Forces crossed the river.", "SDF"),
    ],
)
def test_the_insurgents_are_no_group_of_another_side(role: str, before: str, expected: str) -> None:
    assert role_actor(role, countries=["SY"], named=find_actors(before)) == expected
