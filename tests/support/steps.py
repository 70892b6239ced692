"""Do something at each step that a command takes on the files of a project: fail, be killed, or let somebody else in.

Python says what it is about to do to files before it does it. So the steps are those of the program, whichever modules
take them, and what happens at one is repeated exactly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest


class Killed(BaseException):
    """A process ends here: nothing that it would do afterwards to a file is done."""


class Step(NamedTuple):
    event: str
    path: str
    changes: bool


Do = Callable[[int, Step], None]

_PATHS = {  # which arguments of an event are paths
    "os.chmod": 1, "os.chown": 1, "os.mkdir": 1, "os.remove": 1, "os.rename": 2, "os.rmdir": 1, "os.setxattr": 1,
    "os.utime": 1,
}  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_watching: Callable[[str, tuple[object, ...]], None] | None = None


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _watching is not None and (event == "open" or event in _PATHS or event == "fcntl.flock"):
        _watching(event, arguments)


sys.addaudithook(_hook)


@contextmanager
def watched(project: Path, do: Do) -> Iterator[None]:
    """Call `do` before each step on a file of sheets or languages, with its number; not for steps that it takes."""
    global _watching
    folders = tuple(f"{project / name}" for name in ("content", "locales"))
    number = 0

    def step(event: str, path: str, changes: bool) -> None:
        global _watching
        nonlocal number
        before, _watching = _watching, None
        number += 1
        try:
            do(number - 1, Step(event, path, changes))
        finally:
            _watching = before

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "fcntl.flock":
            step(event, "", True)
            return
        paths = [os.fsdecode(one) for one in arguments[: _PATHS.get(event, 1)] if isinstance(one, str | bytes | Path)]
        if any(path.startswith(folders) for path in paths):
            step(event, paths[-1], event != "open" or bool(int(str(arguments[2] or 0)) & _WRITES))

    fsync = os.fsync

    def synced(descriptor: int) -> None:
        if _watching is not None:
            step("os.fsync", "", True)
        fsync(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", synced)
        _watching = watch
        try:
            yield
        finally:
            _watching = None


def of(project: Path, work: Callable[[], object]) -> list[Step]:
    """The steps that some work takes."""
    found: list[Step] = []
    with watched(project, lambda _, step: found.append(step)):
        work()
    return found


def killed_at(project: Path, number: int, work: Callable[[], object]) -> None:
    """Do some work up to a step, and nothing any more from there on."""

    def kill(now: int, step: Step) -> None:
        if now == number or (now > number and step.changes):
            raise Killed

    with watched(project, kill), pytest.raises(Killed):
        work()


def failing_at(project: Path, number: int, error: int, work: Callable[[], object]) -> None:
    """Do some work, one step of which fails as the system would say it."""

    def fail(now: int, _: Step) -> None:
        if now == number:
            raise OSError(error, os.strerror(error))

    with watched(project, fail):
        work()


def meanwhile(project: Path, number: int, other: Callable[[Step], object], work: Callable[[], object]) -> None:
    """Do some work, and something else before one of its steps."""

    def do(now: int, step: Step) -> None:
        if now == number:
            other(step)

    with watched(project, do):
        work()
