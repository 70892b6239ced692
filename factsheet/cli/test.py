"""Run the tests: `python3 build.py test`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

NAME = "test"
HELP = "set up what the tests need and run them; what follows goes to pytest"
NEEDS = "test"


def run(arguments: Sequence[str], folder: Path) -> int:
    """Run pytest in the project's folder, wherever the program is called; return its exit code."""
    import os

    import pytest

    os.chdir(folder)  # pytest looks for tests where it stands
    return int(pytest.main([*arguments]))
