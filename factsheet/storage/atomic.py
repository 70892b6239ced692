"""Write files so that each is put in place whole or not at all, and sweep up what killed processes left behind."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from factsheet import leftovers
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import journal
from factsheet.storage.journal import UNFINISHED

ELSEWHERE: Final = ", or give another with --out"
"""How a hint goes on where files are made that may as well be made elsewhere."""
_NUMBERS: Final = itertools.count()


class StagedFile(NamedTuple):
    """A file that is written and not yet in place."""

    new: Path
    """Where it is, beside the one that it is to replace."""
    target: Path
    """Where it goes: to the end of a link, if one is there."""
    path: Path
    """Where it was to be written, perhaps a link."""


def prepare(out: Path) -> None:
    """Make sure that files can be put in `out`, and remove what a build that was killed left there.

    Other builds that run now keep theirs.

    Raises:
        ProjectError: a folder that cannot be made or written, exit code ENVIRONMENT.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=out).close()
    except OSError as error:
        raise ProjectError(unwritable(out, error)) from None
    sweep(out)


def sweep(out: Path) -> None:
    """Remove files that processes which have ended left unfinished in `out`."""
    unfinished = (*out.glob(f"{UNFINISHED}*"), *out.glob(f"*/*/{UNFINISHED}*"))
    for leftover in leftovers.abandoned(unfinished, UNFINISHED):
        with suppress(OSError):
            leftover.unlink()


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for what is to be read back at once; it is gone afterwards.

    Raises:
        ProjectError: where it cannot be made or written, exit code ENVIRONMENT.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="factsheet-") as folder:
            yield Path(folder)
    except OSError as error:
        what = f"temporary files cannot be written: {error.strerror or error}"
        hint = "free some space where the system keeps them, or name another folder in TMPDIR; nothing was changed"
        raise ProjectError(Finding(ExitCode.ENVIRONMENT, what, hint=hint)) from None


def write(files: Mapping[Path, bytes], elsewhere: str = ELSEWHERE) -> None:
    """Write files so that a reader finds the old one or the new one, never a piece; where one cannot be, all stay old.

    A file that is replaced keeps its mode, its owner where that is possible, and the link that leads to it. A new one
    may be read by whom the system lets read new files. `elsewhere` ends the hint with what else can be done.

    Raises:
        ProjectError: disk full, folder not writable and the like, exit code ENVIRONMENT; no other file is left then.
    """
    staged = stage(files, elsewhere)
    try:
        for file in staged:
            try:
                file.new.replace(file.target)
            except OSError as error:
                raise ProjectError(unwritable(file.path, error, elsewhere)) from None
        sync(file.target.parent for file in staged)
    finally:
        discard(staged)


def stage(files: Mapping[Path, bytes], elsewhere: str = ELSEWHERE) -> Sequence[StagedFile]:
    """Write files beside those they are to replace, all of which can be replaced as far as can be seen.

    Raises:
        ProjectError: where one cannot be written, exit code ENVIRONMENT; none is then left.
    """
    staged: list[StagedFile] = []
    path = Path()
    try:
        for path, contents in files.items():
            target = journal.target(path)
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.append(StagedFile(_free_name(target.parent), target, path))
            _write(staged[-1], contents)
    except OSError as error:
        discard(staged)
        raise ProjectError(unwritable(path, error, elsewhere)) from None
    except BaseException:
        discard(staged)
        raise
    return staged


def discard(staged: Iterable[StagedFile]) -> None:
    """Remove files that are not to be put in place."""
    for file in staged:
        if os.path.lexists(file.new):
            with suppress(OSError):
                file.new.unlink()


def sync(folders: Iterable[Path]) -> None:
    """Ask the disk to keep the names of the files in these folders, should the power fail."""
    for folder in dict.fromkeys(folders):
        with suppress(OSError):  # some systems have no such request, and the files are in place already
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _free_name(folder: Path) -> Path:
    names = (folder / f"{UNFINISHED}{os.getpid()}-{number}" for number in _NUMBERS)
    return next(name for name in names if not os.path.lexists(name))


def _write(staged: StagedFile, contents: bytes) -> None:
    """Write a new file like the one it replaces. Until it is, nobody else may read it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    old = staged.target.stat() if staged.target.exists() else None
    descriptor = os.open(staged.new, flags, 0o600 if old else 0o666)
    with open(descriptor, "wb") as stream:  # noqa: PTH123  it is open already
        stream.write(contents)
        stream.flush()
        if old:
            _copy_attributes(staged, old)
        os.fsync(stream.fileno())


def _copy_attributes(staged: StagedFile, old: os.stat_result) -> None:
    """Give a new file the owner, the mode and whatever else the system keeps beside an old one, but not its dates."""
    mode = stat.S_IMODE(old.st_mode)
    if os.name == "posix" and (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(OSError):  # only root may give files away
            os.chown(staged.new, old.st_uid, -1)
        with suppress(OSError):
            os.chown(staged.new, -1, old.st_gid)
        if staged.new.stat().st_gid != old.st_gid:
            mode &= ~stat.S_IRWXG  # what one group may do is not for another
    with suppress(OSError):  # some disks keep nothing beside a file
        shutil.copystat(staged.target, staged.new)
        os.utime(staged.new)
    staged.new.chmod(mode)


def unwritable(path: Path, error: OSError, elsewhere: str = ELSEWHERE) -> Finding:
    """Say why a file or folder cannot be written; `elsewhere` ends the hint with what else can be done."""
    no_locks = "its disk has no locks: keep the folder on a disk of this computer"
    hints = {
        errno.ENOSPC: "free some space and run again; the files made before are whole",
        errno.EDQUOT: "free some space and run again; the files made before are whole",
        errno.EFBIG: "raise the file size limit and run again; the files made before are whole",
        errno.ENOTDIR: f"a file stands where a folder should be: move it away{elsewhere}",
        errno.EEXIST: f"a file stands where a folder should be: move it away{elsewhere}",
        **dict.fromkeys((errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP), no_locks),
        errno.EISDIR: "a folder of that name is in the way: move it away",
    }
    hint = hints.get(error.errno or 0, f"make the folder writable{elsewhere}")
    return Finding(ExitCode.ENVIRONMENT, f"cannot be written: {error.strerror or error}", Place(path), hint)
