"""Read files that anybody may have put there: regular ones only, within a folder, and no more than so many bytes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from factsheet.storage import journal


class Unreadable(Exception):
    """A file that is not read; the text says why, and `hint` what to do."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


def read(path: Path, root: Path | None, most: int) -> bytes:
    """Return the contents of a regular file of at most `most` bytes, which lies in the folder `root` or below it.

    What counts is where the file really lies, after all links; `root` None asks for nothing there. Waits for nothing: a
    pipe, a device or a folder of that name is refused, not opened to the end. A file of a sheet that a command is about
    to replace is read as it will be, as soon as that is certain (`journal.py`).

    Raises:
        Unreadable: where it is not such a file, is larger, or may not be read.
    """
    try:
        if root is not None and not path.resolve().is_relative_to(root.resolve()):
            raise Unreadable(f"this is a link that leads out of {root.name}/", "put the file itself there")
        descriptor = _open(path)
        with open(descriptor, "rb") as stream:  # noqa: PTH123  it is open already
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable("this is not a file", "check the name, also its capital letters")
            contents = stream.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise Unreadable("there is no such file", "check the name, also its capital letters") from None
    except IsADirectoryError:
        raise Unreadable("this is not a file", "check the name, also its capital letters") from None
    except (OSError, ValueError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise Unreadable(f"the file cannot be read: {why}", "check who may read it") from None
    if len(contents) > most:
        what = f"the file is larger than {most // 1024} KiB"
        raise Unreadable(what, "was another file saved under this name?")
    return contents


def _open(path: Path) -> int:
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        return os.open(journal.current(path), flags)
    except FileNotFoundError:  # it may have been put in place just now
        return os.open(path, flags)
