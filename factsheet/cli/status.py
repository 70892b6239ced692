"""Show how far translations are: `python3 build.py status`."""

from __future__ import annotations

import argparse
from pathlib import Path

from factsheet.cli import options, translating

NAME = "status"
HELP = "show how far translations are; --update brings their records up to their words"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    options.add_selection(parser, ("sheet", "lang"))
    parser.add_argument("--update", action="store_true", help="write the records anew")
    help = "end with 3 where less is done, or a record lags"
    parser.add_argument("--fail-under", type=options.percent, metavar="PERCENT", help=help)


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Print how far each translation is; return the exit code."""
    from factsheet.translation import status_report

    project = translating.project_of(arguments, folder)
    return translating.show(
        status_report.report(project, arguments.sheet, arguments.lang, arguments.update, arguments.fail_under)
    )
