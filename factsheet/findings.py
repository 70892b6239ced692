"""What is wrong, as values: a place in a file, a finding with its hint, and the exit code it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """How the program ends. Where several apply, the lowest is used; 1 is left to the unforeseen."""

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
        return ":".join(str(part) for part in (shown.as_posix(), self.line, self.column) if part is not None)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where, what, and what to do about it."""

    exit_code: ExitCode
    what: str
    place: Place | None = None
    hint: str = ""
    code: str = ""
    """The number of the check that made it, as docs/preflight.md lists them; empty where no numbered check did."""
    advice: bool = False
    """Whether somebody should only look: the PDF is published all the same."""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        advice = "advice: " if self.advice else ""
        hint = f" Hint: {self.hint}" if self.hint else ""
        code = f" [{self.code}]" if self.code else ""
        return f"{where}{advice}{self.what}{hint}{code}"


class Refused(Exception):
    """A stage cannot go on. Carries every finding it made, never only the first."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings
