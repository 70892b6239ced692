"""Write a translation for other tools: `python3 build.py export`."""

from __future__ import annotations

import argparse
from pathlib import Path

from factsheet.cli import options, translating

NAME = "export"
HELP = "write the words in --lang for other tools, --as po or csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    options.add_selection(parser, ("sheet",))
    options.add_one_language(parser, "the language, by its tag")
    help = "po for translation tools, csv for spreadsheets"
    parser.add_argument("--as", dest="format", required=True, choices=["po", "csv"], help=help)
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file, if not one in dist/")


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Write the file; return the exit code."""
    from factsheet.translation import export

    project = translating.project_of(arguments, folder)
    exported = export.write_files(
        project, arguments.sheet, arguments.lang[0], arguments.format, arguments.out, folder / "dist"
    )
    return translating.show(exported)
