"""List what there is to build: `python3 build.py list`."""

from __future__ import annotations

import argparse
from pathlib import Path

NAME = "list"
HELP = "show sheets, languages, layouts and intents"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add no option beside `--content`, which all commands about sheets take."""


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Print a line for each thing that can be asked for; return the exit code."""
    from factsheet.design import listing
    from factsheet.design.project import Project

    print("\n".join(listing.lines(Project(folder, arguments.content.absolute()))))
    return 0
