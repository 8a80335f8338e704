"""Ctrl-C in, KeyboardInterrupt out, also where a library swallows the first one: the run looks again at each step."""

import signal
import sys
import threading
from types import FrameType

_ASKED = threading.Event()


def heed_interrupts() -> None:
    """From now on Ctrl-C is remembered; DuckDB makes a RuntimeError of it, and code between C calls may lose it."""
    if threading.current_thread() is threading.main_thread():
        _ASKED.clear()
        signal.signal(signal.SIGINT, _note)
        sys.unraisablehook = _drop_interrupt


def is_interrupted() -> bool:
    """Whether somebody asked to stop."""
    return _ASKED.is_set()


def stop_if_interrupted() -> None:
    """KeyboardInterrupt where somebody asked to stop and was not heard."""
    if is_interrupted():
        raise KeyboardInterrupt


def forget_interrupted_exec() -> None:
    """Let the exit status stand: CPython dies of SIGINT at its end where one hit the last `exec` or `eval` of a text.

    Libraries that load do that (dataclasses, named tuples). The mark goes with the next evaluation of a text.
    """
    exec("")  # noqa: S102


def _drop_interrupt(ignored: "sys.UnraisableHookArgs") -> None:
    """Say nothing of an interrupt that hit a finalizer: it is remembered, and the run stops at its next step."""
    if ignored.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(ignored)


def _note(_signum: int, _frame: FrameType | None) -> None:
    _ASKED.set()
    raise KeyboardInterrupt
