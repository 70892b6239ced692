"""Write the files of an edition into dist/, and the reports and the index of a build."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from factsheet.build import gallery
from factsheet.compose import composer
from factsheet.design.project import Project
from factsheet.engine import LIBRARIES
from factsheet.findings import ExitCode, Finding, Place
from factsheet.fitting import copyfit
from factsheet.fitting.copyfit import Fitted
from factsheet.fitting.search import Setting
from factsheet.preflight.handbook import REGISTER
from factsheet.storage import atomic, fingerprints, ownership


@dataclass(frozen=True)
class Written:
    """A file as it was put in place; `file` is its path below the output folder, with slashes."""

    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class BuildResult:
    """An edition as it was made, in values that can go from one process to another, and on record."""

    sheet: str
    layout: str
    language: str
    pages: int
    setting: Setting
    """How its sizes were changed to make it fit, and what they became, how many layouts that took, and in words."""
    sizes: Mapping[str, str]
    layouts: int
    fit: str
    files: Mapping[str, Written] = field(default_factory=dict)
    """By what they are for: an intent, a proof, a dummy."""
    picture: Written | None = None
    advice: tuple[Finding, ...] = ()
    """What somebody should look at, though it stopped nothing."""
    budgets: Mapping[str, int] = field(default_factory=dict)
    """How many characters each string may have before it oversets, by its key."""
    libraries: Mapping[str, str] = field(default_factory=dict)
    """The libraries of the system it was made with, with their fingerprints."""
    headlines: str = ""
    """The face of its headlines and why, where it is not the one that the language names first."""
    reused: bool = False
    """Whether it stood there as it would have been made."""


def write_edition(
    fitted: Fitted,
    pdfs: Mapping[str, bytes],
    advice: Iterable[Finding],
    budgets: Mapping[str, int],
    out: Path | None,
) -> BuildResult:
    """Put an edition's files in place; `out` None writes nothing.

    Raises:
        ProjectError: a file that cannot be written or is somebody else's, exit code ENVIRONMENT.
    """
    edition = fitted.pages.edition
    files: dict[str, Written] = {}
    picture = None
    if out:
        paths = {purpose: edition.file(out, purpose) for purpose in pdfs}
        drawn = gallery.picture(edition, pdfs, out)
        ownership.refuse_foreign((*paths.values(), *drawn))
        atomic.write({**{paths[purpose]: pdf for purpose, pdf in pdfs.items()}, **drawn})
        files = {purpose: _written(path, pdfs[purpose], out) for purpose, path in paths.items()}
        picture = next((_written(path, png, out) for path, png in drawn.items()), None)
    return BuildResult(
        sheet=edition.sheet.name,
        layout=edition.layout.name,
        language=edition.sheet.tag,
        pages=fitted.pages.count,
        setting=fitted.setting,
        sizes=dict(fitted.sizes),
        layouts=fitted.layouts,
        fit=copyfit.describe(fitted),
        files=files,
        picture=picture,
        advice=tuple(advice),
        budgets=budgets,
        libraries=fingerprints.libraries(LIBRARIES),
        headlines=str(edition.substitute or ""),
    )


def _written(path: Path, contents: bytes, out: Path) -> Written:
    return Written(path.relative_to(out).as_posix(), len(contents), hashlib.sha256(contents).hexdigest())


REPORTS: Final = ("report.json", "report.html", "index.html")
"""The reports of a build as a whole, by their names in the output folder."""


def write_reports(
    project: Project,
    out: Path,
    results: Sequence[BuildResult],
    problems: Iterable[Finding],
    translations: Sequence[object] = (),
) -> None:
    """Write report.json and report.html about this build, and index.html about every PDF that now stands in `out`.

    `translations` says how far each language is, as `status.summaries` puts it.

    Raises:
        ProjectError: a file that cannot be written, exit code ENVIRONMENT.
    """
    report = {
        "editions": [_plain(one) for one in results],
        "findings": [
            {
                "code": one.code,
                "severity": "advice" if one.advice else "error",
                "exit_code": one.exit_code,
                "where": project.where(one.place),
                "what": project.shown(one.what),
                "hint": project.shown(one.hint),
            }
            for one in problems
        ],
        "translations": translations,
    }
    texts = {
        "report.json": json.dumps(report, ensure_ascii=False, indent=1) + "\n",
        "report.html": composer.page(project, "report.html", {**report, "rules": _rules()}),
        "index.html": gallery.write_html(
            project,
            out,
            {(one.sheet, one.layout, one.language): one.advice for one in results},
            sum(not one.advice for one in problems),
        ),
    }
    atomic.write({out / name: text.encode() for name, text in texts.items()})


def still_there(
    out: Path, results: Sequence[BuildResult], reports: Iterable[str]
) -> tuple[list[BuildResult], list[Finding]]:
    """Return the results without PDFs that are gone by the end of the build, and a finding if a file is gone."""
    paths = [*reports, *(file.file for one in results for file in (*one.files.values(), one.picture) if file)]
    gone = [path for path in paths if not (out / path).is_file()]
    if not gone:
        return [*results], []
    more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
    what = f"{len(gone)} of {len(paths)} files that were made are not there any more: {gone[0]}{more}"
    finding = Finding(ExitCode.ENVIRONMENT, what, Place(out), "see what removes files there, then run again")
    kept = ({purpose: file for purpose, file in one.files.items() if file.file not in gone} for one in results)
    return [replace(one, files=files) for one, files in zip(results, kept, strict=True)], [finding]


def _plain(one: BuildResult) -> dict[str, object]:
    """Return an edition as it stands in the report."""
    return {
        "sheet": one.sheet,
        "layout": one.layout,
        "language": one.language,
        "pages": one.pages,
        "fit": {
            "copy": one.setting.copy,
            "headlines": one.setting.headlines,
            "sizes": one.sizes,
            "layouts": one.layouts,
            "told": one.fit,
        },
        "headlines": one.headlines,
        "budgets": one.budgets,
        "files": {purpose: vars(file) for purpose, file in one.files.items()},
    }


def _rules() -> dict[str, str]:
    """Return what each numbered check wants, by its code."""
    return {check.code: check.rule for check in REGISTER}
