"""Read the rows of a CSV file as spreadsheets of all countries save it, each with the line it begins on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from factsheet.findings import ExitCode, Finding, Place, ProjectError

_DELIMITERS: Final = (
    ",;\t"  # commas where a point divides decimals, semicolons where a comma does, tabs in “Unicode text”
)
_DECLARED: Final = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)


class Row(NamedTuple):
    """The cells of a row, and the line on which it begins."""

    line: int
    cells: list[str]


def rows(file: Path, text: str, hint: str) -> list[Row]:
    """Return the rows that hold something. What divides cells is declared in a first line such as sep=; or guessed.

    Raises:
        ProjectError: a table that cannot be understood, exit code CONTENT.
    """
    declared = _DECLARED.match(text)
    if declared:
        return [*_rows(file, text[declared.end() :], declared[1], 1, hint)]
    return [*_rows(file, text, _delimiter(text), 0, hint)]


def _delimiter(text: str) -> str:
    """Guess what divides cells: the sign that is commonest in the first row that has several."""
    lines = (line for line in text.replace("\r", "\n").split("\n") if any(sign in line for sign in _DELIMITERS))
    return max(_DELIMITERS, key=next(lines, "").count)


def _rows(file: Path, text: str, delimiter: str, above: int, hint: str) -> Iterator[Row]:
    # Line ends within a cell stay as they are; the reader knows all three kinds.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begin = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(above + begin, cells)
            begin = reader.line_num + 1
    except csv.Error:
        what = "the file cannot be understood from here on"
        place = Place(file, above + max(reader.line_num, 1))
        raise ProjectError(Finding(ExitCode.CONTENT, what, place, hint)) from None
