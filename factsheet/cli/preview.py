"""Serve the live preview until Ctrl-C: `python3 build.py preview`."""

from __future__ import annotations

import argparse
from pathlib import Path

from factsheet.cli import options

NAME = "preview"
HELP = "show pages in a browser while you write; they follow what you save"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    options.add_selection(parser, ("sheet", "layout", "lang"))
    options.add_intents(parser)
    help = "the port, if not the usual one"
    parser.add_argument("--port", type=options.whole_number("from 0 to 65535", 0, 65535), metavar="N", help=help)


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Serve; what the options choose is shown first.

    Raises:
        ProjectError: where the port cannot be had, exit code ENVIRONMENT.
    """
    from factsheet.build.pipeline import build_edition
    from factsheet.design.project import Project
    from factsheet.findings import ExitCode, Finding, ProjectError
    from factsheet.preview import server

    def show(address: str) -> None:
        print(f"The preview is at {address} on this computer only. Ctrl-C ends it.", flush=True)

    chosen = {"sheet": arguments.sheet, "layout": arguments.layout, "lang": arguments.lang, "for": arguments.intents}
    first = {name: values[0] for name, values in chosen.items() if values}
    try:
        server.serve(Project(folder, arguments.content.absolute()), build_edition, first, arguments.port, show)
    except OSError as error:
        hint = "choose another with --port, or leave it out"
        raise ProjectError(Finding(ExitCode.ENVIRONMENT, f"the preview cannot start: {error}", hint=hint)) from None
    return ExitCode.MADE
