"""Bytes -> files, each put in place whole or not at all, and nothing left lying about by what was killed meanwhile."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from factsheet import bootstrap
from factsheet.findings import ExitCode, Finding, Place, Refused

_UNFINISHED = ".unfinished-"


def prepare(out: Path) -> None:
    """Make sure that files can be put in `out`, and remove what a build that was killed left there.

    Other builds that run now keep theirs.

    Raises:
        Refused: a folder that cannot be made or written, exit code ENVIRONMENT.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=out).close()
    except OSError as error:
        raise Refused(_unwritable(out, error)) from None
    sweep(out)


def sweep(out: Path) -> None:
    """Remove what was begun in `out` by processes that are no more."""
    begun = (*out.glob(f"{_UNFINISHED}*"), *out.glob(f"*/*/{_UNFINISHED}*"))
    for leftover in bootstrap.abandoned(begun, _UNFINISHED):
        with suppress(OSError):
            leftover.unlink()


def put(files: Mapping[Path, bytes]) -> None:
    """Write files so that a reader finds the old one or the new one, never a piece; where one cannot be, all stay old.

    Raises:
        Refused: disk full, folder not writable and the like, exit code ENVIRONMENT; no other file is then left behind.
    """
    written: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, contents in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{_UNFINISHED}{os.getpid()}-")
            unfinished = Path(name)
            written.append((unfinished, path))
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(contents)
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.chmod(0o644)
        for finished, path in written:
            finished.replace(path)
    except OSError as error:
        raise Refused(_unwritable(path, error)) from None
    finally:
        for unfinished, _ in written:
            with suppress(OSError):
                unfinished.unlink()


def _unwritable(path: Path, error: OSError) -> Finding:
    hints = {
        errno.ENOSPC: "free some space and run again; the files made before are whole",
        errno.EDQUOT: "free some space and run again; the files made before are whole",
        errno.EFBIG: "raise the file size limit and run again; the files made before are whole",
        errno.ENOTDIR: "a file stands where a folder should be: move it away, or give another folder with --out",
        errno.EEXIST: "a file stands where a folder should be: move it away, or give another folder with --out",
        errno.EISDIR: "a folder of that name is in the way: move it away",
    }
    hint = hints.get(error.errno or 0, "make the folder writable, or give another with --out")
    return Finding(ExitCode.ENVIRONMENT, f"cannot be written: {error.strerror or error}", Place(path), hint)
