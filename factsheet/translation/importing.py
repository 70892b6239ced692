"""What a translator or reviewer sent back -> words and their record, both changed or neither.

Whatever a program on the way may do to a file that leaves its words whole is taken as it is: `exchange` sees to that.
Where letters were lost, or rows moved, nothing is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from factsheet.content import loader, records
from factsheet.content.models import ID
from factsheet.content.records import State
from factsheet.content.sheet import Sheet
from factsheet.design import locales
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.lint import checked, words
from factsheet.storage import atomic, textfile, transaction
from factsheet.storage.normalize import is_blank
from factsheet.storage.transaction import Replace
from factsheet.translation import desk, exchange, return_checks
from factsheet.translation.bundle import Bundle, Entry, Expected
from factsheet.translation.desk import Done, strings
from factsheet.yaml import editor, reader
from factsheet.yaml.nodes import Text

# What stands in for typographic marks where an encoding has none.
_FLAT: Final = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u202f": "\u00a0"}


def take(project: Project, file: Path, sheet: str | None = None, tag: str | None = None) -> Done:
    """Take in a file that came back; `sheet` and `tag` say what it is about, whatever stands in it."""
    return transaction.run(project.content, project.locales, "import", partial(_take, project, file, sheet, tag))


def _take(project: Project, file: Path, sheet: str | None, tag: str | None, put: Replace) -> Done:
    languages = {name: loader.languages(project.content, name) for name in loader.sheets(project.content)}
    expected = Expected(languages, sheet, tag)
    bundle = exchange.read(file, expected)
    place = Place(file)
    # What could be the name of a sheet is one, of a sheet that is not here.
    if sheet is None and not ID.fullmatch(bundle.sheet) and (meant := _meant(project, languages, bundle)):
        bundle = replace(bundle, sheet=meant, tag=expected.closest(meant, bundle.tag))
    if bundle.sheet not in languages:
        hint = f"say which it is with --sheet, after the name of the file: there is {', '.join(languages)}"
        named = f"“{bundle.sheet}”, which" if bundle.sheet else "that"
        return _no(f"this is of a sheet {named} is not here", place, hint)
    if bundle.tag not in languages[bundle.sheet]:
        hint = f"python3 build.py new language {bundle.tag} begins one; --lang says so if it is another language"
        return _no(f"there is no translation into {bundle.tag} here", place, hint)
    loaded = loader.load(project.content, bundle.sheet, bundle.tag)
    if bundle.tag == loaded.facts.source:
        hint = "if the file is of another language, say which with --lang"
        return _no(f"{bundle.tag} is the source language, whose words are changed in its own file", place, hint)
    known = {text.key for text in loaded.source}
    unknown = [entry for entry in bundle.entries if entry.key not in known]
    if unknown:
        hint = "the source has changed: export again, and put the words into the new file"
        what = "is no string of this sheet"
        return Done(problems=tuple(Finding(ExitCode.CONTENT, f"{one.key}: {what}", one.place, hint) for one in unknown))
    return _taken(project, loaded, bundle, put)


def _meant(project: Project, sheets: Collection[str], bundle: Bundle) -> str | None:
    """The one sheet whose strings these are, where a platform has put its own name in the place of the sheet's."""
    meant = []
    for name in sheets:
        source = {text.key: _spaced(text) for text in loader.load(project.content, name, _source(project, name)).source}
        same = sum(source.get(one.key) == _spaced(one.source) for one in bundle.entries)
        if {one.key for one in bundle.entries} <= {*source} and same > len(bundle.entries) / 2:
            meant.append(name)
    return meant[0] if len(meant) == 1 else None


def _source(project: Project, sheet: str) -> str:
    """The language a sheet was written in."""
    return loader.languages(project.content, sheet)[0]


def _taken(project: Project, sheet: Sheet, bundle: Bundle, put: Replace) -> Done:
    """Take in strings that are all known."""
    source = {text.key: str(text) for text in sheet.source}
    entries = (replace(one, source=_unless_flat(_spaced(one.source), source[one.key])) for one in bundle.entries)
    bundle = replace(bundle, entries=tuple(entries))
    old = {text.key: _spaced(text) for text in sheet.words}
    new = {one.key: _unless_flat(_spaced(one.translation), old.get(one.key, "")) for one in bundle.entries}
    late = [one for one in bundle.entries if _is_late(one, old.get(one.key, ""))]
    taken = [one for one in bundle.entries if new[one.key] and not one.unsure and one not in late]
    changed = {one.key: new[one.key] for one in taken if new[one.key] != old.get(one.key)}
    locale = locales.load(project.locales, sheet.tag)
    problems = return_checks.findings(bundle, sheet, locale, changed)
    lost = {finding.place for finding in problems}
    whole = [one for one in taken if one.key in changed and one.place not in lost]
    texts = [Text(new[one.key], one.key, one.place or Place(Path())) for one in whole]
    problems += words.lint(texts, checked.spelling(locale))
    problems += [_too_long(one, len(new[one.key])) for one in whole if len(new[one.key]) > reader.CHARACTERS]
    if not all(finding.advice for finding in problems):
        return Done(problems=tuple(problems))
    path = project.content / sheet.name / f"{sheet.tag}.yaml"
    text = _with_words(project, sheet, path, changed)
    current = [one.key for one in taken if _is_same(one.source, source[one.key])]
    lock = _recorded(project, sheet, bundle, {one.key: new[one.key] for one in taken}, changed, current)
    lines = [f"  changed since it was sent out, not taken: {one.key}" for one in late]
    if bundle.signed:
        lines.insert(0, f"  {strings(current)} reviewed by {bundle.signed.by} on {bundle.signed.on}")
        outdated = (one.key for one in taken if one.key not in current)
        lines += [f"  not reviewed, as the original has changed since it was sent out: {key}" for key in outdated]
    put({path: textfile.in_form_of(path.read_bytes(), text), **desk.record(project, sheet, lock)})
    unsure = sum(one.unsure and new[one.key] != old.get(one.key, "") for one in bundle.entries)
    left = f"; {unsure} left out that still need a look" if unsure else ""
    return Done((f"{Place(path)}: {strings(changed)} changed{left}", *lines), tuple(problems))


