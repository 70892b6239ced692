#!/usr/bin/env python3
"""Start here: the pipeline and the command line.

    content + layout + locale -> edition -> compose -> HTML -> typeset -> pages -> press -> PDF -> preflight -> dist

`build_edition` below is that line as code, one call per stage; docs/architecture.md is the map. The first run sets
itself up: see factsheet/setup/bootstrap.py.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from factsheet.cli import streams
from factsheet.cli.arguments import FOR_DEVELOPERS, parse
from factsheet.setup import bootstrap

if False:  # names for type checkers only; nothing outside the standard library is imported before set-up is done
    from collections.abc import Iterable, Mapping, Sequence

    from factsheet.build.cache import Memory
    from factsheet.build.manifest import Run
    from factsheet.build.output import BuildResult
    from factsheet.design.editions import Edition, Intent
    from factsheet.design.project import Project
    from factsheet.findings import Finding
    from factsheet.translation.desk import Done

PROJECT = Path(__file__).resolve().parent


def build_edition(
    edition: Edition, intents: Iterable[Intent], proofs: bool, out: Path | None, memory: Memory | None = None
) -> BuildResult:
    """Take one edition from words to finished files; `out` None checks everything and writes nothing.

    With `proofs`, a proof of the pages goes with them, and a dummy of an imposed layout. With `memory`, an edition
    that stands there as it would be made is left as it is.

    Raises:
        ProjectError: with everything wrong with this edition. What stood in its place before is then untouched.
    """
    from factsheet.build import cache as memories
    from factsheet.build import output
    from factsheet.compose import composer
    from factsheet.engine import typeset
    from factsheet.findings import ProjectError
    from factsheet.fitting import copyfit, length_limits, overset
    from factsheet.pdf import intents, proofs
    from factsheet.preflight import finished

    intents = tuple(intents)
    composed = composer.compose(edition)
    hint = composer.hint(edition) if edition.layout.impose else None
    key = memories.key(memory, edition, (composed, hint)) if memory else ""
    if memory and (as_it_was := memories.recall(memory, edition, key, intents, proofs)):
        return as_it_was
    fitted = copyfit.fit(composed, edition)
    pages = fitted.pages
    problems = overset.findings(pages)
    files: dict[str, bytes] = {}
    try:
        drawn = typeset.draw(pages)
        drawn_hint = typeset.hint(hint, edition) if hint else None
        # Pages that run over have no place on any sheet, which was told already.
        for intent in intents if pages.count <= edition.layout.pages or not problems else ():
            files[intent] = intents.pdf(pages, drawn, drawn_hint, intent)
            problems += finished.findings(files[intent], edition, intent, pages.count)
        if proofs:
            files |= proofs.files(pages, drawn)
    except ProjectError as error:
        problems += error.findings
    problems = list(dict.fromkeys(problems))
    if not all(finding.advice for finding in problems):
        raise ProjectError(*problems)
    room = length_limits.budgets(copyfit.tightest(composed, edition, fitted)) if out else {}
    made = output.edition(fitted, files, problems, room, out)
    if memory:
        memories.remember(memory, edition, key, made, proofs)
    return made


def build(
    arguments: argparse.Namespace, project: Project, run: Run | None
) -> tuple[list[BuildResult], list[Finding], list[str]]:
    """Make what was asked for; whatever can be made is made, and everything wrong and unforeseen is returned.

    `run` is what is known of the files before; without it everything is checked and nothing is written.
    """
    from contextlib import closing
    from functools import partial

    from factsheet import findings
    from factsheet.build import cache, output, processes, scheduler
    from factsheet.build.progress import progress
    from factsheet.design import fonts
    from factsheet.design.editions import Intent
    from factsheet.findings import ProjectError
    from factsheet.storage import atomic, ownership
    from factsheet.translation import status

    fonts.verify(project.assets)
    chosen, problems = choose(arguments, project)
    intents = [intent for intent in Intent if not arguments.intents or intent in arguments.intents]
    if run:
        try:
            atomic.prepare(run.out)
            ownership.refuse_foreign(run.out / name for name in output.REPORTS)
        except ProjectError as error:
            problems += error.findings
            run = None
    out = run.out if run else None
    remembered = cache.begin(run, arguments.force) if run else None
    finish = partial(build_edition, intents=intents, proofs=arguments.proof, out=out, memory=remembered)
    jobs = arguments.jobs or processes.processors()
    try:
        working = scheduler.make(chosen, finish, jobs)
        shown = progress(working, len(chosen), lambda one: one[0].name)
        with scheduler.scratch(), closing(working), closing(shown):
            outcomes = {edition.name: outcome for edition, outcome in shown}
    finally:
        if out:
            atomic.sweep(out)
    in_order = [outcomes[edition.name] for edition in chosen]
    made = [outcome.made for outcome in in_order if outcome.made]
    problems += [finding for outcome in in_order for finding in outcome.problems]
    problems = list(dict.fromkeys(problems))
    unforeseen = [outcome.unforeseen for outcome in in_order if outcome.unforeseen]
    if run:
        reports: tuple[str, ...] = output.REPORTS
        try:
            standings, _ = status.find(project, arguments.sheet, arguments.lang)
            output.report(project, run.out, made, problems, status.told(standings))
        except ProjectError as error:
            problems += error.findings
            reports = ()
        made, gone = output.still_there(run.out, made, reports)
        problems += gone
        if not unforeseen and all(finding.advice for finding in problems):
            cache.conclude(run, made, [*findings.lines(problems)])
    return made, problems, unforeseen


def choose(arguments: argparse.Namespace, project: Project) -> tuple[list[Edition], list[Finding]]:
    """The editions asked for that can be read, and what is wrong with the rest."""
    from factsheet.design import editions
    from factsheet.findings import ExitCode, Finding, ProjectError
    from factsheet.lint import checked

    problems = unknown(arguments, editions.known(project))
    if problems:
        raise ProjectError(*problems, *editions.unlisted(project))
    chosen, problems = checked.find(project, arguments.sheet, arguments.layout, arguments.lang)
    if not chosen and not problems:
        problems.append(Finding(ExitCode.USAGE, "nothing to build", hint="python3 build.py list shows what there is"))
    if arguments.release:
        problems += checked.unreviewed(chosen)
        chosen = [edition for edition in chosen if edition.is_reviewed]
    return chosen, problems


def at_the_desk(arguments: argparse.Namespace, project: Project) -> Done:
    """Do what translators, reviewers and editors ask for.

    Raises:
        ProjectError: with everything that keeps it from being done. Nothing was changed then.
    """
    from factsheet.design import editions
    from factsheet.findings import ProjectError
    from factsheet.translation import desk, importing

    problems = unknown(arguments, editions.known(project))
    if problems:
        raise ProjectError(*problems, *editions.unlisted(project))
    sheets, tags, given = arguments.sheet, arguments.lang, arguments.given
    if arguments.command == "status":
        return desk.status_of(project, sheets, tags, arguments.update, arguments.fail_under)
    if arguments.command == "review":
        return desk.review(project, sheets, tags[0], arguments.by, arguments.on, arguments.key)
    if arguments.command == "new":
        return desk.new_language(project, sheets, given[1], arguments.like)
    if arguments.command == "export":
        return desk.export(project, sheets, tags[0], getattr(arguments, "as"), arguments.out, PROJECT / "dist")
    return importing.take(project, Path(given[0]), next(iter(sheets), None), next(iter(tags), None))


def unknown(arguments: argparse.Namespace, known: Mapping[str, Sequence[str]]) -> list[Finding]:
    """What is asked for and is not there."""
    from factsheet.findings import ExitCode, Finding

    problems = []
    for kind, asked in (("sheet", arguments.sheet), ("layout", arguments.layout), ("lang", arguments.lang)):
        for name in sorted(set(asked) - set(known[kind])):
            hint = f"there is {', '.join(known[kind]) or 'none'}"
            problems.append(Finding(ExitCode.USAGE, f"--{kind} {name}: there is no such {kind}", hint=hint))
    return problems


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code, as docs/architecture.md lists them."""
    arguments, rest = parse(argv, PROJECT / "content")
    bootstrap.enter(PROJECT, "test" if arguments.command in FOR_DEVELOPERS else "run", argv)
    try:
        if arguments.command == "test":
            return _test(rest)
        if arguments.command == "benchmark":
            return _benchmark(rest)
        return _run(arguments)
    except KeyboardInterrupt:
        print("Interrupted. What was made before is whole; run again for the rest.", file=sys.stderr)
        return 130
    except ImportError as error:
        print(f"factsheet: {bootstrap.import_trouble(error)}", file=sys.stderr)
        return 7
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        return _unforeseen([f"{type(error).__name__}: {error}"])


