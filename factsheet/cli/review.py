"""Record that somebody has read a translation: `python3 build.py review`."""

from __future__ import annotations

import argparse
from pathlib import Path

from factsheet.cli import options, translating

NAME = "review"
HELP = "record that --by somebody has read the words in --lang on a day, --on YYYY-MM-DD"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    options.add_selection(parser, ("sheet",))
    options.add_one_language(parser, "the language that was read, by its tag")
    parser.add_argument("--by", required=True, metavar="NAME", help="who has read the words")
    parser.add_argument("--on", required=True, metavar="DAY", help="when, as YYYY-MM-DD")
    parser.add_argument("--key", action="append", default=[], help="only this string, or all below it; repeatable")


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Put the review on record; return the exit code."""
    from factsheet.translation import review

    project = translating.project_of(arguments, folder)
    reviewed = review.record_review(
        project, arguments.sheet, arguments.lang[0], arguments.by, arguments.on, arguments.key
    )
    return translating.show(reviewed)
