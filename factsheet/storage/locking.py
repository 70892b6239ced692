"""Let one command at a time change a folder of content, while others wait.

A lock that the system gives, on a file in the folder: it ends with its process, however that ends, so that a command
that was killed keeps nobody waiting. filelock, the package for this, was weighed: it leaves its file in the folder,
where there is no such lock it makes do with a mere file that outlives its process, and it cannot say who holds one.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.setup.system import say
from factsheet.storage import atomic, files

NAME: Final = ".in-use"
PATIENCE: Final = 60.0
"""Seconds after which a command that waits for another gives up."""
_ANNOUNCE_AFTER: Final = 1.0  # seconds, after which somebody who waits wants to know for what
_PAUSE: Final = 0.05
_HOLDER_BYTES: Final = 80  # of what a command says of itself
_LOCK_OFFSET: Final = 1 << 30  # where Windows locks a byte, so that what stands in the file can be read

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCK_OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _unlock(file: Path, descriptor: int) -> None:
        os.lseek(descriptor, _LOCK_OFFSET, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        os.close(descriptor)  # the file stays, as others may have it open
else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: Path, descriptor: int) -> None:
        try:
            with suppress(OSError):  # as long as it is locked, nobody else removes it
                file.unlink()
        finally:
            os.close(descriptor)


@contextmanager
def exclusive(folder: Path, command: str, patience: float = PATIENCE) -> Iterator[None]:
    """Lock a folder for `command`; `patience` is how many seconds to wait. A folder that is not there is free.

    Raises:
        ProjectError: where others do not end in time, or nothing can be locked there, exit code ENVIRONMENT.
    """
    if not folder.is_dir():
        yield
        return
    file = folder / NAME
    descriptor = _wait(file, command, patience)
    try:
        yield
    finally:
        _unlock(file, descriptor)


def _wait(file: Path, command: str, patience: float) -> int:
    """Return the open file, once it is locked."""
    begun, announced = time.monotonic(), False
    while (descriptor := _try_to_lock(file, command)) is None:
        waited = time.monotonic() - begun
        if waited >= patience:
            what = f"{_holder(file)} is changing this folder, and was not done after {patience:.0f} seconds"
            hint = "wait until it ends, or end it; then run again. Nothing was changed"
            raise ProjectError(Finding(ExitCode.ENVIRONMENT, what, Place(file.parent), hint))
        if waited >= _ANNOUNCE_AFTER and not announced:
            say(f"Waiting for {_holder(file)}, which is changing {Place(file.parent)} ...")
            announced = True
        time.sleep(_PAUSE)
    return descriptor


def _try_to_lock(file: Path, command: str) -> int | None:
    """Return the open file, if it could be locked and still is the one that others find."""
    try:
        descriptor = _open(file)
        try:
            if _lock(descriptor) and _is_same(file, descriptor):
                with suppress(OSError):  # whoever waits is told less
                    os.ftruncate(descriptor, 0)
                    os.lseek(descriptor, 0, os.SEEK_SET)
                    os.write(descriptor, f"{command}, process {os.getpid()}".encode())
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
    except OSError as error:
        raise ProjectError(atomic.unwritable(file, error, ", or copy it to one that is yours")) from None
    return None


def _open(file: Path) -> int:
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT | flags, 0o666)
    except PermissionError:  # a colleague's, which may be locked all the same
        if not file.exists():
            raise
        return os.open(file, os.O_RDONLY | flags)


def _is_same(file: Path, descriptor: int) -> bool:
    """Tell whether nobody has removed the file between opening and locking it."""
    try:
        return os.path.samestat(file.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _holder(file: Path) -> str:
    """Return who has locked a folder: a command and its process."""
    with suppress(files.Unreadable, ValueError):
        holder = files.read(file, None, _HOLDER_BYTES).decode()
        if holder.isprintable() and holder:
            return holder
    return "another command"
