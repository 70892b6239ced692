"""Read the terms of the movement from content/glossary.csv, each with what it is called in one language."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from factsheet.content.loader import canonical
from factsheet.content.models import TAG
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import csvfile, textfile
from factsheet.storage.csvfile import Row
from factsheet.storage.normalize import CONFLICT, CONFLICT_HINT, conflict, nfc

_BYTES = 1024 * 1024
_TERM = "term"
_RESTORE = "this is the glossary: mend this row, or restore the file from version control"
_HINT = "the first row holds term, then a column for each language, named after its tag"


@dataclass(frozen=True)
class Term:
    """A term of the source language, and what may stand for it."""

    term: str
    approved: tuple[str, ...]
    """Each a form, or the beginning that all its forms share; a star stands for letters that differ, or for one word.

    The first is the one to use."""
    place: Place


def read(file: Path, tag: str) -> tuple[Term, ...]:
    """Return the terms that have a form in the language; none without a glossary, or a column for the language.

    Forms in one cell are separated by an upright bar. Columns that are named after no language are notes.

    Raises:
        ProjectError: a file that cannot be understood, exit code CONTENT.
    """
    if not os.path.lexists(file):
        return ()
    text = nfc(textfile.decoded(file, textfile.read(file, _BYTES, file.parent)))
    if (line := conflict(text)) is not None:
        raise ProjectError(Finding(ExitCode.CONTENT, CONFLICT, Place(file, line, 1), CONFLICT_HINT))
    head, *rows = csvfile.rows(file, text, _RESTORE) or [Row(1, [])]
    names = [cell.strip() if cell.strip().casefold() != _TERM else _TERM for cell in head.cells]
    tags = [canonical(name) for name in names]
    long = [row.line for row in rows if any(cell.strip() for cell in row.cells[len(names) :])]
    if names.count(_TERM) != 1 or tags.count(tag) > 1 or long:
        place = Place(file, long[0] if long else head.line)
        raise ProjectError(Finding(ExitCode.CONTENT, "the glossary has rows that do not fit", place, _HINT))
    if tag not in tags or not TAG.fullmatch(tag):
        return ()
    columns = names.index(_TERM), tags.index(tag)
    terms = (_term(row, columns, file) for row in rows)
    return tuple(term for term in terms if term.term and term.approved)


def _term(row: Row, columns: tuple[int, int], file: Path) -> Term:
    cells = [*row.cells, *[""] * max(columns)]
    term, forms = (cells[column].strip() for column in columns)
    return Term(term, tuple(form for part in forms.split("|") if (form := part.strip())), Place(file, row.line))
