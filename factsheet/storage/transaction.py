"""What a command changes in words and records -> all of it or nothing, whoever else is at work, and whenever it ends.

One command at a time changes a folder of content. Nobody else's save is overwritten: a file that is no more as it was
read is read again. Where several files belong together, a list of them is put in the folder first (`pending.py`): until
then nothing has changed, from then on all has. What was killed in between is finished by the next command.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import atomic, fingerprints, journal, locking
from factsheet.storage.atomic import Begun
from factsheet.storage.journal import Change

Result = TypeVar("Result")
Put: TypeAlias = Callable[[Mapping[Path, bytes]], None]
"""Puts files in place: all of them, unless one is no more as it was when the work began."""

TRIES: Final = 5
"""How often work is begun anew because somebody saved a file meanwhile."""
_ELSEWHERE: Final = "; nothing was changed"
_KINDS: Final = (".yaml", ".json")


class _Saved(Exception):
    """Somebody has saved a file since it was read."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file


def make(content: Path, locales: Path, command: str, work: Callable[[Put], Result]) -> Result:
    """Let work read files of sheets and languages and change them, as if nobody else did.

    The work is begun anew where somebody has saved meanwhile what it wants to replace.

    Raises:
        ProjectError: what the work raises; or the files cannot be replaced, or others do not let go of them.
    """
    with locking.turn(content, command):
        _settle(content, locales)
        for _ in range(TRIES):
            seen = _seen(content, locales)
            try:
                return work(partial(_put, content, seen))
            except _Saved as saved:
                file = saved.file
            except ProjectError as error:
                now = _seen(content, locales)
                if now == seen or any(one.exit_code is ExitCode.ENVIRONMENT for one in error.findings):
                    raise
                # Half of what was read may have been of before, and the rest of after.
                file = next(path for path in {**now, **seen} if now.get(path) != seen.get(path))
    what = f"this file is saved again and again while {command} is at work; nothing was changed"
    raise ProjectError(Finding(ExitCode.ENVIRONMENT, what, Place(file), "close it in other programs, then run again"))


def settle(content: Path, locales: Path) -> None:
    """Finish what a command that was killed has left, if that can be done now; else it is read as if it were."""
    if journal.is_there(content):
        with suppress(ProjectError), locking.turn(content, "another command", patience=0):
            _settle(content, locales)


def _seen(content: Path, locales: Path) -> dict[Path, str]:
    """The fingerprints of all files that a command may change."""
    files = (*(path for kind in _KINDS for path in content.glob(f"*/*{kind}")), *locales.glob("*.yaml"))
    return {path: fingerprints.of_file(path) for path in files}


def _put(content: Path, seen: Mapping[Path, str], files: Mapping[Path, bytes]) -> None:
    prints = {path: hashlib.sha256(contents).hexdigest() for path, contents in files.items()}
    begun = atomic.begin({path: files[path] for path in files if prints[path] != seen.get(path)}, _ELSEWHERE)
    changes = tuple(Change(one.new, one.path, seen.get(one.path, ""), prints[one.path]) for one in begun)
    try:
        atomic.keep(one.new.parent for one in changes)
        for change in changes:
            _compare(change)
        if len(changes) > 1:
            atomic.put({content / journal.NAME: journal.written(content, changes)}, _ELSEWHERE)
    except BaseException:
        _undo(content, changes)
        raise
    _finish(content, changes)


def _compare(change: Change) -> None:
    if fingerprints.of_file(change.file) != change.was:
        raise _Saved(change.file)


def _undo(content: Path, changes: Iterable[Change]) -> None:
    """Leave everything as it is. The list goes first, as without it the new files are nothing."""
    _unlist(content)
    if not journal.is_there(content):
        atomic.discard(Begun(one.new, one.file, one.file) for one in changes)


def _unlist(content: Path) -> None:
    if journal.is_there(content):
        with suppress(OSError):
            (content / journal.NAME).unlink()
        atomic.keep([content])


def _finish(content: Path, changes: tuple[Change, ...]) -> None:
    """Put listed files in place, those that are not yet. Where the first of all cannot be, none is."""
    saved = []
    untouched = all(os.path.lexists(one.new) for one in changes)
    for change in changes:
        try:
            if os.path.lexists(change.new):
                _compare(change)
                change.new.replace(journal.target(change.file))
            untouched = False
        except _Saved as error:
            if untouched:
                _undo(content, changes)
                raise
            with suppress(OSError):
                change.new.unlink()
            saved.append(error)
        except OSError as error:
            if untouched:
                _undo(content, changes)
            listed = f", then run again: what is left to do stands in {journal.NAME}, and the next command does it"
            hint = listed if journal.is_there(content) else _ELSEWHERE
            raise ProjectError(atomic.unwritable(change.file, error, hint)) from None
    atomic.keep(one.new.parent for one in changes)
    _unlist(content)
    if saved:
        raise saved[0]


def _settle(content: Path, locales: Path) -> None:
    """Finish what is listed, and remove what is not. Nobody else is at work here."""
    try:
        changes = journal.read(content)
    except journal.Broken as broken:
        what = f"this is no list of changes that this program has made: {broken}"
        hint = "look at the words it names, and delete it"
        raise ProjectError(Finding(ExitCode.CONTENT, what, Place(content / journal.NAME), hint)) from None
    folders = [folder.resolve() for folder in (*content.glob("*/"), locales)]
    for change in changes:
        inside = any(change.file.parent.is_relative_to(folder) for folder in folders)
        if not inside or change.file.suffix not in _KINDS:
            what = f"{change.file.name} is no file of a sheet or a language, and is left as it is"
            raise ProjectError(Finding(ExitCode.CONTENT, what, Place(content / journal.NAME), "delete this list"))
    if journal.is_there(content):
        with suppress(_Saved):
            _finish(content, tuple(one for one in changes if _is_whole(one)))
    for pattern in ("", "*/", "*/*/"):
        for left in content.glob(f"{pattern}{journal.UNFINISHED}[0-9]*-[0-9]*"):
            with suppress(OSError):
                left.unlink()
    atomic.sweep(locales)


def _is_whole(change: Change) -> bool:
    """Whether a new file is in place, or is as it was written."""
    return not os.path.lexists(change.new) or fingerprints.of_file(change.new) == change.now
