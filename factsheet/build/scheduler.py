"""Finish several editions at a time, and turn whatever goes wrong into findings.

Whatever goes wrong with one edition, no other suffers from it, and no temporary file is left.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Generic, TypeVar

from factsheet import leftovers
from factsheet.build import processes
from factsheet.build.processes import LostProcess
from factsheet.design.editions import Edition
from factsheet.findings import ExitCode, Finding, ProjectError
from factsheet.setup import bootstrap

Result = TypeVar("Result")

_SCRATCH: Final = "factsheet-"


@dataclass(frozen=True)
class Outcome(Generic[Result]):
    """What became of an edition: its result, or what is wrong with it, or an unexpected error."""

    result: Result | None = None
    problems: tuple[Finding, ...] = ()
    unexpected: str = ""


def finish_all(
    editions: Sequence[Edition], finish: Callable[[Edition], Result], jobs: int
) -> Generator[tuple[Edition, Outcome[Result]], None, None]:
    """Finish all editions, `jobs` at a time, those with most words first; each comes out as soon as it is done."""
    longest_first = sorted(editions, key=lambda edition: sum(map(len, edition.words)), reverse=True)
    for edition, result in processes.run_all(longest_first, partial(_outcome, finish), jobs):
        yield edition, _lost(edition, result) if isinstance(result, LostProcess) else result


def _lost(edition: Edition, lost: LostProcess) -> Outcome[Result]:
    hint = (
        f"make it alone, with --layout {edition.layout.name} --lang {edition.sheet.tag}; if it is lost again, look at "
        "what was changed last in its words and templates"
    )
    return Outcome(problems=(Finding(ExitCode.ENVIRONMENT, f"{edition.name}: {lost.why}", hint=hint),))


def _outcome(finish: Callable[[Edition], Result], edition: Edition) -> Outcome[Result]:
    """Finish an edition in this process; whatever is raised becomes a finding, or an unexpected error."""

    def problems(what: str, hint: str = "") -> Outcome[Result]:
        return Outcome(problems=(Finding(ExitCode.ENVIRONMENT, what, hint=hint),))

    try:
        return Outcome(finish(edition))
    except ProjectError as error:
        return Outcome(problems=error.findings)
    except ImportError as error:
        return problems(bootstrap.import_trouble(error))
    except MemoryError:
        what = f"{edition.name}: it takes more than {processes.MEMORY >> 30} GB of memory"
        return problems(what, "look at what was changed last in its words and templates")
    except OSError as error:
        folder = Path(tempfile.gettempdir()).parent
        hint = f"see that it can be read, and that the folder {folder} can be written and has room"
        return problems(f"{edition.name}: {error}", hint)
    except Exception as error:
        text = traceback.format_exc() if sys.flags.dev_mode else f"{type(error).__name__}: {error}"
        return Outcome(unexpected=f"{edition.name}: {text}")


@contextmanager
def temporary_folder() -> Iterator[None]:
    """Give this process, and those it starts, a folder for temporary files that is gone afterwards.

    Those that a build left which was killed are removed, too.

    Raises:
        ProjectError: where there can be no such folder, exit code ENVIRONMENT.
    """
    before = tempfile.tempdir
    folder = Path(tempfile.gettempdir())
    for left in leftovers.abandoned(folder.glob(f"{_SCRATCH}*"), _SCRATCH):
        shutil.rmtree(left, ignore_errors=True)
    try:
        tempfile.tempdir = tempfile.mkdtemp(prefix=f"{_SCRATCH}{os.getpid()}-")
    except OSError as error:
        what = f"temporary files cannot be written: {error}"
        raise ProjectError(Finding(ExitCode.ENVIRONMENT, what, hint=f"see that {folder} can be written")) from None
    try:
        yield
    finally:
        shutil.rmtree(tempfile.tempdir, ignore_errors=True)
        tempfile.tempdir = before
