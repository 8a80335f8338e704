"""Fixtures that many tests share: real servers on loopback."""

import os
from collections.abc import Iterator

import hypothesis
import pytest

from tests.loopback import Loopback

# A busy machine is no fault of an example.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """A real HTTP server; routes are set by the test."""
    server = Loopback()
    yield server
    server.close()


@pytest.fixture
def other_loopback() -> Iterator[Loopback]:
    """A second one, for redirects and second outlets."""
    server = Loopback()
    yield server
    server.close()


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> None:
    """Whoever runs the tests may have FRONTWIRE_ variables set, or a width; a worker of pytest-xdist always has one."""
    for name in [name for name in os.environ if name.startswith("FRONTWIRE_") or name in ("COLUMNS", "LINES")]:
        del os.environ[name]
