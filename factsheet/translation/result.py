"""Hold what a command for translators, reviewers and editors results in."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass

from factsheet.findings import Finding


@dataclass(frozen=True)
class CommandResult:
    """What a command prints, and its findings."""

    lines: tuple[str, ...] = ()
    problems: tuple[Finding, ...] = ()


def string_count(strings: Sized) -> str:
    """Return how many strings there are, in words."""
    return f"{len(strings)} string{'' if len(strings) == 1 else 's'}"
