"""Which articles print one text, and who gathered it: whatever the order in which they came."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parsers.copies import Printing, group_copies, read_group_root, read_printing, read_roots

IDS = [f"a{n}" for n in range(12)]
PAIRS = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda p: p[0] != p[1]), max_size=15)
SEEDS = st.integers(0, 10_000)
DAY = datetime(2021, 8, 15, tzinfo=UTC)


def printing(n: int, credit: str | None = None, outlet: str | None = "Herald", **known: object) -> Printing:
    fields = {"article_id": f"a{n}", "published": DAY + timedelta(hours=n), "own_root": credit or outlet, **known}
    return Printing(credit=credit, **fields)  # type: ignore[arg-type]


@given(PAIRS, SEEDS)
def test_groups_do_not_depend_on_the_order(pairs: list[tuple[str, str]], seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a shuffle, no secret
    mixed = [pair if dice.random() < 0.5 else pair[::-1] for pair in dice.sample(pairs, len(pairs))]
    assert group_copies(dice.sample(IDS, len(IDS)), mixed) == group_copies(IDS, pairs)


@given(PAIRS)
def test_a_copy_of_a_copy_is_a_copy_and_the_least_id_names_the_group(pairs: list[tuple[str, str]]) -> None:
    groups = group_copies(IDS, pairs)
    assert all(groups[one] == groups[other] for one, other in pairs)
    assert all(group == min(one for one in IDS if groups[one] == group) for group in groups.values())


@given(PAIRS, st.integers(0, 15))
def test_groups_grown_step_by_step_are_the_same(pairs: list[tuple[str, str]], cut: int) -> None:
    before = group_copies(IDS, pairs[:cut])
    assert group_copies(IDS, [*before.items(), *pairs[cut:]]) == group_copies(IDS, pairs)


@given(st.lists(st.sampled_from([None, "AFP", "Reuters"]), min_size=1, max_size=8), SEEDS)
def test_the_root_of_a_group_does_not_depend_on_the_order(credits: list[str | None], seed: int) -> None:
    group = [printing(n, credit) for n, credit in enumerate(credits)]
    mixed = random.Random(seed).sample(group, len(group))  # noqa: S311
    assert read_group_root(mixed) == read_group_root(group) == next(filter(None, credits), "Herald")


def test_without_a_credit_the_first_outlet_gathered_it() -> None:
    late, early = printing(2, outlet="Courier"), printing(1, outlet="Gazette")
    assert read_group_root([late, early]) == "Gazette"
    assert read_group_root([printing(0, outlet=None), late]) == "Courier"
    assert read_group_root([printing(0, outlet="Undated", published=None), late]) == "Courier"
    assert read_group_root([printing(0, outlet=None)]) is None


def test_each_group_has_its_own_root() -> None:
    group = [printing(0, "AFP"), printing(1, outlet="Courier"), printing(2, outlet="Gazette")]
    assert read_roots(group, {"a0": "a0", "a1": "a0", "a2": "a2"}) == {"a0": "AFP", "a2": "Gazette"}


def test_an_article_credits_an_agency_or_speaks_for_itself() -> None:
    wire = read_printing("a", "KABUL, Aug 15 (Reuters) - The city fell.", outlet="Herald", published=None)
    own = read_printing("a", "The city fell, Reuters said.", outlet="Herald", published=None)
    assert (wire.credit, wire.own_root, own.credit, own.own_root) == ("Reuters", "Reuters", None, "Herald")
