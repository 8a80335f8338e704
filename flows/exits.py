"""A command in, its exit status out: errors become one sentence on stderr, as CONTRACT.md says."""

import functools
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec

import typer

from flows.errors import FlowError, SettingsError
from flows.interrupts import forget_interrupted_exec, heed_interrupts, is_interrupted

P = ParamSpec("P")

DONE, SOME_REJECTED, WRONG_USAGE, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 3, 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user said for all commands."""

    db: Path | None = None
    config: Path | None = None
    quiet: bool = False
    debug: bool = False


class CommandError(FlowError):
    """A sentence for the user that ends the command with `status`."""

    def __init__(self, sentence: str, *, status: int) -> None:
        super().__init__(sentence)
        self.status = status


def read_status(error: BaseException) -> int:
    """An error in, the exit status that it stands for out."""
    from warehouse.errors import QueryError

    if isinstance(error, CommandError):
        return error.status
    if isinstance(error, SettingsError | QueryError):
        return WRONG_USAGE
    return COULD_NOT_RUN


def read_sentence(error: BaseException) -> str:
    """An error in, one sentence out that names the thing and the mend."""
    from warehouse.errors import WarehouseError

    if isinstance(error, FlowError | WarehouseError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}"
    return f"{type(error).__name__}: {error} (add --debug to see where)"


def guarded(command: Callable[P, int]) -> Callable[P, None]:
    """A command that returns its status in, one that exits with it out; no traceback unless --debug."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        heed_interrupts()
        try:
            status = command(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            status = _leave_pipe()
        except KeyboardInterrupt:
            status = _leave_interrupted()
        except typer.Exit:
            raise
        except Exception as error:
            if is_interrupted():
                raise typer.Exit(_leave_interrupted()) from error
            if _is_debug(kwargs.get("context")):
                traceback.print_exc()
            complain(read_sentence(error))
            status = read_status(error)
        raise typer.Exit(status)

    return wrapped


def _leave_interrupted() -> int:
    complain("interrupted; whole batches are kept, and the next run goes on from there")
    forget_interrupted_exec()
    return INTERRUPTED


def _is_debug(context: object) -> bool:
    options = getattr(context, "obj", None)
    return isinstance(options, Options) and options.debug


def complain(sentence: str) -> None:
    """A sentence in; it goes to stderr under the name of the program."""
    from flows.show import say

    say(f"frontwire: {' '.join(sentence.split())}")


def _leave_pipe() -> int:
    """The reader went away (`| head`): what remains in the buffer has nowhere to go, and that is fine."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    return DONE
