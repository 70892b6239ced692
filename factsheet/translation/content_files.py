"""Read files of words as they are to be edited, and prepare records to be written."""

from __future__ import annotations

from pathlib import Path

from factsheet.content import records
from factsheet.content.records import Lock
from factsheet.content.sheet import Sheet
from factsheet.design import locales
from factsheet.design.project import Project
from factsheet.findings import ProjectError
from factsheet.storage import textfile


def read_text(file: Path) -> str:
    """Return the text of one of our files with our line ends, whatever an editor has made of them."""
    return textfile.with_newlines(file.read_bytes().decode("utf-8-sig"))


def changed_record(project: Project, sheet: Sheet, lock: Lock) -> dict[Path, bytes]:
    """Return the file of a record and its new contents, in the form the file has; empty if it says the same already."""
    file = records.lock_file(project.content, sheet.name, sheet.tag)
    if file.exists() and records.read(file) == lock:
        return {}
    return {file: textfile.in_form_of(file.read_bytes() if file.exists() else b"", records.serialized(lock))}


def language_name(project: Project, tag: str) -> str:
    """Return what a language calls itself; its tag if the program does not know it."""
    try:
        return str(locales.load(project.locales, tag).name)
    except ProjectError:
        return tag
