"""Import what a translator or reviewer sent back: words and their record, both changed or neither.

Whatever a program on the way may do to a file that leaves its words whole is accepted: `exchange` sees to that. Where
letters were lost, or rows moved, nothing is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from factsheet.content import loader, records
from factsheet.content.models import ID
from factsheet.content.records import State
from factsheet.content.sheet import Sheet
from factsheet.design import locales
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.lint import ready_editions, words
from factsheet.storage import atomic, textfile, transaction
from factsheet.storage.transaction import Replace
from factsheet.translation import comparison, exchange, import_checks
from factsheet.translation.bundle import Bundle, Entry, Expected, malformed
from factsheet.translation.comparison import Changes
from factsheet.translation.content_files import changed_record, language_name, read_text
from factsheet.translation.result import CommandResult, string_count
from factsheet.yaml import editor, reader
from factsheet.yaml.nodes import Text


def import_file(project: Project, file: Path, sheet: str | None = None, tag: str | None = None) -> CommandResult:
    """Import a file that came back; `sheet` and `tag` say what it is about, whatever stands in it.

    Raises:
        ProjectError: with everything that keeps the file from being understood, or that shows it belongs elsewhere,
            exit code CONTENT; or files of words that cannot be replaced.
    """
    return transaction.run(project.content, project.locales, "import", partial(_import, project, file, sheet, tag))


def _import(project: Project, file: Path, sheet: str | None, tag: str | None, put: Replace) -> CommandResult:
    languages = {name: loader.languages(project.content, name) for name in loader.sheets(project.content)}
    expected = Expected(languages, sheet, tag)
    bundle = _with_our_name(project, exchange.read(file, expected), expected)
    changes = comparison.compare(_translation_of(project, bundle, expected, Place(file)), bundle)
    problems = _check(project, changes)
    if any(not finding.advice for finding in problems):
        return CommandResult(problems=tuple(problems))
    put(_changed_files(project, changes))
    return CommandResult(tuple(_lines(project, changes)), tuple(problems))


def _with_our_name(project: Project, bundle: Bundle, expected: Expected) -> Bundle:
    """Return the bundle under the name of its sheet, in whose place a translation platform may have put its own name.

    What could be the name of a sheet is one, of a sheet that is not here.
    """
    if expected.sheet is not None or ID.fullmatch(bundle.sheet):
        return bundle
    candidates = [name for name, tags in expected.languages.items() if _has_strings_of(project, name, tags[0], bundle)]
    if len(candidates) != 1:
        return bundle
    return replace(bundle, sheet=candidates[0], tag=expected.closest(candidates[0], bundle.tag))


def _has_strings_of(project: Project, sheet: str, source: str, bundle: Bundle) -> bool:
    """Tell whether a sheet has all keys of a bundle, and the same source under most of them."""
    texts = {text.key: comparison.normalized(text) for text in loader.load(project.content, sheet, source).source}
    same = sum(texts.get(one.key) == comparison.normalized(one.source) for one in bundle.entries)
    return {one.key for one in bundle.entries} <= {*texts} and same > len(bundle.entries) / 2


def _translation_of(project: Project, bundle: Bundle, expected: Expected, place: Place) -> Sheet:
    """Load the translation that a bundle is about.

    Raises:
        ProjectError: there is no such sheet or language, it is the source, or keys are unknown; exit code CONTENT.
    """
    if bundle.sheet not in expected.languages:
        hint = f"say which it is with --sheet, after the name of the file: there is {', '.join(expected.languages)}"
        name = f"“{bundle.sheet}”, which" if bundle.sheet else "that"
        raise malformed(f"this is of a sheet {name} is not here", place, hint)
    if bundle.tag not in expected.languages[bundle.sheet]:
        hint = f"python3 build.py new language {bundle.tag} begins one; --lang says so if it is another language"
        raise malformed(f"there is no translation into {bundle.tag} here", place, hint)
    sheet = loader.load(project.content, bundle.sheet, bundle.tag)
    if bundle.tag == sheet.facts.source:
        hint = "if the file is of another language, say which with --lang"
        raise malformed(f"{bundle.tag} is the source language, whose words are changed in its own file", place, hint)
    known = {text.key for text in sheet.source}
    unknown = [one for one in bundle.entries if one.key not in known]
    if unknown:
        hint = "the source has changed: export again, and put the words into the new file"
        what = "is no string of this sheet"
        raise ProjectError(*(Finding(ExitCode.CONTENT, f"{one.key}: {what}", one.place, hint) for one in unknown))
    return sheet


def _check(project: Project, changes: Changes) -> list[Finding]:
    """Check what came back for damage, and the words that are intact as the build would."""
    locale = locales.load(project.locales, changes.sheet.tag)
    problems = import_checks.findings(changes.bundle, changes.sheet, locale, changes.changed)
    damaged = {finding.place for finding in problems}
    intact = [one for one in changes.accepted if one.key in changes.changed and one.place not in damaged]
    texts = [Text(changes.changed[one.key], one.key, one.place or Place(Path())) for one in intact]
    problems += words.lint(texts, ready_editions.spelling(locale))
    lengths = [(one, len(changes.changed[one.key])) for one in intact]
    return problems + [_too_long(one, length) for one, length in lengths if length > reader.CHARACTERS]


def _too_long(entry: Entry, length: int) -> Finding:
    what = f"{entry.key}: the text has {length} characters, and {reader.CHARACTERS} is the most"
    return Finding(ExitCode.CONTENT, what, entry.place, "shorten it; were other cells pasted into this one?")


def _changed_files(project: Project, changes: Changes) -> dict[Path, bytes]:
    """Return the files of words and of their record with their new contents.

    Raises:
        ProjectError: the words cannot be put into their file without changing others, exit code CONTENT.
    """
    path = _file(project, changes.sheet)
    contents = textfile.in_form_of(path.read_bytes(), _with_words(project, changes.sheet, path, changes.changed))
    return {path: contents, **changed_record(project, changes.sheet, _record(project, changes))}


def _file(project: Project, sheet: Sheet) -> Path:
    return project.content / sheet.name / f"{sheet.tag}.yaml"


def _record(project: Project, changes: Changes) -> dict[str, records.Entry]:
    """Return the record with what was accepted; of a signed file, what was made from today's source is reviewed."""
    sheet, signed = changes.sheet, changes.bundle.signed
    recorded_before = records.read(records.lock_file(project.content, sheet.name, sheet.tag))
    lock = records.synced(sheet.source, sheet.words, recorded_before)
    for one in changes.accepted:
        if one.key not in changes.changed and (one.state is State.STALE or signed):
            continue
        prints = records.fingerprint(one.source), records.fingerprint(changes.words[one.key])
        recorded = lock.get(one.key)
        if not recorded or (recorded.source, recorded.translation) != prints:
            lock[one.key] = records.Entry(*prints)
    if not signed:
        return lock
    accepted = {one.key: changes.words[one.key] for one in changes.accepted}
    now = [Text(accepted.get(text.key, text), text.key, text.place) for text in sheet.words]
    return records.signed(sheet.source, now, lock, changes.current, signed)


