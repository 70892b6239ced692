"""Make editions once for all tests and workers, by the program itself, and keep their PDFs and what was laid out.

The first test that asks for a product has the program build every edition that the tests of this run are about; what
else is asked for is made alone. Look at the files, and don't touch them.
"""

from __future__ import annotations

import fcntl
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from support.project import PROJECT

from factsheet.design.editions import Edition, Intent
from factsheet.setup import bootstrap

if TYPE_CHECKING:  # slow to load, and conftest.py loads this module for every test
    from factsheet.engine.text_boxes import SetPage, SetText
    from factsheet.engine.typeset import Pages

shared = Path()
"""The folder that all workers of a run have in common; set once by conftest.py."""
wanted: list[Edition] = []
"""The editions that the tests of this run are about; set once by conftest.py."""
_SECONDS = 1800


@dataclass(frozen=True)
class LaidOut:
    """What tests need of the laid-out pages of an edition, and can be kept: all but the engine's own document."""

    edition: Edition
    texts: tuple[SetText, ...]
    count: int
    filled: tuple[SetPage, ...]


def dist(edition: Edition) -> Path:
    """Return the folder that the editions of a project are written to; this one is there."""
    if not _is_there(edition):
        _build([one for one in wanted if one.project == edition.project])
    if not _is_there(edition):
        with once(f"alone-{_key(edition)}") as is_first:
            if is_first:
                from factsheet.build import pipeline

                with noted(_folder(edition)):
                    pipeline.build_edition(edition, Intent, False, _folder(edition))
    return _folder(edition)


def made(edition: Edition) -> tuple[LaidOut, dict[Intent, bytes]]:
    """Return the laid-out pages and the PDFs of an edition."""
    folder = dist(edition)
    pdfs = {intent: edition.file(folder, intent).read_bytes() for intent in Intent}
    return LaidOut(edition, *_laid_out(_record(folder, edition))), pdfs


@lru_cache(maxsize=6)  # tests of one edition come one after the other: see conftest.py
def _laid_out(record: Path) -> tuple[tuple[SetText, ...], int, tuple[SetPage, ...]]:
    return pickle.loads(record.read_bytes())


@contextmanager
def once(name: str) -> Iterator[bool]:
    """Wait until no other worker is at this, and tell whether this is the first to get that far."""
    folder = shared / "once"
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not (folder / name).exists()
        (folder / name).touch()


@contextmanager
def noted(out: Path) -> Iterator[None]:
    """Keep what is laid out of each edition that is written to a folder meanwhile."""
    from factsheet.build import output

    write_edition = output.write_edition

    def keep(fitted, *others):  # type: ignore[no-untyped-def]
        pages: Pages = fitted.pages
        record = _record(out, pages.edition)
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_bytes(pickle.dumps((pages.texts, pages.count, pages.filled)))
        return write_edition(fitted, *others)

    output.write_edition = keep
    try:
        yield
    finally:
        output.write_edition = write_edition


def _build(editions: list[Edition]) -> None:
    """Have the program build these editions of one project, as it builds all of them, if no worker has."""
    if not editions:
        return
    with once(f"build-{editions[0].project.content.name}") as is_first:
        if not is_first:
            return
        out, content = _folder(editions[0]), editions[0].project.content
        names = json.dumps([one.name for one in editions])
        command = [sys.executable, "-X", f"{bootstrap.MARK}=run", "-m", "support.build_some", names]
        done = subprocess.run(
            [*command, "build", "--content", os.fspath(content), "--out", os.fspath(out)],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join((os.fspath(PROJECT), os.fspath(PROJECT / "tests")))},
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def _key(edition: Edition) -> str:
    return f"{edition.project.content.name}-{edition.sheet.name}-{edition.layout.name}-{edition.sheet.tag}"


def _folder(edition: Edition) -> Path:
    return shared / "products" / edition.project.content.name / "dist"


def _record(out: Path, edition: Edition) -> Path:
    return out.with_name("laid-out") / f"{_key(edition)}.pickle"


def _is_there(edition: Edition) -> bool:
    out = _folder(edition)
    return _record(out, edition).is_file() and all(edition.file(out, intent).is_file() for intent in Intent)


def prepared(name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that one worker has filled by `make` for all."""
    folder = shared / "products" / name
    with once(f"prepared-{name}") as is_first:
        if is_first:
            make(folder)
    return folder