def _test(arguments: Sequence[str]) -> int:
    import os

    import pytest

    os.chdir(PROJECT)  # pytest looks for tests where it stands
    return int(pytest.main([*arguments]))


def _benchmark(arguments: Sequence[str]) -> int:
    from benchmarks import run

    return run.main(arguments)


def _run(arguments: argparse.Namespace) -> int:
    """Run a command that is about sheets."""
    from factsheet.storage import journal

    if journal.is_there(arguments.content):
        from factsheet.storage import transaction

        transaction.settle(arguments.content.absolute(), PROJECT / "locales")
    run = _begun(arguments) if arguments.command == "build" else None
    if run and not arguments.force and _as_it_was(run):
        return 0
    from factsheet.findings import ExitCode, ProjectError

    project = Project(PROJECT, arguments.content.absolute())
    made: list[BuildResult] = []
    unforeseen: list[str] = []
    try:
        if arguments.command == "preview":
            return _preview(arguments, project)
        if arguments.command == "list":
            from factsheet.cli import listing

            print("\n".join(listing.lines(project)))
            return ExitCode.MADE
        if arguments.command == "proof":
            return _proof(arguments, project)
        if arguments.command in ("build", "check"):
            made, problems, unforeseen = build(arguments, project, run)
        else:
            done = at_the_desk(arguments, project)
            problems = [*done.problems]
            print(*done.lines, sep="\n", end="\n" if done.lines else "")
    except ProjectError as error:
        problems = list(error.findings)
    _tell(problems)
    errors = [finding for finding in problems if not finding.advice]
    code = _unforeseen(unforeseen) if unforeseen else min((one.exit_code for one in errors), default=ExitCode.MADE)
    if arguments.command in ("build", "check"):
        print(_summary(arguments, made, len(errors) + len(unforeseen)))
    return code


