"""A table as spreadsheets of all countries save it, as CSV -> its rows, each with the line it begins on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from factsheet.findings import ExitCode, Finding, Place, ProjectError

_BETWEEN: Final = ",;\t"  # commas where a point divides decimals, semicolons where a comma does, tabs in “Unicode text”
_TOLD: Final = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)


class Row(NamedTuple):
    """The cells of a row, and the line on which it begins."""

    line: int
    cells: list[str]


def rows(file: Path, text: str, hint: str) -> list[Row]:
    """The rows that hold something. What divides cells is told in a first line such as sep=; or found out.

    Raises:
        ProjectError: a table that cannot be understood, exit code CONTENT.
    """
    told = _TOLD.match(text)
    if told:
        return [*_rows(file, text[told.end() :], told[1], 1, hint)]
    return [*_rows(file, text, _between(text), 0, hint)]


def _between(text: str) -> str:
    """What divides the cells of the first row that has several."""
    lines = (line for line in text.replace("\r", "\n").split("\n") if any(sign in line for sign in _BETWEEN))
    return max(_BETWEEN, key=next(lines, "").count)


def _rows(file: Path, text: str, between: str, above: int, hint: str) -> Iterator[Row]:
    # Line ends within a cell stay as they are; the reader knows all three kinds.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
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
