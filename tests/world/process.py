"""A world of outlets in a process of its own in, where it is and what it was asked out."""

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]


class World:
    """Starts with the first day; ends with the block."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.world.server"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        told = self._hear()
        self.places: dict[str, str] = told["outlets"]
        self.forbidden: str = told["forbidden"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    @property
    def allow_hosts(self) -> str:
        """All outlets, and not the one that is forbidden."""
        return ",".join(self.places.values())

    @property
    def feeds(self) -> list[str]:
        """The address of each outlet's feed."""
        return [f"http://{place}/feed.xml" for place in self.places.values()]

    def turn_to(self, day: int) -> None:
        """The next day."""
        self._tell({"day": day})

    def read_log(self) -> dict[str, Any]:
        """All requests, and what the forbidden server saw."""
        return self._tell({"log": True})

    def _tell(self, command: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return self._hear()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told