def _begun(arguments: argparse.Namespace) -> Run:
    """A build that is about to begin."""
    from factsheet.build import manifest

    options = ("sheet", "layout", "lang", "intents", "proof", "release")
    # What it says names files as they are seen from where it is called.
    asked = {**{name: getattr(arguments, name) for name in options}, "cwd": str(Path.cwd())}
    return manifest.begin(PROJECT, arguments.content.absolute(), (arguments.out or PROJECT / "dist").absolute(), asked)


def _as_it_was(run: Run) -> bool:
    """Whether nothing has changed since the last build; then what it said is said again."""
    from factsheet.build import manifest

    last = manifest.last(run)
    if last is None:
        return False
    print(*last.said, sep="\n", end="\n" if last.said else "", file=sys.stderr)
    cwd = Path.cwd()
    shown = run.out.relative_to(cwd) if run.out.is_relative_to(cwd) else run.out
    print(f"{_count(last.pdfs, 'PDF')} in {shown}, as before.")
    return True


def _proof(arguments: argparse.Namespace, project: Project) -> int:
    """Make the galleys of one or more languages: for each sheet, of the layout that has most of its words."""
    from factsheet.compose import composer
    from factsheet.design import editions
    from factsheet.findings import ExitCode, Finding, ProjectError
    from factsheet.fitting import copyfit, length_limits, overset
    from factsheet.storage import atomic, ownership
    from factsheet.translation import desk, review_proof

    if not arguments.lang:
        raise ProjectError(Finding(ExitCode.USAGE, "proof: of which language?", hint="name it with --lang"))
    out = (arguments.out or PROJECT / "dist").absolute()
    chosen, problems = choose(arguments, project)
    atomic.prepare(out)
    made = 0
    for sheet, tag in dict.fromkeys((edition.sheet.name, edition.sheet.tag) for edition in chosen):
        try:
            edition = review_proof.choose(one for one in chosen if (one.sheet.name, one.sheet.tag) == (sheet, tag))
            source = editions.load(project, sheet, edition.layout.name, edition.sheet.facts.source)
            composed = composer.compose(edition)
            fitted = copyfit.fit(composed, edition)
            problems += overset.findings(fitted.pages)
            # Of all layouts, as far as the last build has measured them, the one with the least room counts.
            room = desk.budgets(out / "report.json", sheet, tag, source.sheet.tag)
            for key, most in length_limits.budgets(copyfit.tightest(composed, edition, fitted)).items():
                room[key] = min(most, room.get(key, most))
            files = review_proof.files(fitted.pages, source, edition.states, room)
            review = {edition.file(out, "review").with_suffix(f".{kind}"): file for kind, file in files.items()}
            ownership.refuse_foreign(review)
            atomic.put(review)
            print(f"{edition.name}: {edition.file(out, 'review')}, and the same as a web page beside it")
            made += 1
        except ProjectError as error:
            problems += error.findings
    _tell(problems)
    return min((one.exit_code for one in problems if not one.advice), default=ExitCode.MADE)


