"""Run the tests: `python3 build.py test`. Readable by Python 3.8."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

NAME = "test"
HELP = "run the tests, with --everything all of them, with --style ruff and mypy; what follows goes to pytest"
STYLE = "--style"


def needs(arguments: Sequence[str]) -> str:
    """Return the group of packages that these tests need: browser, Java and such only where they are asked for."""
    return "everything" if {"--everything", STYLE} & {*arguments} else "test"


def run(arguments: Sequence[str], folder: Path) -> int:
    """Run pytest, or the checks of style, in the project's folder, wherever the program is called from.

    Returns the exit code.
    """
    import os

    os.chdir(folder)  # both look for files where they stand
    if STYLE in arguments:
        from tools import style

        return style.main()
    import pytest

    return int(pytest.main([*arguments]))
