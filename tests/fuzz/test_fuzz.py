"""Damaged feeds, pages, addresses, robots files, archives, mails: our own errors, no hang, nothing that grows."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import LONGEST, Edit, damage, edits
from tests.fuzz.targets import TARGETS, run

FOUND = sorted(path for path in Path(__file__).with_name("found").iterdir() if path.name[0] != ".")
# Shrinking a page takes minutes, and the input is small enough to be looked at.
SHORT = settings(
    suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.reuse, Phase.generate), derandomize=True
)


@pytest.mark.parametrize(("name", "count"), [(name, 100 if name in ("page", "pdf") else 250) for name in TARGETS])
def test_damaged_input_gives_our_own_errors_or_nothing_odd(name: str, count: int) -> None:
    target = TARGETS[name]
    sound = st.sampled_from(target.seeds())

    @settings(SHORT, max_examples=count)
    @given(sound, edits(), sound)
    def law(body: bytes, edits: list[Edit], other: bytes) -> None:
        run(target, damage(body, edits, other)[:20_000])

    law()


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_once_stays_mended(path: Path) -> None:
    run(TARGETS[path.name.partition("-")[0]], path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_sound_input_is_read(name: str) -> None:
    for body in TARGETS[name].seeds():
        if not (name == "mail" and body.startswith(b"From a@b")) and name not in ("page", "url"):
            TARGETS[name].read(body)


@example([("insert", 0.0, 0.0, 300, b"x" * 2_000)])
@given(edits())
def test_damage_has_a_bound(edits: list[Edit]) -> None:
    assert len(damage(b"<p>Herat</p>", edits, b"other")) <= LONGEST