def _preview(arguments: argparse.Namespace, project: Project) -> int:
    """Serve the live preview until Ctrl-C; what is asked for on the command line is shown first."""
    from factsheet.findings import ExitCode, Finding, ProjectError
    from factsheet.preview import server

    def say(address: str) -> None:
        print(f"The preview is at {address} on this computer only. Ctrl-C ends it.", flush=True)

    asked = {"sheet": arguments.sheet, "layout": arguments.layout, "lang": arguments.lang, "for": arguments.intents}
    first = {name: values[0] for name, values in asked.items() if values}
    try:
        server.serve(project, build_edition, first, arguments.port, say)
    except OSError as error:
        hint = "choose another with --port, or leave it out"
        raise ProjectError(Finding(ExitCode.ENVIRONMENT, f"the preview cannot start: {error}", hint=hint)) from None
    return ExitCode.MADE


def _tell(problems: Iterable[Finding]) -> None:
    from factsheet import findings

    for line in findings.lines(problems):
        print(line, file=sys.stderr)


def _unforeseen(errors: Iterable[str]) -> int:
    from factsheet.findings import printable

    for error in errors:
        print(f"Unexpected error: {printable(error) if not sys.flags.dev_mode else error}", file=sys.stderr)
    print("Please report it with what `python3 -X dev build.py …` prints.", file=sys.stderr)
    return 1


def _summary(arguments: argparse.Namespace, made: list[BuildResult], problems: int) -> str:
    from factsheet.findings import Place

    rest = f"; {_count(problems, 'problem')}, see above" if problems else ""
    if arguments.command == "check":
        return f"Ready to print: {_count(len(made), 'edition')}{rest}. Nothing was written."
    out = Place((arguments.out or PROJECT / "dist").absolute())
    as_before = sum(len(one.files) for one in made if one.reused)
    left = f", {as_before} of them as before" if as_before else ""
    return f"{_count(sum(len(one.files) for one in made), 'PDF')} in {out}{left}{rest}."


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    streams.secure()
    code = main(sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # there is nothing left to interrupt
    sys.exit(streams.ended(code))
