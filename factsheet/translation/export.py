"""Write the strings of a translation to files for translators who work with other tools."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, Place
from factsheet.storage import atomic, ownership
from factsheet.translation import exchange, reported_limits, status
from factsheet.translation.bundle import Bundle, Entry
from factsheet.translation.content_files import read_text
from factsheet.translation.result import CommandResult, string_count
from factsheet.translation.status import TranslationStatus
from factsheet.yaml import editor, reader


def write_files(
    project: Project, sheets: Collection[str], tag: str, kind: str, out: Path | None, built: Path
) -> CommandResult:
    """Write one file for each sheet, as `kind` (a key of `exchange.FORMATS`), to `out` or into the folder `built`.

    How long each string may be comes from the report of the last build in `built`.

    Raises:
        ProjectError: a file that is not ours stands in the place of one, or one cannot be written.
    """
    translations, problems = status.find(project, sheets, [tag])
    if not translations and not problems:
        hint = f"python3 build.py new language {tag} begins one"
        problems.append(Finding(ExitCode.USAGE, f"{tag}: there is no translation into it", None, hint))
    if out and len(translations) > 1:
        problems.append(Finding(ExitCode.USAGE, "--out: one file holds one sheet", None, "name the sheet with --sheet"))
    if problems:
        return CommandResult(problems=tuple(problems))
    bundles = {
        out or built / f"{one.sheet.name}_{tag}.{kind}": _bundle(project, one, built / "report.json")
        for one in translations
    }
    ownership.refuse_foreign(bundles)
    atomic.write({path: exchange.FORMATS[kind](bundle) for path, bundle in bundles.items()})
    return CommandResult(
        tuple(f"{Place(path.absolute())}: {string_count(bundle.entries)}" for path, bundle in bundles.items())
    )


def _bundle(project: Project, translation: TranslationStatus, report: Path) -> Bundle:
    sheet = translation.sheet
    file = project.content / sheet.name / f"{sheet.facts.source}.yaml"
    notes = editor.notes(read_text(file), reader.read(file))
    limits = reported_limits.read(report, sheet.name, sheet.tag, sheet.facts.source)
    words = {text.key: str(text) for text in sheet.words}
    entries = (
        Entry(
            text.key, text, words.get(text.key, ""), translation.states[text.key], notes[text.key], limits.get(text.key)
        )
        for text in sheet.source
    )
    return Bundle(sheet.name, sheet.facts.source, sheet.tag, tuple(entries))
