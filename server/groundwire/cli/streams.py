"""Standard streams as a command may be given them: closed, full, or with a reader that has gone."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

TYPE_CHECKING = False
_STANDARD = 3
"""Standard streams have the numbers below."""
if TYPE_CHECKING:  # `record` is waited for: what it does not need is loaded where it is needed
    from typing import TextIO


def open_closed() -> None:
    """Put the null device where a standard stream is closed, as a shell's `>&-` does.

    What is opened later must not get a standard stream's number, or what is printed would be written into it.
    """
    if None not in {sys.stdin, sys.stdout, sys.stderr}:
        return
    while (number := os.open(os.devnull, os.O_RDWR)) < _STANDARD:  # the lowest that is free
        os.set_inheritable(number, True)
    os.close(number)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - until the end


class UnwrittenError(Exception):
    """What was to be printed could not be; the cause says why."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


def write_out(text: str) -> None:
    """Print a text of any length. Raises `UnwrittenError`: a long one is not missed in the buffer when all is over."""
    try:
        sys.stdout.write(text)
    except OSError as error:
        raise UnwrittenError(error) from error


def unwritten(stream: TextIO) -> OSError | None:
    """Why what was printed cannot be written out; None where it was."""
    if stream.closed:  # the language server's is when the client says exit
        return None
    try:
        stream.flush()
    except OSError as error:
        return error
    return None


def complain(text: str) -> None:
    """Say a line on standard error, or nothing where that cannot be written to."""
    try:
        print(text, file=sys.stderr)
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO) -> None:
    """Write nothing more: what is left goes to the null device, so that the interpreter's end does not fail over it."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
