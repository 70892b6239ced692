"""A function that looks at one thing -> a numbered check, and findings that carry its number."""

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


class Wrong(NamedTuple):
    """What a check found: in what way the rule is broken here, what to do about it, and where if that is known."""

    what: str
    hint: str = ""
    """Empty where what the check always says is good enough."""
    place: Place | None = None


@dataclass(frozen=True)
class Check(Generic[Subject]):
    """One rule. Its four texts are the docstring of the function that looks."""

    code: str
    severity: Severity
    look: Callable[[Subject], Iterable[Wrong]]
    rule: str
    reason: str
    hint: str
    source: str


def check(code: str, look: Callable[[Subject], Iterable[Wrong]], severity: Severity = Severity.ERROR) -> Check[Subject]:
    """Number a function. Its docstring is the rule, then Reason:, Hint: and Source:, each a paragraph of its own.

    Raises:
        ValueError: where one of them is missing, or the code is not a letter of GROUPS and two figures.
    """
    rule, *more = [" ".join(part.split()) for part in (inspect.getdoc(look) or "").split("\n\n")]
    texts = dict(part.partition(": ")[::2] for part in more)
    if not re.fullmatch(f"[{''.join(GROUPS)}][0-9]{{2}}", code) or {*texts} != {"Reason", "Hint", "Source"}:
        raise ValueError(f"{code}: {look.__name__} must say its rule, Reason, Hint and Source")
    return Check(code, severity, look, rule, texts["Reason"], texts["Hint"], texts["Source"])


def run(
    checks: Sequence[Check[Subject]], subject: Subject, exit_code: ExitCode, where: str, place: Place
) -> list[Finding]:
    """What is wrong with one thing, each finding once; `where` begins each, `place` is where one without a place is."""
    found = (
        Finding(
            exit_code,
            f"{where}: {problems.what}",
            problems.place or place,
            problems.hint or check.hint,
            check.code,
            check.severity is Severity.ADVICE,
        )
        for check in checks
        for problems in check.look(subject)
    )
    return list(dict.fromkeys(found))
