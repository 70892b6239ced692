"""content/glossary.csv -> the terms of the movement, each with what it is called in one language."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass
from pathlib import Path

from factsheet import files
from factsheet.findings import ExitCode, Finding, Place, Refused
from factsheet.shape import TAG
from factsheet.typed import CONFLICT, CONFLICT_HINT, conflict, nfc

_BYTES = 1024 * 1024
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
    """The terms that have a form in the language; none where there is no glossary, or no column for the language.

    Forms in one cell are separated by an upright bar. Columns that are named after no language are notes.

    Raises:
        Refused: a file that cannot be understood, exit code CONTENT.
    """
    if not os.path.lexists(file):
        return ()
    try:
        text = nfc(files.read(file, file.parent, _BYTES).decode("utf-8-sig"))
        if (line := conflict(text)) is not None:
            raise Refused(Finding(ExitCode.CONTENT, CONFLICT, Place(file, line, 1), CONFLICT_HINT))
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except (files.Unreadable, UnicodeDecodeError, csv.Error) as error:
        what = f"the glossary cannot be read: {error}"
        raise Refused(Finding(ExitCode.CONTENT, what, Place(file), "save it as “CSV UTF-8”")) from None
    head = rows[0][1] if rows else []
    if head[:1] != ["term"] or len({*head}) != len(head) or any(len(row) != len(head) for _, row in rows):
        bad = next((line for line, row in rows if len(row) != len(head)), 1)
        raise Refused(Finding(ExitCode.CONTENT, "the glossary has rows that do not fit", Place(file, bad), _HINT))
    if tag not in head or not TAG.fullmatch(tag):
        return ()
    column = head.index(tag)
    found = (
        Term(row[0], tuple(form for part in row[column].split("|") if (form := part.strip())), Place(file, line))
        for line, row in rows[1:]
    )
    return tuple(term for term in found if term.term and term.approved)
