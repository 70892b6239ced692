"""Make proofs for reviewers to read, correct and sign: `python3 build.py proof`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from factsheet.cli import options

NAME = "proof"
HELP = "make a proof of the language in --lang for who reviews it, to read, correct and sign"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    options.add_selection(parser, ("sheet", "layout", "lang"))
    parser.add_argument("--out", type=Path, metavar="DIR", help="where proofs go, if not to dist/")


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Make one proof for each sheet and language, of the layout that has most of its words; return the exit code.

    Each is made in a process of its own, with the limits of time and memory that a build has.

    Raises:
        ProjectError: where no language is named, or nothing can be made at all.
    """
    from contextlib import closing
    from functools import partial

    from factsheet.build import pipeline, processes, scheduler
    from factsheet.cli import messages
    from factsheet.design.project import Project
    from factsheet.findings import ExitCode, Finding, ProjectError
    from factsheet.storage import atomic

    if not arguments.lang:
        raise ProjectError(Finding(ExitCode.USAGE, "proof: of which language?", hint="name it with --lang"))
    project = Project(folder, arguments.content.absolute())
    out = options.output_folder(arguments, folder)
    selection = pipeline.Selection(tuple(arguments.sheet), tuple(arguments.layout), tuple(arguments.lang))
    chosen, problems = pipeline.select(project, selection)
    atomic.prepare(out)
    unexpected: list[str] = []
    working = scheduler.finish_all(_to_read(chosen), partial(_make, out=out), processes.processors())
    try:
        with scheduler.temporary_folder(), closing(working):
            for edition, outcome in working:
                if outcome.result is not None:
                    print(f"{edition.name}: {edition.file(out, 'review')}, and the same as a web page beside it")
                problems += [*outcome.problems, *(outcome.result or ())]
                unexpected += [outcome.unexpected] if outcome.unexpected else []
    finally:
        atomic.sweep(out)
    return messages.show(problems, unexpected)


def _to_read(chosen: list[Any]) -> list[Any]:
    """Return the editions in which translations are read: one for each sheet and language."""
    from factsheet.translation import review_proof

    names = dict.fromkeys((edition.sheet.name, edition.sheet.tag) for edition in chosen)
    return [review_proof.choose(one for one in chosen if (one.sheet.name, one.sheet.tag) == name) for name in names]


def _make(edition: Any, out: Path) -> tuple[Any, ...]:
    """Write the proof of an edition; return what is wrong with its pages."""
    from factsheet.compose import composer
    from factsheet.design import editions
    from factsheet.fitting import copyfit, length_limits, overset
    from factsheet.storage import atomic, ownership
    from factsheet.translation import reported_limits, review_proof

    sheet = edition.sheet
    source = editions.load(edition.project, sheet.name, edition.layout.name, sheet.facts.source)
    composed = composer.compose(edition)
    fitted = copyfit.fit(composed, edition)
    # Of all layouts, as far as the last build has measured them, the one with the least room counts.
    limits = reported_limits.read(out / "report.json", sheet.name, sheet.tag, source.sheet.tag)
    for key, most in length_limits.budgets(copyfit.tightest(composed, edition, fitted)).items():
        limits[key] = min(most, limits.get(key, most))
    files = review_proof.make_files(fitted.pages, source, edition.states, limits)
    written = {edition.file(out, "review").with_suffix(f".{kind}"): file for kind, file in files.items()}
    ownership.refuse_foreign(written)
    atomic.write(written)
    return tuple(overset.findings(fitted.pages))
