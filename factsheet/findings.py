"""Describe problems as values: a place in a file, a finding with its hint, and the exit code it leads to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

# What a terminal obeys instead of showing it, what turns the order of letters, and what stands for a byte in the name
# of a file that is no text. A line end before two spaces is our own.
_UNPRINTABLE: Final = re.compile("(?!\n  )[\x00-\x1f]|[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_MOST_OF_A_FILE: Final = 50  # findings; a file that is not what its name says would make thousands


def printable(text: str) -> str:
    """Return a text as it may be shown anywhere: what a terminal would obey is written out, as programs write it."""
    return _UNPRINTABLE.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    number = ord(match[0])
    if 0xDC80 <= number <= 0xDCFF:  # how Python reads a byte that is no text
        return f"\\x{number - 0xDC00:02x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


class ExitCode(IntEnum):
    """How the program ends. Where several apply, the lowest is used; 1 is left to unexpected errors."""

    MADE = 0
    USAGE = 2
    CONTENT = 3
    LAYOUT = 4
    OVERSET = 5
    PREFLIGHT = 6
    ENVIRONMENT = 7
    INTERRUPTED = 130


@dataclass(frozen=True)
class Place:
    """A spot in a file; line and column count from 1, as editors do."""

    file: Path
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        cwd = Path.cwd()
        shown = self.file.relative_to(cwd) if self.file.is_relative_to(cwd) else self.file
        parts = (printable(shown.as_posix()), self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None)


@dataclass(frozen=True)
class Finding:
    """One problem: what it is, where, and what to do about it."""

    exit_code: ExitCode
    what: str
    place: Place | None = None
    hint: str = ""
    code: str = ""
    """The number of the check that found it, as docs/preflight.md lists them; empty where no numbered check did."""
    advice: bool = False
    """Whether somebody should only look: the PDF is published all the same."""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        advice = "advice: " if self.advice else ""
        hint = f" Hint: {self.hint}" if self.hint else ""
        code = f" [{self.code}]" if self.code else ""
        return f"{where}{advice}{printable(self.what)}{printable(hint)}{code}"


def lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield findings for a terminal, one a line; of those in one file no more than anybody would read."""
    counts = Counter[Path | None]()
    for finding in findings:
        file = finding.place.file if finding.place else None
        counts[file] += 1
        if file is None or counts[file] <= _MOST_OF_A_FILE:
            yield str(finding)
    for file, number in counts.items():
        if file is not None and number > _MOST_OF_A_FILE:
            yield f"{Place(file)}: and {number - _MOST_OF_A_FILE} more"


def count(number: int, what: str) -> str:
    """Return a number with what is counted, in the plural unless it is one."""
    return f"{number} {what}{'' if number == 1 else 's'}"


class ProjectError(Exception):
    """A stage cannot go on. It carries every finding of the stage, never only the first."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings
