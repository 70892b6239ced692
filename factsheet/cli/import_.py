"""Take in what came back from a translator or reviewer: `python3 build.py import FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from factsheet.cli import options, translating

NAME = "import"
HELP = "import FILE: take in such a file, or what a reviewer saved from a proof"
WRITTEN = "import FILE"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a .po, .csv or .json file")
    options.add_selection(parser, (), once=("sheet", "lang"))


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Change words and records as the file says; return the exit code."""
    from factsheet.translation import importing

    project = translating.project_of(arguments, folder)
    sheet, tag = next(iter(arguments.sheet), None), next(iter(arguments.lang), None)
    return translating.show(importing.import_file(project, arguments.file, sheet, tag))
