"""Record that somebody has read strings of a translation and found them right."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path

from factsheet.content import records
from factsheet.content.records import Review, State
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding
from factsheet.storage import transaction
from factsheet.storage.transaction import Replace
from factsheet.translation import status
from factsheet.translation.content_files import changed_record
from factsheet.translation.result import CommandResult, string_count
from factsheet.translation.status import TranslationStatus
from factsheet.yaml.validate import close


def record_review(
    project: Project, sheets: Collection[str], tag: str, by: str, on: str, keys: Collection[str]
) -> CommandResult:
    """Record a review of a language by a person on a day (YYYY-MM-DD): of all strings that can be, or those named.

    A key stands for what is below it, too. Stale strings are only reviewed if each is named in full.

    Raises:
        ProjectError: no name or no such day, exit code USAGE; or files that cannot be replaced.
    """
    review = records.new_review(by, on)
    work = partial(_record, project, sheets, tag, review, keys)
    return transaction.run(project.content, project.locales, "review", work)


def _record(
    project: Project, sheets: Collection[str], tag: str, review: Review, keys: Collection[str], put: Replace
) -> CommandResult:
    translations, problems = status.find(project, sheets, [tag])
    problems = problems or _unknown_keys(translations, tag, keys)
    if problems:
        return CommandResult(problems=tuple(problems))
    files: dict[Path, bytes] = {}
    lines = []
    for one in translations:
        reviewed = [key for key, state in one.states.items() if _is_reviewed(key, state, keys)]
        stale = [key for key, state in one.states.items() if state is State.STALE and key not in reviewed]
        lock = records.signed(one.sheet.source, one.sheet.words, one.lock, reviewed, review)
        files |= changed_record(project, one.sheet, lock)
        lines.append(f"{one.name}: {string_count(reviewed)} reviewed by {review.by} on {review.on}")
        lines += [f"  stale, not taken: {key}; name it with --key if it is right all the same" for key in stale]
    put(files)
    return CommandResult(tuple(lines))


def _unknown_keys(translations: Collection[TranslationStatus], tag: str, keys: Collection[str]) -> list[Finding]:
    known = {key for one in translations for key in one.states}
    problems = []
    for key in keys:
        if not any(_is_below(one, key) for one in known):
            meant = close(key, known)
            hint = f"did you mean {meant}?" if meant else "python3 build.py status --lang names the keys"
            problems.append(Finding(ExitCode.USAGE, f"--key {key}: there is no such string in {tag}", None, hint))
    return problems


def _is_reviewed(key: str, state: State, keys: Collection[str]) -> bool:
    if state is State.STALE:
        return key in keys
    return state in (State.DRAFT, State.SAME) and (not keys or any(_is_below(key, one) for one in keys))


def _is_below(key: str, above: str) -> bool:
    return key == above or key.startswith(f"{above}.")
