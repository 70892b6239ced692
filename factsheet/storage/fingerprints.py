"""Take fingerprints of all files that a build can read.

Loads nothing but the standard library, as it runs before anything else is known to be needed.
Fingerprints are of contents, never of dates: a file that was saved unchanged, or comes from another checkout, is the
same file.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

FOLDERS = ("templates", "locales", "assets", Path(__file__).parents[1].name)
"""What a checkout makes pages from, beside the content: all of it counts, also what only tells other files apart."""
FILES = ("build.py", "requirements.lock")


def read(project: Path, content: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that has a part in a build, by its path, without those that cannot be read."""
    return {str(path): sha256 for path in _files(project, content) if (sha256 := of_file(path))}


def of_file(path: Path | str) -> str:
    """Return the SHA-256 of a regular file, in hexadecimal; empty if it cannot be read, or is a pipe or device."""
    try:
        # Opened so that a pipe nobody writes to is not waited for.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as stream:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return ""
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def of_value(value: object) -> str:
    """Return the SHA-256 of plain values: maps, lists, strings, numbers."""
    return hashlib.sha256(
        json.dumps(value, ensure_ascii=False, sort_keys=True).encode(errors="surrogatepass")
    ).hexdigest()


def platform() -> list[str]:
    """Return the versions of Python and of the packages that it would load."""
    folders = [folder for folder in sys.path if folder.endswith(("site-packages", "dist-packages"))]
    return [sys.version, *(name for folder in folders for name in sorted(_packages(folder)))]


def libraries(names: Iterable[str]) -> dict[str, str]:
    """Return the libraries of the system with these in their names that this process has loaded, with fingerprints.

    Which they are is only known where the system tells; elsewhere there are none.
    """
    paths = set()
    with suppress(OSError), open("/proc/self/maps", encoding="utf-8") as maps:  # noqa: PTH123
        for line in maps:
            path = line.rstrip("\n").partition("/")[2]
            if any(name in path.rpartition("/")[2] for name in names):
                paths.add(f"/{path}")
    return {path: of_file(path) for path in sorted(paths)}


def all_match(files: Mapping[str, str], below: str = "") -> bool:
    """Tell whether all these files, below a folder, still have these fingerprints."""
    return all(of_file(os.path.join(below, file)) == sha256 for file, sha256 in files.items())  # noqa: PTH118


def _files(project: Path, content: Path) -> Iterator[str]:
    for name in FILES:
        yield str(project / name)
    for name in FOLDERS:
        yield from _files_below(str(project / name))
    # A folder of content may be anybody's: what lies deeper is not content.
    yield from _files_in(str(content))
    with suppress(OSError):
        for entry in sorted(os.scandir(content), key=lambda entry: entry.name):
            if entry.is_dir() and not entry.name.startswith("."):
                yield from _files_in(entry.path)


def _files_below(folder: str) -> Iterator[str]:
    for inner, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        yield from _paths(inner, names)


def _files_in(folder: str) -> Iterator[str]:
    with suppress(OSError):
        yield from _paths(folder, (entry.name for entry in os.scandir(folder) if entry.is_file()))


def _paths(folder: str, names: Iterable[str]) -> Iterator[str]:
    for name in sorted(names):
        if not name.startswith("."):
            yield os.path.join(folder, name)  # noqa: PTH118


def _packages(folder: str) -> list[str]:
    with suppress(OSError):
        return [name for name in os.listdir(folder) if name.endswith(".dist-info")]  # noqa: PTH208
    return []
