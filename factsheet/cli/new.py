"""Begin a sheet or a language: `python3 build.py new sheet NAME`, `python3 build.py new language TAG`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from factsheet.cli import options, translating

NAME = "new"
HELP = "new sheet NAME, new language TAG: begin the files of a sheet or of a language"
WRITTEN = "new sheet NAME | new language TAG"
_WHAT: Final = ("sheet", "language")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.usage = f"python3 build.py {WRITTEN} [OPTION ...]"
    parser.add_argument("what", type=_what, metavar="sheet|language", help="what begins")
    parser.add_argument(
        "name", metavar="NAME|TAG", help="the name of the sheet, or the tag of the language, like pt-BR"
    )
    options.add_selection(parser, ("sheet",))
    parser.add_argument("--lang", metavar="TAG", help="the language a new sheet is written in; left out, en")
    parser.add_argument(
        "--like", metavar="SHEET|TAG", help="start from this sheet, or from what is known of this language"
    )
    parser.add_argument(
        "--upgrade", action="store_true", help="rewrite a sheet of the former format, and keep all its translations"
    )


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Write the first files of a sheet or a language, or rewrite a sheet; return the exit code."""
    from factsheet.design.project import Project
    from factsheet.translation import new_language, new_sheet, upgrade

    if arguments.what == "sheet":
        project = Project(folder, arguments.content.absolute())
        if arguments.upgrade:
            return translating.show(upgrade.upgrade(project, arguments.name))
        return translating.show(new_sheet.create(project, arguments.name, arguments.lang, arguments.like))
    project = translating.project_of(arguments, folder)
    return translating.show(new_language.create(project, arguments.sheet, arguments.name, arguments.like))


def _what(word: str) -> str:
    if word not in _WHAT:
        raise argparse.ArgumentTypeError(f"write it as `{WRITTEN}`")
    return word
