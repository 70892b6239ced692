"""Number functions that look at one thing as checks, and run them to findings that carry the number."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from factsheet.findings import ExitCode, Finding, Place

Subject = TypeVar("Subject")
GROUPS = {
    "T": "Typography and words",
    "L": "Language",
    "G": "Geometry",
    "F": "Fonts",
    "I": "Images",
    "C": "Colour",
    "Q": "Film code",
    "A": "Accessibility",
    "P": "Privacy",
}
"""The first letter of a code, and what checks with that letter are about."""


class Severity(StrEnum):
    """What follows from a finding."""

    ERROR = "error"
    """The PDF is not published."""
    ADVICE = "advice"
    """It is, and somebody should look."""


class Violation(NamedTuple):
    """One place where a rule is broken: in what way, what to do about it, and where if that is known."""

    what: str
    hint: str = ""
    """Empty where the hint of the check is good enough."""
    place: Place | None = None


@dataclass(frozen=True)
class Check(Generic[Subject]):
    """One rule; its four texts come from the docstring of `examine`."""

    code: str
    severity: Severity
    examine: Callable[[Subject], Iterable[Violation]]
    rule: str
    reason: str
    hint: str
    source: str


def check(
    code: str, examine: Callable[[Subject], Iterable[Violation]], severity: Severity = Severity.ERROR
) -> Check[Subject]:
    """Number a function. Its docstring is the rule, then Reason:, Hint: and Source:, each a paragraph of its own.

    Raises:
        ValueError: one of them is missing, or the code is not a letter of GROUPS and two figures.
    """
    rule, *more = [" ".join(part.split()) for part in (inspect.getdoc(examine) or "").split("\n\n")]
    texts = dict(part.partition(": ")[::2] for part in more)
    if not re.fullmatch(f"[{''.join(GROUPS)}][0-9]{{2}}", code) or {*texts} != {"Reason", "Hint", "Source"}:
        raise ValueError(f"{code}: {examine.__name__} must say its rule, Reason, Hint and Source")
    return Check(code, severity, examine, rule, texts["Reason"], texts["Hint"], texts["Source"])


def run(
    checks: Sequence[Check[Subject]], subject: Subject, exit_code: ExitCode, where: str, place: Place
) -> list[Finding]:
    """Return what the checks find in one subject, each finding once.

    `where` begins every message; `place` is that of a violation which has none of its own.
    """
    findings = (
        Finding(
            exit_code,
            f"{where}: {violation.what}",
            violation.place or place,
            violation.hint or check.hint,
            check.code,
            check.severity is Severity.ADVICE,
        )
        for check in checks
        for violation in check.examine(subject)
    )
    return list(dict.fromkeys(findings))
