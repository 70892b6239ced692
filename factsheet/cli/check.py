"""Look for mistakes and write nothing: `python3 build.py check`."""

from __future__ import annotations

import argparse
from pathlib import Path

from factsheet.cli import build, options

NAME = "check"
HELP = "check words, templates and finished pages; writes nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    options.add_build(parser)


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Do all that a build does, but write nothing; return the exit code."""
    return build.make(arguments, folder, None)
