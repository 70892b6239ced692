"""Make every PDF that is asked for: `python3 build.py build`, or no command at all."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from factsheet.cli import options

NAME = "build"
HELP = "make every PDF (what happens when no command is given)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    options.add_build(parser)
    parser.add_argument("--force", action="store_true", help="make everything anew, also what has not changed")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where PDFs go, if not to dist/")


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Build, or print what the last build printed where nothing has changed since; return the exit code."""
    from factsheet.build import manifest

    chosen = {name: getattr(arguments, name) for name in ("sheet", "layout", "lang", "intents", "proof", "release")}
    # Messages name files as they are seen from where the program is called.
    chosen["cwd"] = str(Path.cwd())
    out = options.output_folder(arguments, folder)
    begun = manifest.begin(folder, arguments.content.absolute(), out, chosen)
    last = None if arguments.force else manifest.last(begun)
    if last:
        print(*last.messages, sep="\n", end="\n" if last.messages else "", file=sys.stderr)
        cwd = Path.cwd()
        shown = out.relative_to(cwd) if out.is_relative_to(cwd) else out
        print(f"{last.pdfs} PDF{'' if last.pdfs == 1 else 's'} in {shown}, as before.")
        return 0
    return make(arguments, folder, begun)


def make(arguments: argparse.Namespace, folder: Path, begun: Any) -> int:
    """Build; without `begun`, check everything and write nothing. Return the exit code."""
    from factsheet.build import pipeline
    from factsheet.cli import messages
    from factsheet.design.editions import Intent
    from factsheet.design.project import Project
    from factsheet.findings import ProjectError

    selection = pipeline.Selection(
        tuple(arguments.sheet), tuple(arguments.layout), tuple(arguments.lang), arguments.release
    )
    try:
        built = pipeline.build(
            Project(folder, arguments.content.absolute()),
            selection,
            [intent for intent in Intent if not arguments.intents or intent in arguments.intents],
            arguments.proof,
            arguments.jobs,
            begun,
            bool(begun and arguments.force),
        )
    except ProjectError as error:
        built = pipeline.Built(findings=error.findings)
    code = messages.show(built.findings, built.unexpected)
    print(summary(built, begun.out if begun else None))
    return code


def summary(built: Any, out: Path | None) -> str:
    """Say in a line what was made, in `out`, or checked."""
    from factsheet.cli.messages import errors
    from factsheet.findings import Place, count

    problems = len(errors(built.findings)) + len(built.unexpected)
    rest = f"; {count(problems, 'problem')}, see above" if problems else ""
    if out is None:
        return f"Ready to print: {count(len(built.results), 'edition')}{rest}. Nothing was written."
    as_before = sum(len(one.files) for one in built.results if one.reused)
    left = f", {as_before} of them as before" if as_before else ""
    return f"{count(sum(len(one.files) for one in built.results), 'PDF')} in {Place(out)}{left}{rest}."
