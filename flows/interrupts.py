"""Ctrl-C in, KeyboardInterrupt out, also where a library swallows the first one: the run looks again at each step."""

import signal
import threading
from types import FrameType

_ASKED = threading.Event()


def heed_interrupts() -> None:
    """From now on Ctrl-C is remembered; DuckDB makes a RuntimeError of it, and code between C calls may lose it."""
    if threading.current_thread() is threading.main_thread():
        _ASKED.clear()
        signal.signal(signal.SIGINT, _note)


def is_interrupted() -> bool:
    """Whether somebody asked to stop."""
    return _ASKED.is_set()


def stop_if_interrupted() -> None:
    """KeyboardInterrupt where somebody asked to stop and was not heard."""
    if is_interrupted():
        raise KeyboardInterrupt


def _note(_signum: int, _frame: FrameType | None) -> None:
    _ASKED.set()
    raise KeyboardInterrupt
