"""Change words and their records all at once or not at all, whoever else is at work, and whenever the command ends.

One command at a time changes a folder of content. Nobody else's save is overwritten: a file that is no more as it was
read is read again. Where several files belong together, a list of them is put in the folder first (`journal.py`): until
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
from factsheet.storage.atomic import StagedFile
from factsheet.storage.journal import Change

Result = TypeVar("Result")
Replace: TypeAlias = Callable[[Mapping[Path, bytes]], None]
"""Puts files in place: all of them, or none where one is no more as it was when the work began."""

TRIES: Final = 5
"""How often work is begun anew because somebody saved a file meanwhile."""
_ELSEWHERE: Final = "; nothing was changed"
_KINDS: Final = (".yaml", ".json")


class _SavedMeanwhile(Exception):
    """Somebody has saved a file since it was read."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file


def run(content: Path, locales: Path, command: str, work: Callable[[Replace], Result]) -> Result:
    """Run work that reads files of sheets and languages and changes them, as if nobody else did; return its result.

    `command` names the command to whoever waits for it. The work is begun anew where somebody has saved meanwhile what
    it wants to replace.

    Raises:
        ProjectError: what the work raises; or the files cannot be replaced, or others do not let go of them.
    """
    with locking.exclusive(content, command):
        _finish_interrupted(content, locales)
        for _ in range(TRIES):
            seen = _fingerprints(content, locales)
            try:
                return work(partial(_replace, content, seen))
            except _SavedMeanwhile as saved:
                file = saved.file
            except ProjectError as error:
                now = _fingerprints(content, locales)
                if now == seen or any(finding.exit_code is ExitCode.ENVIRONMENT for finding in error.findings):
                    raise
                # Half of what was read may have been of before, and the rest of after.
                file = next(path for path in {**now, **seen} if now.get(path) != seen.get(path))
    what = f"this file is saved again and again while {command} is at work; nothing was changed"
    raise ProjectError(Finding(ExitCode.ENVIRONMENT, what, Place(file), "close it in other programs, then run again"))


def recover(content: Path, locales: Path) -> None:
    """Finish what a command that was killed has left, if that can be done now; else files are read as if it were."""
    if journal.is_there(content):
        with suppress(ProjectError), locking.exclusive(content, "another command", patience=0):
            _finish_interrupted(content, locales)


def _fingerprints(content: Path, locales: Path) -> dict[Path, str]:
    """Return the fingerprints of all files that a command may change."""
    files = (*(path for kind in _KINDS for path in content.glob(f"*/*{kind}")), *locales.glob("*.yaml"))
    return {path: fingerprints.of_file(path) for path in files}


def _replace(content: Path, seen: Mapping[Path, str], files: Mapping[Path, bytes]) -> None:
    """Put files in place that differ from those in `seen`, which are fingerprints, unless these were saved since."""
    prints = {path: hashlib.sha256(contents).hexdigest() for path, contents in files.items()}
    staged = atomic.stage({path: files[path] for path in files if prints[path] != seen.get(path)}, _ELSEWHERE)
    changes = tuple(Change(file.new, file.path, seen.get(file.path, ""), prints[file.path]) for file in staged)
    try:
        atomic.sync(change.new.parent for change in changes)
        for change in changes:
            _refuse_changed(change)
        if len(changes) > 1:
            atomic.write({content / journal.NAME: journal.serialized(content, changes)}, _ELSEWHERE)
    except BaseException:
        _roll_back(content, changes)
        raise
    _finish(content, changes)


def _refuse_changed(change: Change) -> None:
    if fingerprints.of_file(change.file) != change.was:
        raise _SavedMeanwhile(change.file)


def _roll_back(content: Path, changes: Iterable[Change]) -> None:
    """Leave everything as it is. The list goes first, as without it the new files are nothing."""
    _remove_journal(content)
    if not journal.is_there(content):
        atomic.discard(StagedFile(change.new, change.file, change.file) for change in changes)


def _remove_journal(content: Path) -> None:
    if journal.is_there(content):
        with suppress(OSError):
            (content / journal.NAME).unlink()
        atomic.sync([content])


def _finish(content: Path, changes: tuple[Change, ...]) -> None:
    """Put listed files in place, those that are not yet. Where the first of all cannot be, none is."""
    saved = []
    untouched = all(os.path.lexists(change.new) for change in changes)
    for change in changes:
        try:
            if os.path.lexists(change.new):
                _refuse_changed(change)
                change.new.replace(journal.target(change.file))
            untouched = False
        except _SavedMeanwhile as error:
            if untouched:
                _roll_back(content, changes)
                raise
            with suppress(OSError):
                change.new.unlink()
            saved.append(error)
        except OSError as error:
            if untouched:
                _roll_back(content, changes)
            listed = f", then run again: what is left to do stands in {journal.NAME}, and the next command does it"
            hint = listed if journal.is_there(content) else _ELSEWHERE
            raise ProjectError(atomic.unwritable(change.file, error, hint)) from None
    atomic.sync(change.new.parent for change in changes)
    _remove_journal(content)
    if saved:
        raise saved[0]


def _finish_interrupted(content: Path, locales: Path) -> None:
    """Finish what is listed, and remove what is not. Nobody else is at work here."""
    try:
        changes = journal.read(content)
    except journal.BrokenJournal as broken:
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
        with suppress(_SavedMeanwhile):
            _finish(content, tuple(change for change in changes if _is_whole(change)))
    for pattern in ("", "*/", "*/*/"):
        for left in content.glob(f"{pattern}{journal.UNFINISHED}[0-9]*-[0-9]*"):
            with suppress(OSError):
                left.unlink()
    atomic.sweep(locales)


def _is_whole(change: Change) -> bool:
    """Tell whether a new file is in place, or is as it was written."""
    return not os.path.lexists(change.new) or fingerprints.of_file(change.new) == change.now
