"""A target and seconds in, inputs by chance out until the time is over: a process that is killed for what it hangs on.

`python -m tests.fuzz.child TARGET SECONDS SEED FILE`: FILE holds the input at work. With atheris its inputs are guided
by which branches they reach; it is used where it is installed, and never needed.
"""

import importlib
import importlib.util
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fuzz.targets import Target

MEMORY = 1_500_000_000  # as a reader of pages has


def main(name: str, seconds: float, seed: int, file: Path) -> None:
    """The whole life of the process; it ends with a traceback where a fault was found."""
    guided = importlib.util.find_spec("atheris") is not None and not os.environ.get("FUZZ_BY_CHANCE")
    targets = _instrumented("tests.fuzz.targets") if guided else importlib.import_module("tests.fuzz.targets")
    target = targets.TARGETS[name]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for body in target.seeds():
        targets.run(target, body)  # also imports what is imported late

    def attempt(body: bytes) -> None:
        file.write_bytes(body)
        # Nobody handles these: the process ends, wherever it is. Processor time, since others want the machine too.
        signal.setitimer(signal.ITIMER_PROF, target.seconds)
        signal.alarm(20 * target.seconds)
        targets.run(target, body)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)

    (_guided if guided else _by_chance)(target, seconds, seed, attempt)


def _instrumented(name: str) -> Any:
    import atheris

    # Our own code and what parses for us; all of it takes minutes to start.
    with atheris.instrument_imports(
        include=["flows", "parsers", "feedparser", "protego", "warcio", "tests.fuzz.targets"]
    ):
        return importlib.import_module(name)


def _by_chance(target: "Target", seconds: float, seed: int, attempt: Callable[[bytes], None]) -> None:
    from tests.fuzz.mutations import damage, roll

    dice, end, count = Random(seed), time.monotonic() + seconds, 0  # noqa: S311
    while time.monotonic() < end:
        body, other = dice.choice(target.seeds()), dice.choice(target.seeds())
        attempt(damage(body, roll(dice), other))
        count += 1
    print(f"{count} inputs by chance", flush=True)


def _guided(target: "Target", seconds: float, seed: int, attempt: Callable[[bytes], None]) -> None:
    import atheris

    corpus = Path(mkdtemp(prefix="fuzz-"))
    for number, body in enumerate(target.seeds()):
        (corpus / str(number)).write_bytes(body)
    flags = [f"-max_total_time={seconds:.0f}", f"-seed={seed}", "-max_len=120000", "-rss_limit_mb=0", "-verbosity=0"]
    flags += [f"-artifact_prefix={corpus}/found-", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *flags, str(corpus)], attempt)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
