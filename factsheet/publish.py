"""Bytes -> files in dist/, each put in place whole or not at all, and the report and index of a build."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from factsheet import bootstrap, compose, layouts
from factsheet.editions import Edition, House, Intent
from factsheet.findings import ExitCode, Finding, Place, Refused
from factsheet.layouts import Layout

_UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class Made:
    """One edition as it was made: its page count, and for each intent the file and its bytes."""

    edition: Edition
    pages: int
    files: Mapping[Intent, tuple[Path, bytes]]


@dataclass(frozen=True)
class Published:
    """A PDF that stands in the output folder."""

    sheet: str
    layout: Layout
    tag: str
    intent: str
    path: Path


def edition(edition: Edition, pages: int, pdfs: Mapping[Intent, bytes], out: Path | None) -> Made:
    """Put an edition's files in place; `out` None writes nothing.

    Raises:
        Refused: a file that cannot be written, exit code ENVIRONMENT.
    """
    if out is None:
        return Made(edition, pages, {})
    files = {intent: (edition.file(out, intent), pdf) for intent, pdf in pdfs.items()}
    for path, pdf in files.values():
        put(path, pdf)
    return Made(edition, pages, files)


def report(house: House, out: Path, made: Sequence[Made], wrong: Iterable[Finding]) -> None:
    """Write report.json about this build, and index.html about every PDF that now stands in `out`.

    Raises:
        Refused: a file that cannot be written, exit code ENVIRONMENT.
    """
    told = {
        "editions": [
            {
                "sheet": one.edition.sheet.name,
                "layout": one.edition.layout.name,
                "language": one.edition.sheet.tag,
                "pages": one.pages,
                "files": {
                    intent: {
                        "file": path.relative_to(out).as_posix(),
                        "bytes": len(pdf),
                        "sha256": hashlib.sha256(pdf).hexdigest(),
                    }
                    for intent, (path, pdf) in one.files.items()
                },
            }
            for one in made
        ],
        "findings": [
            {"exit_code": one.exit_code, "where": str(one.place or ""), "what": one.what, "hint": one.hint}
            for one in wrong
        ],
    }
    put(out / "report.json", (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
    put(out / "index.html", _index(house, out).encode())


def _index(house: House, out: Path) -> str:
    """A page that leads to every PDF in `out`, by sheet, language and layout; their names say what they are."""
    known = {name: layouts.load(house.templates, name) for name in layouts.names(house.templates)}
    found = sorted(path.relative_to(out) for path in out.glob("*/*/*_*_*_*.pdf"))
    parts = [(*path.stem.split("_"), path) for path in found]
    pdfs = [Published(sheet, known[layout], tag, intent, path) for sheet, layout, tag, intent, path in parts if layout in known]
    return compose.page(house, "index.html", {"pdfs": pdfs})


def put(path: Path, contents: bytes) -> None:
    """Write a file so that a reader finds the old one or the new one, never a piece, and no other file is left behind.

    Raises:
        Refused: disk full, folder not writable and the like, exit code ENVIRONMENT; the old file is then untouched.
    """
    unfinished: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f"{_UNFINISHED}{os.getpid()}-")
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(contents)
            stream.flush()
            os.fsync(stream.fileno())
        Path(unfinished).chmod(0o644)
        os.replace(unfinished, path)
        unfinished = None
    except OSError as error:
        raise Refused(_unwritable(path, error)) from None
    finally:
        if unfinished:
            Path(unfinished).unlink(missing_ok=True)


def sweep(out: Path) -> None:
    """Remove what a build that was killed left unfinished; other builds that run now keep theirs."""
    for leftover in out.rglob(f"{_UNFINISHED}*"):
        maker = leftover.name.removeprefix(_UNFINISHED).partition("-")[0]
        if not (maker.isdecimal() and bootstrap.is_alive(int(maker))):
            leftover.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> Finding:
    hints = {
        errno.ENOSPC: "free some space and run again; the files made before are whole",
        errno.EDQUOT: "free some space and run again; the files made before are whole",
        errno.EFBIG: "raise the file size limit and run again; the files made before are whole",
        errno.ENOTDIR: f"{path.parent} or a folder above it is a file: move it away, or give another folder with --out",
        errno.EEXIST: f"{path.parent} or a folder above it is a file: move it away, or give another folder with --out",
    }
    hint = hints.get(error.errno or 0, "make the folder writable, or give another with --out")
    return Finding(ExitCode.ENVIRONMENT, f"cannot be written: {error.strerror or error}", Place(path), hint)
