"""What a command is about to change in a folder of content -> each file as it will be, as soon as that is certain.

Words and their record are two files, and no system replaces two at once. So both new ones are written beside the old,
and then `.changes.json` is put in the folder, which lists them. From then on they count, and who reads a file is given
the new one, in place or not. Loads nothing but the standard library.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Final, NamedTuple

from factsheet import inputs

NAME: Final = ".changes.json"
_BYTES: Final = 1024 * 1024
UNFINISHED: Final = ".unfinished-"
"""How files are called that are not in place yet; the number of their process and one of their own follow."""
_NEW: Final = re.compile(rf"{re.escape(UNFINISHED)}[0-9]{{1,9}}-[0-9]{{1,9}}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Change(NamedTuple):
    """One file that is to be replaced."""

    new: Path
    """The file to be put in place, in the same folder; it is not there any more once it is in place."""
    file: Path
    was: str
    """The fingerprint of what it replaces; empty where nothing was."""
    now: str
    """The fingerprint of the new one."""


class Broken(Exception):
    """A list of changes that this program has not written."""


def is_there(folder: Path) -> bool:
    """Whether files of a folder of content are being changed, or a command was killed while it changed them."""
    return os.path.lexists(folder / NAME)


def read(folder: Path) -> tuple[Change, ...]:
    """What is to be changed; nothing if there is no list.

    Raises:
        Broken: a list that is not as `written` makes it.
    """
    try:
        descriptor = os.open(folder / NAME, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise Broken(error.strerror) from None
    try:
        with open(descriptor, encoding="utf-8") as stream:  # noqa: PTH123  it is open already
            told = json.loads(stream.read(_BYTES))
        if not isinstance(told, list):
            raise TypeError
        return tuple(_change(folder, *(one[name] for name in ("file", "new", "was", "now"))) for one in told)
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise Broken(type(error).__name__) from None


def _change(folder: Path, file: str, new: str, was: str, now: str) -> Change:
    if not (_NEW.fullmatch(new) and _SHA256.fullmatch(now) and (was == "" or _SHA256.fullmatch(was))):
        raise ValueError(new)
    target = Path(os.path.normpath(folder.resolve() / file))
    return Change(target.parent / new, target, was, now)


def written(folder: Path, changes: tuple[Change, ...]) -> bytes:
    """The contents of the list. Paths are seen from the folder, so that it may be moved."""
    told = [
        {"file": Path(os.path.relpath(one.file.resolve(), folder.resolve())).as_posix(), "new": one.new.name}
        | {"was": one.was, "now": one.now}
        for one in changes
    ]
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def standing(path: Path) -> Path:
    """Where the contents of a file of a sheet are: at its own place, or beside it where they are about to go there.

    Where somebody has saved the file since, that counts.
    """
    folder = path.parent.parent
    if not is_there(folder):
        return path
    try:
        changes = read(folder)
        file = path.resolve()
    except (Broken, OSError, RuntimeError):
        return path
    for one in changes:
        if one.file == file and inputs.of_file(file) == one.was and inputs.of_file(one.new) == one.now:
            return one.new
    return path


def exists(path: Path) -> bool:
    """Whether a file of a sheet is there, in place or beside it; a link that leads nowhere is."""
    return os.path.lexists(path) or standing(path) != path
