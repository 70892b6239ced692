"""Record in .build_cache/ what a build made, and tell whether the same build would make the same again.

Loads nothing but the standard library: where nothing has changed, nothing else is needed. A record that is damaged,
or is about another state of things, is as good as none; then what it is about is made again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from factsheet.storage import files, fingerprints

FOLDER: Final = ".build_cache"
_BYTES: Final = 64 * 1024 * 1024  # of a record
_REPORTS = ("report.json", "report.html", "index.html")


class BuildRequest(NamedTuple):  # dataclasses take as long to load as all else here
    """What a whole build is asked for, and all that it could read when it began."""

    project: Path
    content: Path
    out: Path
    options: Mapping[str, object]
    """Those that choose editions and files."""
    prints: Mapping[str, str]
    """The fingerprint of each file, by its path."""

    @property
    def file(self) -> Path:
        """The record of the last build, whatever it was asked for."""
        return self.project / FOLDER / "last.json"

    @property
    def key(self) -> str:
        """What must be the same for the same files to come out."""
        return fingerprints.of_value(
            [str(self.content), str(self.out), self.options, self.prints, fingerprints.platform()]
        )


class PreviousBuild(NamedTuple):
    """A build that would make the same again: how many PDFs it made, and the messages it printed."""

    pdfs: int
    messages: tuple[str, ...]


def begin(project: Path, content: Path, out: Path, options: Mapping[str, object]) -> BuildRequest:
    """Take the fingerprints of everything, before anything is read."""
    return BuildRequest(project, content, out, options, fingerprints.read(project, content))


def last(run: BuildRequest) -> PreviousBuild | None:
    """The last build, if it was asked for the same, of the same files, and all it made stands there as it was made."""
    record = read(run.file)
    try:
        same = record is not None and record["key"] == run.key and record["standing"] == _standing(run.out)
        if (
            same
            and fingerprints.all_match(record["libraries"])
            and fingerprints.all_match(record["files"], str(run.out))
        ):
            return PreviousBuild(record["pdfs"], tuple(record["messages"]))
    except (KeyError, TypeError, AttributeError):
        pass  # whole, but of another version of this program
    return None


def keep(
    run: BuildRequest, files: Mapping[str, str], libraries: Mapping[str, str], pdfs: int, messages: Sequence[str]
) -> None:
    """Put a build that had no problem on record, unless something it could read has changed since it began.

    `files` are the fingerprints of what it made, by their paths below the output folder, reports aside; `libraries`
    those of what it was made with; `pdfs` is how many files people count; `messages` are what it printed.
    """
    if fingerprints.read(run.project, run.content) != run.prints:
        return
    record = {
        "key": run.key,
        "files": {**files, **{name: fingerprints.of_file(run.out / name) for name in _REPORTS}},
        "libraries": libraries,
        "standing": _standing(run.out),
        "pdfs": pdfs,
        "messages": messages,
    }
    write(run.file, record)


def _standing(out: Path) -> list[str]:
    """Every PDF in the output folder, whichever build made it: the index leads to all of them."""
    return sorted(path.name for path in out.glob("*/*/*.pdf"))


def read(file: Path) -> Any:
    """Return what a record says; None if there is none, or if a single bit of it is not as it was written."""
    try:
        checksum, _, told = files.read(file, None, _BYTES).decode().partition("\n")
        return json.loads(told) if checksum == fingerprints.of_value(told) else None
    except (files.Unreadable, ValueError, RecursionError):
        return None


def write(file: Path, record: object) -> None:
    """Put a record in place; where that is not possible, the next build takes longer, and that is all."""
    from factsheet.findings import ProjectError
    from factsheet.storage import atomic

    text = json.dumps(record, ensure_ascii=False)
    with suppress(ProjectError):
        atomic.write({file: f"{fingerprints.of_value(text)}\n{text}".encode()})