def _too_long(entry: Entry, length: int) -> Finding:
    what = f"{entry.key}: the text has {length} characters, and {reader.CHARACTERS} is the most"
    return Finding(ExitCode.CONTENT, what, entry.place, "shorten it; were other cells pasted into this one?")


def _recorded(
    project: Project,
    sheet: Sheet,
    bundle: Bundle,
    taken: Mapping[str, str],
    changed: Collection[str],
    current: Collection[str],
) -> dict[str, records.Entry]:
    """The record with what was taken. What was signed is reviewed, if `current`: made from the source as it is."""
    before = records.read(records.lock_file(project.content, sheet.name, sheet.tag))
    lock = records.synced(sheet.source, sheet.words, before)
    for one in bundle.entries:
        if one.key not in taken:
            continue
        made = records.Entry(records.fingerprint(one.source), records.fingerprint(taken[one.key]))
        recorded = lock.get(one.key)
        if one.key not in changed and (one.state is State.STALE or bundle.signed):
            continue
        if not recorded or (recorded.source, recorded.translation) != (made.source, made.translation):
            lock[one.key] = made
    if not bundle.signed:
        return lock
    now = [Text(taken.get(text.key, text), text.key, text.place) for text in sheet.words]
    return records.signed(sheet.source, now, lock, current, bundle.signed)


def _is_late(entry: Entry, now: str) -> bool:
    """Whether a reviewer has read other words than stand there now, which are not those asked for either."""
    if entry.read is None:
        return False
    return not (_is_same(now, entry.read) or _is_same(now, entry.translation))


def _is_same(one: str, other: str) -> bool:
    return records.fingerprint(one) == records.fingerprint(other)


def _unless_flat(words: str, known: str) -> str:
    """Words as they came back, or as they are known, where nothing was lost but marks that old encodings lack."""
    either = (f"(?:{re.escape(mark)}|{re.escape(_FLAT[mark])})" if mark in _FLAT else re.escape(mark) for mark in known)
    return known if re.fullmatch("".join(either), words) else words


def _with_words(project: Project, sheet: Sheet, path: Path, changed: Mapping[str, str]) -> str:
    """The text of a translation with other words, read back to see that these changed and no others."""
    if not changed:
        return desk.read(path)
    source = path.with_name(f"{sheet.facts.source}.yaml")
    text, label = desk.read(path), desk.language(project, sheet.facts.source)
    if not {*changed} <= {text.key for text in sheet.words}:
        tree = reader.read(path, blanks=True)
        text = editor.completed(text, tree, desk.read(source), reader.read(source), label)
    with atomic.scratch() as folder:
        again = folder / sheet.name
        again.mkdir()
        for name in ("facts.yaml", source.name):
            (again / name).write_bytes(path.with_name(name).read_bytes())
        written = again / path.name
        written.write_text(text, encoding="utf-8")
        try:
            text = editor.with_words(text, reader.read(written, blanks=True), changed)
            written.write_text(text, encoding="utf-8")
            now = loader.load(again.parent, sheet.name, sheet.tag)
        except ProjectError as error:  # of a file that is gone in a moment
            raise ProjectError(*(replace(one, place=Place(path)) for one in error.findings)) from None
    wanted = {text.key: str(text) for text in sheet.words} | {**changed}
    if {text.key: str(text) for text in now.words} != wanted:
        what = "the words cannot be put into this file without changing others"
        raise ProjectError(Finding(ExitCode.CONTENT, what, Place(path), "put them in by hand"))
    return text


def _spaced(text: str) -> str:
    """A text whose letters are whole (NFC), whose line ends and tabs are spaces, and with one space between words.

    Keyboards and programs of some systems take letters apart, which nobody sees. Spaces that do not break stay, but at
    the ends. Where nothing can be seen there are no words.
    """
    return "" if is_blank(text) else re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", text)).strip()


def _no(what: str, place: Place, hint: str) -> Done:
    return Done(problems=(Finding(ExitCode.CONTENT, what, place, hint),))
