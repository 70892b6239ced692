"""Bytes -> files in dist/, each put in place whole or not at all, and the reports and index of a build."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from factsheet import bootstrap, compose, copyfit, gallery
from factsheet.copyfit import Fitted
from factsheet.editions import Edition, House
from factsheet.findings import ExitCode, Finding, Place, Refused
from factsheet.preflight.register import REGISTER

_UNFINISHED = ".unfinished-"
_MAKER = re.compile(rf"{re.escape(_UNFINISHED)}([0-9]{{1,9}})-")


@dataclass(frozen=True)
class Made:
    """One edition as it was made: its pages, how they were made to fit, and for each intent the file and its bytes."""

    fitted: Fitted
    files: Mapping[str, tuple[Path, bytes]]
    advice: tuple[Finding, ...] = ()
    """What somebody should look at, though it stopped nothing."""
    budgets: Mapping[str, int] = field(default_factory=dict)
    """How many characters each string may have before it oversets, by its key."""


def edition(
    fitted: Fitted,
    pdfs: Mapping[str, bytes],
    advice: Iterable[Finding],
    budgets: Mapping[str, int],
    out: Path | None,
) -> Made:
    """Put an edition's files in place; `out` None writes nothing.

    Raises:
        Refused: a file that cannot be written, exit code ENVIRONMENT.
    """
    if out is None:
        return Made(fitted, {}, tuple(advice), budgets)
    edition = fitted.pages.edition
    files = {intent: (edition.file(out, intent), pdf) for intent, pdf in pdfs.items()}
    put({**dict(files.values()), **gallery.picture(edition, pdfs, out)})
    return Made(fitted, files, tuple(advice), budgets)


def report(
    house: House, out: Path, made: Sequence[Made], wrong: Iterable[Finding], translations: Sequence[object] = ()
) -> None:
    """Write report.json and report.html about this build, and index.html about every PDF that now stands in `out`.

    `translations` says how far each language is, as `status.told` puts it.

    Raises:
        Refused: a file that cannot be written, exit code ENVIRONMENT.
    """
    told = {
        "editions": [_told(one, out) for one in made],
        "findings": [
            {
                "code": one.code,
                "severity": "advice" if one.advice else "error",
                "exit_code": one.exit_code,
                "where": house.where(one.place),
                "what": one.what,
                "hint": one.hint,
            }
            for one in wrong
        ],
        "translations": translations,
    }
    report = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    texts = {
        "report.json": report,
        "report.html": compose.page(house, "report.html", {**told, "rules": _rules()}),
        "index.html": gallery.page(
            house,
            out,
            {_name(one.fitted.pages.edition): one.advice for one in made},
            sum(not one.advice for one in wrong),
        ),
    }
    put({out / name: text.encode() for name, text in texts.items()})


def _name(edition: Edition) -> tuple[str, str, str]:
    return edition.sheet.name, edition.layout.name, edition.sheet.tag


def _told(one: Made, out: Path) -> dict[str, object]:
    """An edition as the report tells of it."""
    edition, fitted = one.fitted.pages.edition, one.fitted
    return {
        "sheet": edition.sheet.name,
        "layout": edition.layout.name,
        "language": edition.sheet.tag,
        "pages": fitted.pages.count,
        "fit": {
            "copy": fitted.setting.copy,
            "headlines": fitted.setting.headlines,
            "sizes": dict(fitted.sizes),
            "layouts": fitted.layouts,
            "told": copyfit.told(fitted),
        },
        "budgets": dict(one.budgets),
        "files": {
            intent: {
                "file": path.relative_to(out).as_posix(),
                "bytes": len(pdf),
                "sha256": hashlib.sha256(pdf).hexdigest(),
            }
            for intent, (path, pdf) in one.files.items()
        },
    }


def _rules() -> dict[str, str]:
    """What each numbered check wants, by its code."""
    return {check.code: check.rule for check in REGISTER}


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
    for leftover in (*out.glob(f"{_UNFINISHED}*"), *out.glob(f"*/*/{_UNFINISHED}*")):
        maker = _MAKER.match(leftover.name)
        if maker and not bootstrap.is_alive(int(maker[1])):
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
