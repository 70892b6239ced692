"""Begin the files of a language: `python3 build.py new language TAG`."""

from __future__ import annotations

import argparse
from pathlib import Path

from factsheet.cli import options, translating

NAME = "new"
HELP = "new language TAG: begin the files of a language"
WRITTEN = "new language TAG"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.usage = f"python3 build.py {WRITTEN} [OPTION ...]"
    parser.add_argument("what", type=_language, metavar="language", help="what begins")
    parser.add_argument("name", metavar="TAG", help="its tag, such as sk or pt-BR")
    options.add_selection(parser, ("sheet",))
    parser.add_argument("--like", metavar="TAG", help="start from what is known of this language")


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Write the first files of the language; return the exit code."""
    from factsheet.translation import new_language

    project = translating.project_of(arguments, folder)
    return translating.show(new_language.create(project, arguments.sheet, arguments.name, arguments.like))


def _language(word: str) -> str:
    if word != "language":
        raise argparse.ArgumentTypeError(f"write it as `{WRITTEN}`")
    return word
