"""Read files that anybody may have put there: regular ones only, within a folder, and no more than so many bytes."""

from __future__ import annotations

import os
import stat
from pathlib import Path


class Unreadable(Exception):
    """A file that is not read; the text says why."""


def read(path: Path, root: Path | None, most: int) -> bytes:
    """Return the contents of a regular file of at most `most` bytes, which lies in the folder `root` or below it.

    What counts is where the file really lies, after all links; `root` None asks for nothing there. Waits for nothing: a
    pipe, a device or a folder of that name is refused, not opened to the end.

    Raises:
        Unreadable: where it is not such a file, is larger, or may not be read.
    """
    try:
        if root is not None and not path.resolve().is_relative_to(root.resolve()):
            raise Unreadable(f"it is a link that leads out of {root.name}/")
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as stream:  # noqa: PTH123  it is open already
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable("it is not a regular file")
            contents = stream.read(most + 1)
    except FileNotFoundError:
        raise Unreadable("there is no such file") from None
    except (OSError, ValueError, RuntimeError) as error:
        raise Unreadable(getattr(error, "strerror", None) or str(error) or type(error).__name__) from None
    if len(contents) > most:
        raise Unreadable(f"it is larger than {most // 1024} KiB")
    return contents
