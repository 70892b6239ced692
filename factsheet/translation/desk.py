"""What translators, reviewers and editors ask for -> files of words and records, changed as a whole or not at all.

One function per command of build.py; each returns the lines to print and what is wrong.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from factsheet.content import loader, records
from factsheet.content.models import TAG, tag_hint
from factsheet.content.records import Lock, Review, State
from factsheet.content.sheet import Sheet
from factsheet.design import languages, locales
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import atomic, files, ownership, textfile, transaction
from factsheet.storage.transaction import Replace
from factsheet.translation import exchange, status
from factsheet.translation.bundle import Bundle, Entry
from factsheet.translation.status import Standing
from factsheet.yaml import editor, reader
from factsheet.yaml.validate import close

_REPORT_BYTES: Final = 64 * 1024 * 1024
_OTHERS: Final = 5
"""How many languages in the same letters are named to who begins one."""


@dataclass(frozen=True)
class Done:
    """What a command says, and what is wrong."""

    lines: tuple[str, ...] = ()
    problems: tuple[Finding, ...] = ()


def status_of(
    project: Project, sheets: Collection[str], tags: Collection[str], update: bool, fail_under: float | None
) -> Done:
    """Tell how far translations are; with `update`, bring their records up to their words first."""
    if update:
        transaction.run(project.content, project.locales, "status --update", partial(_update, project, sheets, tags))
    found, problems = status.find(project, sheets, tags)
    if fail_under is not None:
        problems += status.below(found, fail_under, project)
    lines = tuple(status.lines(found, details=bool(tags)))
    return Done(
        lines or ("There is no translation yet: python3 build.py new language <tag> begins one.",), tuple(problems)
    )


def _update(project: Project, sheets: Collection[str], tags: Collection[str], put: Replace) -> None:
    found, _ = status.find(project, sheets, tags)
    written = (record(project, one.sheet, one.lock) for one in found if one.lags)
    put({path: contents for files in written for path, contents in files.items()})


def review(project: Project, sheets: Collection[str], tag: str, by: str, on: str, keys: Collection[str]) -> Done:
    """Record that somebody has read strings of a language, and that they are right: all that can be, or those named.

    A key stands for what is below it, too. Stale strings are only taken if each is named in full.
    """
    reviewer = records.new_review(by, on)
    work = partial(_review, project, sheets, tag, reviewer, keys)
    return transaction.run(project.content, project.locales, "review", work)


def _review(
    project: Project, sheets: Collection[str], tag: str, reviewer: Review, keys: Collection[str], put: Replace
) -> Done:
    found, problems = status.find(project, sheets, [tag])
    if problems:
        return Done(problems=tuple(problems))
    known = {key for one in found for key in one.states}
    for key in keys:
        if not any(_is_below(one, key) for one in known):
            meant = close(key, known)
            hint = f"did you mean {meant}?" if meant else "python3 build.py status --lang names the keys"
            problems.append(Finding(ExitCode.USAGE, f"--key {key}: there is no such string in {tag}", None, hint))
    if problems:
        return Done(problems=tuple(problems))
    files: dict[Path, bytes] = {}
    lines = []
    for one in found:
        taken = [key for key, state in one.states.items() if _is_taken(key, state, keys)]
        left = [key for key, state in one.states.items() if state is State.STALE and key not in taken]
        lock = records.signed(one.sheet.source, one.sheet.words, one.lock, taken, reviewer)
        files |= record(project, one.sheet, lock)
        lines.append(f"{one.name}: {strings(taken)} reviewed by {reviewer.by} on {reviewer.on}")
        lines += [f"  stale, not taken: {key}; name it with --key if it is right all the same" for key in left]
    put(files)
    return Done(tuple(lines))


def _is_taken(key: str, state: State, keys: Collection[str]) -> bool:
    if state is State.STALE:
        return key in keys
    return state in (State.DRAFT, State.SAME) and (not keys or any(_is_below(key, one) for one in keys))


def _is_below(key: str, above: str) -> bool:
    return key == above or key.startswith(f"{above}.")


def new_language(project: Project, sheets: Collection[str], tag: str, like: str | None) -> Done:
    """Begin a language: the source's keys and notes with no words, and what the program has to know of the language.

    Files that are there already stay as they are.
    """
    if not TAG.fullmatch(tag):
        what = f"new language {tag}: is not a language tag"
        return Done(problems=(Finding(ExitCode.USAGE, what, None, tag_hint(tag)),))
    work = partial(_new_language, project, sheets, tag, like)
    return transaction.run(project.content, project.locales, "new language", work)


def _new_language(project: Project, sheets: Collection[str], tag: str, like: str | None, put: Replace) -> Done:
    files: dict[Path, str] = {}
    lines = []
    for name in loader.sheets(project.content):
        if sheets and name not in sheets:
            continue
        source = loader.load(project.content, name, loader.languages(project.content, name)[0]).tag
        file = project.content / name / f"{tag}.yaml"
        if os.path.lexists(file):
            lines.append(f"{Place(file)} is there already and stays as it is")
        else:
            files[file] = _emptied(project.content / name / f"{source}.yaml", language(project, source))
    file = project.locales / f"{tag}.yaml"
    if os.path.lexists(file):
        lines.append(f"{Place(file)} is there already and stays as it is")
    else:
        model = _model(project, tag, like)
        modelled, named = project.locales / f"{model}.yaml", language(project, model)
        # Until somebody writes the words of proofs, they are in English: all of them are needed, or none.
        files[file] = _emptied(modelled, named, _is_of_the_language, locales.WORDS, without="proof")
        lines.append(f"{Place(file)} is made from that of {model}: {_to_see_to(project, tag, model)}")
    # The language goes first: without a file about it, nobody could read the others.
    put({path: text.encode() for path, text in sorted(files.items(), key=lambda one: one[0] != file)})
    lines += [f"{Place(path)} waits for words" for path in files]
    guide = "docs/translating.md, “A new language”, tells what to look at, in order"
    return Done((*lines, f"next: python3 build.py check --lang {tag} says what is still to be done; {guide}"))


def _to_see_to(project: Project, tag: str, model: str) -> str:
    """What to change first in a language's file, and which other languages it could have been made from."""
    known = _known(project)
    others = [other for other in languages.akin(tag, known) if other != model][:_OTHERS]
    if not others and languages.script(model) != languages.script(tag):
        letters = f"no language here has its letters ({languages.script(tag)})"
        return f"{letters}, so it needs other fonts: docs/translating.md, “Letters”"
    also = f"; --like takes another in the same letters: {', '.join(others)}" if others else ""
    return f"see to its fonts, quotation marks and line height{also}"


