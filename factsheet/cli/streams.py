"""Make standard streams safe to print to when they are closed, full or cut off.

Standard library only, and readable by Python 3.8: part of the set-up, see bootstrap.py.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


class _Patient(io.FileIO):
    """A stream that takes everything: what nobody reads any more is lost in silence, as by `list | head -1`."""

    trouble = ""
    """Why it could not be written, if a reader who had gone was not the reason."""

    def write(self, data):  # type: ignore[no-untyped-def]
        """Write, or say that all of it was written."""
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(data)
        except OSError as error:
            self.trouble = self.trouble or error.strerror or str(error)
            return len(data)


def protect() -> None:
    """Put streams in place of those that were closed when the process began, and patient ones in place of the others.

    Else files that are opened later would get the numbers of closed ones, and be printed into.
    """
    for number, kind in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, kind)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            os.set_inheritable(number, True)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), encoding="utf-8")
    sys.stdout, sys.stderr = _patient(1, sys.stdout), _patient(2, sys.stderr)


def _patient(number: int, stream: TextIO | None) -> io.TextIOWrapper:
    if stream is not None:
        stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Patient(number, "wb", closefd=False)),
        encoding=getattr(stream, "encoding", None) or "utf-8",
        errors=getattr(stream, "errors", None) or "backslashreplace",
        line_buffering=number == 2 or os.isatty(number),
    )


def finish(code: int) -> int:
    """Print what is left to print; return the exit code, which is 7 where all was well but could not be told."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    trouble = getattr(getattr(getattr(sys.stdout, "buffer", None), "raw", None), "trouble", "")
    if trouble:
        print("factsheet: what it has to say cannot be written: " + trouble, file=sys.stderr, flush=True)
    return code or (7 if trouble else 0)
