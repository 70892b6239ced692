"""Define what a translators' command returns: lines to print, and findings."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass

from factsheet.findings import Finding, count


@dataclass(frozen=True)
class CommandResult:
    """What a command prints, and its findings."""

    lines: tuple[str, ...] = ()
    problems: tuple[Finding, ...] = ()


def string_count(strings: Sized) -> str:
    """Return how many strings there are, in words."""
    return count(len(strings), "string")
