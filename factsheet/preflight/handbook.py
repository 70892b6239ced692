"""List all numbered checks, and write the page of the handbook that explains them."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Final

from factsheet.checks import GROUPS, Check
from factsheet.lint import links, translations, words
from factsheet.preflight import finished

REGISTER: Final[tuple[Check[Any], ...]] = (*words.CHECKS, *links.CHECKS, *translations.CHECKS, *finished.CHECKS)


def write_markdown() -> str:
    """Return the text of docs/preflight.md, made from the docstrings of the checks."""
    lines = [
        "# Preflight: the numbered checks",
        "",
        "Made from the docstrings of the checks: change those, then run the tests with `--update`.",
        "",
        "A finding ends with the code of its check, as in `[T03]`. An *error* keeps the PDF from being published;",
        "*advice* does not. Findings stand in the terminal, in `dist/report.json` and in `dist/report.html`.",
    ]
    for letter, name in GROUPS.items():
        lines += ["", f"## {letter}: {name}"]
        for one in sorted((one for one in REGISTER if one.code.startswith(letter)), key=attrgetter("code")):
            severity = "" if one.severity == "error" else " (advice)"
            lines += ["", f"### {one.code}{severity}", "", f"**{one.rule}** {one.reason}", ""]
            lines += [f"- What to do: {one.hint}", f"- Source: {one.source}"]
    return "\n".join(lines) + "\n"
