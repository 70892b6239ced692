"""Print findings and errors on standard error, and turn them into an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from factsheet import findings
from factsheet.findings import ExitCode, Finding


def show(problems: Sequence[Finding], unexpected: Sequence[str] = ()) -> int:
    """Print findings and unexpected errors; return the exit code: the lowest of several, 1 for an unexpected error."""
    for line in findings.lines(problems):
        print(line, file=sys.stderr)
    if unexpected:
        return show_unexpected(unexpected)
    return min((one.exit_code for one in errors(problems)), default=ExitCode.MADE)


def show_unexpected(texts: Iterable[str]) -> int:
    """Print errors of the program itself, and what to do with them; return the exit code 1."""
    for text in texts:
        print(f"Unexpected error: {text if sys.flags.dev_mode else findings.printable(text)}", file=sys.stderr)
    print("Please report it with what `python3 -X dev build.py …` prints.", file=sys.stderr)
    return 1


def errors(problems: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop something: all but advice."""
    return [one for one in problems if not one.advice]
