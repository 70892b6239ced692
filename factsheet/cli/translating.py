"""Share code among the translators' commands: finding the project, printing results."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def project_of(arguments: argparse.Namespace, folder: Path) -> Any:
    """Return the project, with the content that is asked for.

    Raises:
        ProjectError: a sheet or language that is not there, exit code USAGE.
    """
    from factsheet.design import editions
    from factsheet.design.project import Project

    project = Project(folder, arguments.content.absolute())
    editions.refuse_unknown(project, sheets=arguments.sheet, tags=getattr(arguments, "lang", ()))
    return project


def show(done: Any) -> int:
    """Print the lines and findings that a command came to; return the exit code."""
    from factsheet.cli import messages

    code = messages.show(done.problems)
    print(*done.lines, sep="\n", end="\n" if done.lines else "")
    return code
