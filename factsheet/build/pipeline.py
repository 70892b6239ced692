"""Make editions: content + layout + locale -> edition -> compose -> typeset -> fit -> press -> preflight -> dist.

`build_edition` is that sentence as code, one call a stage; `build` does it for every edition that is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from factsheet import findings
from factsheet.build import cache, output, processes, scheduler
from factsheet.build.cache import Cache
from factsheet.build.manifest import BuildRequest
from factsheet.build.output import BuildResult
from factsheet.build.progress import progress
from factsheet.compose import composer
from factsheet.design import editions, fonts
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.findings import ExitCode, Finding, ProjectError
from factsheet.fitting import copyfit, length_limits, overset
from factsheet.lint import ready_editions
from factsheet.pdf import intents, proofs
from factsheet.preflight import finished
from factsheet.storage import atomic, ownership
from factsheet.translation import status


@dataclass(frozen=True)
class Selection:
    """Which editions a command is about; an empty choice means all."""

    sheets: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    release: bool = False
    """Only languages whose strings are all reviewed."""


@dataclass(frozen=True)
class Built:
    """What became of the editions that were asked for."""

    results: tuple[BuildResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    unexpected: tuple[str, ...] = ()
    """Errors of the program itself, one for each edition that met one."""


def build_edition(
    edition: Edition, wanted: Iterable[Intent], with_proofs: bool, out: Path | None, known: Cache | None = None
) -> BuildResult:
    """Take one edition from words to finished files; `out` None checks everything and writes nothing.

    `with_proofs` adds a proof of the pages, and a dummy of an imposed layout. An edition that stands in `out` as it
    would be made is left as it is, if it is `known`.

    Raises:
        ProjectError: with every finding about this edition. What stood in its place before is then untouched.
    """
    wanted = tuple(wanted)
    composed = composer.compose(edition)
    hint = composer.hint(edition) if edition.layout.impose else None
    key = cache.key(known, edition, (composed, hint)) if known else ""
    if known and (as_before := cache.recall(known, edition, key, wanted, with_proofs)):
        return as_before
    fitted = copyfit.fit(composed, edition)
    pages = fitted.pages
    problems = overset.findings(pages)
    files: dict[str, bytes] = {}
    try:
        drawn = typeset.draw(pages)
        drawn_hint = typeset.hint(hint, edition) if hint else None
        # Pages that run over have no place on any sheet; that they do is a finding already.
        for intent in wanted if pages.count <= edition.layout.pages or not problems else ():
            files[intent] = intents.make_pdf(pages, drawn, drawn_hint, intent)
            problems += finished.findings(files[intent], edition, intent, pages.count)
        if with_proofs:
            files |= proofs.make_files(pages, drawn)
    except ProjectError as error:
        problems += error.findings
    problems = list(dict.fromkeys(problems))
    if not all(finding.advice for finding in problems):
        raise ProjectError(*problems)
    limits = length_limits.budgets(copyfit.tightest(composed, edition, fitted)) if out else {}
    result = output.write_edition(fitted, files, problems, limits, out)
    if known:
        cache.store(known, edition, key, result, with_proofs)
    return result


def build(
    project: Project,
    selection: Selection,
    wanted: Sequence[Intent] = tuple(Intent),
    with_proofs: bool = False,
    jobs: int | None = None,
    run: BuildRequest | None = None,
    force: bool = False,
) -> Built:
    """Make what was selected, `jobs` editions at a time, by default one for each processor.

    Whatever can be made is made, and everything that is wrong is returned. `run` is what is known of the files before;
    without it everything is checked and nothing is written. `force` makes what has not changed, too.

    Raises:
        ProjectError: where nothing can be made at all.
    """
    fonts.verify(project.assets)
    chosen, problems = select(project, selection)
    if run:
        try:
            atomic.prepare(run.out)
            ownership.refuse_foreign(run.out / name for name in output.REPORTS)
        except ProjectError as error:
            problems += error.findings
            run = None
    finish = partial(
        build_edition,
        wanted=wanted,
        with_proofs=with_proofs,
        out=run.out if run else None,
        known=cache.begin(run, force) if run else None,
    )
    outcomes = _outcomes(chosen, finish, jobs or processes.processors(), run.out if run else None)
    in_order = [outcomes[edition.name] for edition in chosen]
    results = [outcome.result for outcome in in_order if outcome.result]
    for outcome in in_order:
        problems += [*outcome.problems, *(outcome.result.advice if outcome.result else ())]
    problems = list(dict.fromkeys(problems))
    unexpected = tuple(outcome.unexpected for outcome in in_order if outcome.unexpected)
    if run:
        results, more = _report(project, selection, run, results, problems)
        problems += more
        if not unexpected and all(finding.advice for finding in problems):
            cache.conclude(run, results, [*findings.lines(problems)])
    return Built(tuple(results), tuple(problems), unexpected)


def _outcomes(
    chosen: Sequence[Edition], finish: Callable[[Edition], BuildResult], jobs: int, out: Path | None
) -> Mapping[str, scheduler.Outcome[BuildResult]]:
    """Finish all editions and show how far that is; return what became of each, by its name."""
    working = scheduler.finish_all(chosen, finish, jobs)
    shown = progress(working, len(chosen), lambda one: one[0].name)
    try:
        with scheduler.temporary_folder(), closing(working), closing(shown):
            return {edition.name: outcome for edition, outcome in shown}
    finally:
        if out:
            atomic.sweep(out)


def _report(
    project: Project, selection: Selection, run: BuildRequest, results: list[BuildResult], problems: Sequence[Finding]
) -> tuple[list[BuildResult], list[Finding]]:
    """Write the reports of a build; return the results whose files are still there, and what is wrong with others."""
    reports: tuple[str, ...] = output.REPORTS
    more: list[Finding] = []
    try:
        standings, _ = status.find(project, selection.sheets, selection.tags)
        output.write_reports(project, run.out, results, problems, status.summaries(standings))
    except ProjectError as error:
        more += error.findings
        reports = ()
    results, gone = output.still_there(run.out, results, reports)
    return results, more + gone


def select(project: Project, selection: Selection) -> tuple[list[Edition], list[Finding]]:
    """Return the selected editions that can be read, and what is wrong with the rest.

    Raises:
        ProjectError: a sheet, layout or language that is not there, exit code USAGE.
    """
    editions.refuse_unknown(project, selection.sheets, selection.layouts, selection.tags)
    chosen, problems = ready_editions.find(project, selection.sheets, selection.layouts, selection.tags)
    if not chosen and not problems:
        problems.append(Finding(ExitCode.USAGE, "nothing to build", hint="python3 build.py list shows what there is"))
    if selection.release:
        problems += ready_editions.unreviewed(chosen)
        chosen = [edition for edition in chosen if edition.is_reviewed]
    return chosen, problems