def _with_words(project: Project, sheet: Sheet, path: Path, changed: Mapping[str, str]) -> str:
    """Return the text of a translation with other words, read back to see that these changed and no others.

    Raises:
        ProjectError: others would change, exit code CONTENT.
    """
    text = read_text(path)
    if not changed:
        return text
    if not {*changed} <= {text.key for text in sheet.words}:
        source = path.with_name(f"{sheet.facts.source}.yaml")
        tree, label = reader.read(path, blanks=True), language_name(project, sheet.facts.source)
        text = editor.completed(text, tree, read_text(source), reader.read(source), label)
    with atomic.scratch() as folder:
        text, now = _edited_copy(folder / sheet.name, text, sheet, path, changed)
    wanted = {text.key: str(text) for text in sheet.words} | {**changed}
    if {text.key: str(text) for text in now.words} != wanted:
        what = "the words cannot be put into this file without changing others"
        raise ProjectError(Finding(ExitCode.CONTENT, what, Place(path), "put them in by hand"))
    return text


def _edited_copy(folder: Path, text: str, sheet: Sheet, path: Path, changed: Mapping[str, str]) -> tuple[str, Sheet]:
    """Put words into a copy of a sheet in `folder`; return the text of the translation, and the sheet as it reads then.

    Raises:
        ProjectError: it cannot be read then; its places are in the file itself, as the copy is gone in a moment.
    """
    folder.mkdir()
    for name in ("facts.yaml", f"{sheet.facts.source}.yaml"):
        (folder / name).write_bytes(path.with_name(name).read_bytes())
    copy = folder / path.name
    copy.write_text(text, encoding="utf-8")
    try:
        text = editor.with_words(text, reader.read(copy, blanks=True), changed)
        copy.write_text(text, encoding="utf-8")
        return text, loader.load(folder.parent, sheet.name, sheet.tag)
    except ProjectError as error:
        raise ProjectError(*(replace(one, place=Place(path)) for one in error.findings)) from None


def _lines(project: Project, changes: Changes) -> Iterator[str]:
    """Yield what to tell whoever imports the file."""
    signed, current = changes.bundle.signed, changes.current
    left = f"; {changes.unsure} left out that still need a look" if changes.unsure else ""
    yield f"{Place(_file(project, changes.sheet))}: {string_count(changes.changed)} changed{left}"
    if signed:
        yield f"  {string_count(current)} reviewed by {signed.by} on {signed.on}"
    for one in changes.late:
        yield f"  changed since it was sent out, not taken: {one.key}"
    if signed:
        for key in (one.key for one in changes.accepted if one.key not in current):
            yield f"  not reviewed, as the original has changed since it was sent out: {key}"
