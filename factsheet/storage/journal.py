"""List the files that a command is about to replace in a folder of content, and find each as it will be.

Words and their record are two files, and no system replaces two at once. So both new ones are written beside the old,
and then `.changes.json`, which lists them, is put in the folder. From then on they count, and whoever reads a file is
given the new one, in place or not. Loads nothing but the standard library.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Final, NamedTuple

from factsheet.storage import fingerprints

NAME: Final = ".changes.json"
_BYTES: Final = 1024 * 1024
UNFINISHED: Final = ".unfinished-"
"""How files are called that are not in place yet; the number of their process and one of their own follow."""
_NEW: Final = re.compile(rf"{re.escape(UNFINISHED)}[0-9]{{1,9}}-[0-9]{{1,9}}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def target(path: Path) -> Path:
    """Return where a file goes. A link that leads out of its folder is replaced: nobody knows whose file is there."""
    if not path.is_symlink():
        return path
    try:
        real = path.resolve()
    except (OSError, RuntimeError):  # it leads round in a circle
        return path
    return real if real.is_relative_to(path.parent.resolve()) else path


def _named(path: Path) -> Path:
    """Resolve all links of a path but its last part, which may be one."""
    return path.parent.resolve() / path.name


class Change(NamedTuple):
    """One file that is to be replaced."""

    new: Path
    """The file to be put in place, in the folder it goes to; it is not there any more once it is in place."""
    file: Path
    """Its name, which may be a link to it."""
    was: str
    """The fingerprint of what it replaces; empty where nothing was."""
    now: str
    """The fingerprint of the new one."""


class BrokenJournal(Exception):
    """A list of changes that this program has not written."""


def is_there(folder: Path) -> bool:
    """Tell whether files of a folder of content are being changed, or a command was killed while it changed them."""
    return os.path.lexists(folder / NAME)


def read(folder: Path) -> tuple[Change, ...]:
    """Read what is to be changed; nothing if there is no list.

    Raises:
        Broken: a list that is not as `serialized` makes it.
    """
    try:
        descriptor = os.open(folder / NAME, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise BrokenJournal(error.strerror) from None
    try:
        with open(descriptor, encoding="utf-8") as stream:  # noqa: PTH123  it is open already
            entries = json.loads(stream.read(_BYTES))
        if not isinstance(entries, list):
            raise TypeError
        return tuple(_change(folder, *(change[name] for name in ("file", "new", "was", "now"))) for change in entries)
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise BrokenJournal(type(error).__name__) from None


def _change(folder: Path, file: str, new: str, was: str, now: str) -> Change:
    if not (_NEW.fullmatch(new) and _SHA256.fullmatch(now) and (was == "" or _SHA256.fullmatch(was))):
        raise ValueError(new)
    path = Path(os.path.normpath(folder.resolve() / file))
    return Change(target(path).parent / new, path, was, now)


def serialized(folder: Path, changes: tuple[Change, ...]) -> bytes:
    """Return the contents of the list. Paths are seen from the folder, so that it may be moved."""
    entries = [
        {
            "file": Path(os.path.relpath(_named(change.file), folder.resolve())).as_posix(),
            "new": change.new.name,
            "was": change.was,
            "now": change.now,
        }
        for change in changes
    ]
    return (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode()


def current(path: Path) -> Path:
    """Return where the contents of a file of a sheet are: at its own place, or beside it where they are to go there.

    Where somebody has saved the file since, that counts.
    """
    folder = path.parent.parent
    if not is_there(folder):
        return path
    try:
        changes = read(folder)
    except BrokenJournal:
        return path
    for change in changes:
        if (
            change.file == _named(path)
            and fingerprints.of_file(path) == change.was
            and fingerprints.of_file(change.new) == change.now
        ):
            return change.new
    return path


def exists(path: Path) -> bool:
    """Tell whether a file of a sheet is there, in place or beside it; a link that leads nowhere is."""
    return os.path.lexists(path) or current(path) != path