def _known(project: Project) -> list[str]:
    return sorted(path.stem for path in project.locales.glob("*.yaml"))


def _emptied(
    file: Path,
    label: str,
    empty: Any = lambda key: True,
    words: tuple[str, ...] | None = None,
    without: str = "",
) -> str:
    return editor.blanked(read(file), reader.read(file, words=words), empty, label, without)


def _is_of_the_language(key: str) -> bool:
    """Whether a key of a language's file holds words, which no other language's may stand in for."""
    return key == "name" or key.startswith("furniture.")


def language(project: Project, tag: str) -> str:
    """What a language calls itself; its tag if the program does not know it."""
    try:
        return str(locales.load(project.locales, tag).name)
    except ProjectError:
        return tag


def _model(project: Project, tag: str, like: str | None) -> str:
    """The language whose file a new one starts from: the one named, the nearest in the same letters, or a source."""
    known = _known(project)
    if like is not None:
        if like not in known:
            hint = f"there is {', '.join(known)}"
            raise ProjectError(Finding(ExitCode.USAGE, f"--like {like}: there is no such language", None, hint))
        return like
    sources = [loader.languages(project.content, name)[0] for name in loader.sheets(project.content)]
    nearest = languages.akin(tag, known, sources)
    chosen = next((other for other in (*nearest, *sources, *known) if other in known), None)
    if chosen is None:
        raise ProjectError(Finding(ExitCode.CONTENT, "there is no language to start from", Place(project.locales)))
    return chosen


def export(project: Project, sheets: Collection[str], tag: str, kind: str, out: Path | None, built: Path) -> Done:
    """Write the strings of a language for translators with other tools; lengths come from the last build's report."""
    found, problems = status.find(project, sheets, [tag])
    if not found and not problems:
        hint = f"python3 build.py new language {tag} begins one"
        problems.append(Finding(ExitCode.USAGE, f"{tag}: there is no translation into it", None, hint))
    if out and len(found) > 1:
        problems.append(Finding(ExitCode.USAGE, "--out: one file holds one sheet", None, "name the sheet with --sheet"))
    if problems:
        return Done(problems=tuple(problems))
    files = {out or built / f"{one.sheet.name}_{tag}.{kind}": _bundle(project, one, built) for one in found}
    ownership.refuse_foreign(files)
    atomic.write({path: exchange.FORMATS[kind](bundle) for path, bundle in files.items()})
    return Done(tuple(f"{Place(path.absolute())}: {strings(bundle.entries)}" for path, bundle in files.items()))


def _bundle(project: Project, one: Standing, built: Path) -> Bundle:
    sheet = one.sheet
    file = project.content / sheet.name / f"{sheet.facts.source}.yaml"
    notes = editor.notes(read(file), reader.read(file))
    most = budgets(built / "report.json", sheet.name, sheet.tag, sheet.facts.source)
    made = {text.key: str(text) for text in sheet.words}
    entries = (
        Entry(text.key, text, made.get(text.key, ""), one.states[text.key], notes[text.key], most.get(text.key))
        for text in sheet.source
    )
    return Bundle(sheet.name, sheet.facts.source, sheet.tag, tuple(entries))


def budgets(report: Path, sheet: str, tag: str, source: str) -> dict[str, int]:
    """How many characters each string may have to fit every layout, as the last build measured; empty if it did not.

    Of a layout in which the language could not be made, because it is too long, the source says how much there is.
    """
    found: dict[str, int] = {}
    try:
        told = json.loads(files.read(report, None, _REPORT_BYTES))["editions"]
        of_layouts = {
            edition["layout"]: edition.get("budgets") or {}
            for language in (source, tag)
            for edition in told
            if (edition["sheet"], edition["language"]) == (sheet, language)
        }
        for room in of_layouts.values():
            for key, most in room.items():
                found[str(key)] = min(int(most), found.get(key, int(most)))
    except (files.Unreadable, ValueError, LookupError, TypeError, AttributeError):
        return {}
    return found


def read(file: Path) -> str:
    """The text of a file of ours, with our line ends, whatever an editor has made of it."""
    return textfile.with_newlines(file.read_bytes().decode("utf-8-sig"))


def record(project: Project, sheet: Sheet, lock: Lock) -> dict[Path, bytes]:
    """The file of a record as it is to be written, in the form the file has; nothing where it says the same already."""
    file = records.lock_file(project.content, sheet.name, sheet.tag)
    if file.exists() and records.read(file) == lock:
        return {}
    return {file: textfile.in_form_of(file.read_bytes() if file.exists() else b"", records.serialized(lock))}


def strings(some: Collection[object]) -> str:
    """How many strings, in words."""
    return f"{len(some)} string{'' if len(some) == 1 else 's'}"
