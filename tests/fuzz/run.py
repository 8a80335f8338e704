"""Seconds in, all targets fuzzed in turn out; each input that does harm is kept in `found/`: `make fuzz`."""

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from tests.fuzz.targets import TARGETS

FOUND = Path(__file__).with_name("found")
HANGS = (-signal.SIGPROF, -signal.SIGALRM)
TURN = 20.0  # seconds of one process


def main() -> int:
    """The number of inputs that do harm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("targets", nargs="*", default=list(TARGETS))
    options = parser.parse_args()
    end, turn, faults = time.monotonic() + options.seconds, 0, 0
    while time.monotonic() < end:
        name = options.targets[turn % len(options.targets)]
        left = end - time.monotonic()
        seconds = min(TURN, max(1.0, left), options.seconds / len(options.targets))
        # Long repeats are what chance is good at, odd branches what a guide finds.
        faults += _fuzz(name, seconds, by_chance=(turn + turn // len(options.targets)) % 2 == 0)
        turn += 1
    print(f"{faults} inputs found that do harm", flush=True)
    return min(faults, 1)


def _fuzz(name: str, seconds: float, *, by_chance: bool) -> int:
    """One process of one target; 1 where it found something."""
    with TemporaryDirectory(prefix="fuzz-") as folder:
        file = Path(folder, "input")
        seed = SystemRandom().randrange(1, 2**31)
        command = [sys.executable, "-m", "tests.fuzz.child", name, f"{seconds:.0f}", str(seed), str(file)]
        environment = {**os.environ, "FUZZ_BY_CHANCE": "1" if by_chance else ""}
        child = subprocess.run(command, capture_output=True, text=True, errors="replace", env=environment)
        if child.returncode == 0:
            told = [line for line in (child.stdout + child.stderr).splitlines() if "input" in line or "units" in line]
            print(f"{name}: nothing found ({'; '.join(told[-2:])})", flush=True)
            return 0
        body = file.read_bytes() if file.exists() else b""
    kept = FOUND / f"{name}-{hashlib.sha256(body).hexdigest()[:12]}"
    kept.write_bytes(body)
    what = "hangs" if child.returncode in HANGS else f"ends with {child.returncode}"
    print(f"{name}: {what}, kept as {kept.name}\n{child.stderr[-1500:]}", flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
